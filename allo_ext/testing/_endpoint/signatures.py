"""Signatures of version 2: the right one, and wrong ones that endpoints have been seen to accept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
import uuid
from typing import TYPE_CHECKING

from allo_ext._webhooks import ID, SECRET_PREFIX, SIGNATURE, TIMESTAMP
from allo_ext.testing._v2.signing import new_id, sign

if TYPE_CHECKING:
    from collections.abc import Callable

Headers = tuple[tuple[str, str], ...]


def right(body: bytes, secret: str, *, id: str | None = None, age: float = 0.0) -> Headers:  # noqa: A002 (as in sign)
    """Return the headers of a delivery as Allo signs it.

    Args:
        body: The body; it must be UTF-8.
        secret: The signing secret.
        id: The `webhook-id`; a new one by default.
        age: The seconds since it was signed; negative for the future.
    """
    return tuple(sign(body, secret, id=id, timestamp=round(time.time() - age)).items())


def binary(body: bytes, secret: str) -> Headers:
    """Return the headers of a body that is not UTF-8, which the library does not sign."""
    return _signed(body, lambda content: _base64(_mac(_decoded(secret), content)))


def hex_digest(body: bytes, secret: str) -> Headers:
    """Return headers with the digest in hexadecimal instead of base64."""
    return _signed(body, lambda content: _mac(_decoded(secret), content).hex())


def hex_digest_of_body(body: bytes, secret: str) -> Headers:
    """Return headers with the hexadecimal digest of the body alone."""
    return _signed(body, lambda _: _mac(_decoded(secret), body).hex())


def undecoded(body: bytes, secret: str) -> Headers:
    """Return headers signed with the characters of the secret instead of the bytes that they encode."""
    return _signed(body, lambda content: _base64(_mac(secret.encode(), content)))


def undecoded_bare(body: bytes, secret: str) -> Headers:
    """Return headers signed with the characters of the secret after `whsec_`."""
    return _signed(body, lambda content: _base64(_mac(secret.removeprefix(SECRET_PREFIX).encode(), content)))


def stranger(body: bytes) -> Headers:
    """Return headers signed with a secret that no endpoint has."""
    key = uuid.uuid4().bytes + uuid.uuid4().bytes
    return _signed(body, lambda content: _base64(_mac(key, content)))


def _signed(body: bytes, signature: Callable[[bytes], str]) -> Headers:
    identifier, moment = new_id(), str(round(time.time()))
    content = f"{identifier}.{moment}.".encode() + body
    return (
        (ID, identifier),
        (TIMESTAMP, moment),
        (SIGNATURE, f"v1,{signature(content)}"),
    )


def _decoded(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(SECRET_PREFIX))


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
