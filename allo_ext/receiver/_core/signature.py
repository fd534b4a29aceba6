"""Signatures of version 2's deliveries, by the Standard Webhooks specification.

The library `standardwebhooks` makes the expected signature. Its own `verify` raises ValueError and others for headers
that it cannot split, reads the system's clock, and rounds a timestamp that it has parsed as a float; so the headers are
read here.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from allo_ext._extras import needs
from allo_ext._webhooks import ID, SECRET_PREFIX, SIGNATURE, SIGNING, TIMESTAMP, WINDOW
from allo_ext.errors import ConfigurationError, InvalidSignatureError
from allo_ext.receiver._core.request import values_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from standardwebhooks import Webhook

    from allo_ext.receiver._core.request import Headers

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_FEWEST_BYTES: Final = 8
_LONGEST_ID: Final = 256
_LONGEST_TIMESTAMP: Final = 12
_LONGEST_SIGNATURE: Final = 4_096
_WRONG_SHAPE: Final = (
    "secret must be the signing secret of a version 2 webhook: whsec_ and then base64. "
    "allo.v2.webhooks.create returns it as signing_secret."
)


class Signed(NamedTuple):
    """The three signature headers of a delivery, well-formed and not yet checked against the body."""

    id: str
    timestamp: int
    signatures: tuple[bytes, ...]


class Secrets:
    """The signing secrets of an endpoint; several during a rotation. Its `repr` does not show them."""

    def __init__(self, secrets: Iterable[object], what: str = "WebhookReceiver(secret=…)") -> None:
        """Read the secrets.

        Args:
            secrets: The secrets.
            what: What needs the library, for the error.

        Raises:
            ConfigurationError: One of them is not a signing secret; the message does not contain it.
            MissingExtraError: `standardwebhooks` is not installed.
        """
        with needs(what, "standardwebhooks", extra="webhooks"):
            from standardwebhooks import Webhook
        self._keys: tuple[Webhook, ...] = tuple(Webhook(_key_of(secret)) for secret in secrets)

    def __repr__(self) -> str:
        return f"<{len(self._keys)} signing secrets>"

    def check(self, body: bytes, signed: Signed) -> None:
        """Compare the signatures of a delivery with the expected ones, in constant time.

        Raises:
            InvalidSignatureError: None of them matches.
        """
        try:
            text = body.decode()  # the library takes strings only; UTF-8 encodes back to the same bytes
        except UnicodeDecodeError:
            raise InvalidSignatureError("The body is not UTF-8, so its signature cannot be checked.") from None
        sent = datetime.fromtimestamp(signed.timestamp, UTC)
        expected = [key.sign(signed.id, sent, text).encode("ascii") for key in self._keys]
        if not any([hmac.compare_digest(given, own) for given in signed.signatures for own in expected]):  # noqa: C419 (compares all)
            raise InvalidSignatureError("No signature matches the body and the secret.")


def read_secrets(secret: str | Iterable[str] | None, *what: str) -> Secrets | None:
    """Read the argument `secret`. An empty string, for example from a variable that is not set, counts as None.

    Args:
        secret: The argument.
        *what: As for `Secrets`.

    Raises:
        ConfigurationError: Something in it is not a signing secret.
        MissingExtraError: A secret was given, and `standardwebhooks` is not installed.
    """
    several: list[object] = [secret] if isinstance(secret, str) else _listed(secret)
    given = [one for one in several if not isinstance(one, str) or one.strip()]
    return Secrets(given, *what) if given else None


def _listed(secrets: object) -> list[object]:
    if secrets is None:
        return []
    if isinstance(secrets, (bytes, bytearray)) or not isinstance(secrets, Iterable):
        raise ConfigurationError(_WRONG_SHAPE)
    return list(cast("Iterable[object]", secrets))


def read_signed(headers: object, now: datetime | None = None) -> Signed:
    """Read the signature headers, and check that the timestamp is recent.

    Args:
        headers: The header fields.
        now: The time to compare with; the present by default.

    Raises:
        InvalidSignatureError: A header is missing, repeated or malformed, or the timestamp is too far away.
    """
    return signed_of(values_of(headers, *SIGNING), now)


def signed_of(fields: Mapping[str, Sequence[str]], now: datetime | None = None) -> Signed:
    """Read the signature headers from the values of the header fields; see `read_signed`."""
    identifier, timestamp, signature = [_only(name, fields.get(name, ())) for name in SIGNING]
    if not is_message_id(identifier):
        raise InvalidSignatureError(f"The header {ID} is malformed.")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIMESTAMP):
        raise InvalidSignatureError(f"The header {TIMESTAMP} is not a Unix time in seconds.")
    present = int(time.time() if now is None else now.timestamp())
    if abs(present - int(timestamp)) > WINDOW:
        raise InvalidSignatureError(f"The timestamp is more than {WINDOW} seconds away. Is this machine's clock right?")
    if len(signature) > _LONGEST_SIGNATURE:
        raise InvalidSignatureError(f"The header {SIGNATURE} is too long.")
    entries = tuple(entry.encode("utf-8", "surrogatepass") for entry in signature.split(" "))
    return Signed(identifier, int(timestamp), entries)


def _only(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise InvalidSignatureError(f"The header {name} {'is missing' if not values else 'occurs several times'}.")
    return values[0]


def message_id(fields: Mapping[str, Sequence[str]]) -> str | None:
    """Return the webhook-id of a delivery; None if there is not exactly one, or it is malformed."""
    found = fields.get(ID, ())
    return found[0] if len(found) == 1 and is_message_id(found[0]) else None


def is_message_id(identifier: str) -> bool:
    """Return whether this can be a webhook-id: visible ASCII of a limited length."""
    return 0 < len(identifier) <= _LONGEST_ID and identifier.isascii() and identifier.isprintable()


def verify(body: bytes | str, headers: Headers, secret: str | Iterable[str], *, now: datetime | None = None) -> None:
    """Check the signature of a version 2 delivery; for endpoints that do not use `WebhookReceiver`.

    Args:
        body: The body as it was received; JSON that was parsed and written again does not match.
        headers: The header fields of the request, as a mapping or as pairs; names in any case.
        secret: The signing secret of the webhook, with or without `whsec_`; several during a rotation.
        now: The time of arrival, with a time zone; the present by default. The header webhook-timestamp may differ from
            it by 300 seconds.

    Raises:
        InvalidSignatureError: A header is missing or malformed, the timestamp is too old or too new, or no signature
            matches.
        ConfigurationError: `secret` is empty, for example because a variable is not set, or is not a signing secret.
        MissingExtraError: `standardwebhooks` is not installed.

    Examples:
        >>> verify(request.body, request.headers, os.environ["ALLO_WEBHOOK_SECRET"])
        >>> event = parse(request.body)
    """
    secrets = read_secrets(secret, "verify()")
    if secrets is None:
        raise ConfigurationError("secret is empty. Is its environment variable set?")
    if not isinstance(body, (bytes, str)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("body must be the bytes that were received, not parsed JSON.")
    signed = read_signed(headers, now)
    secrets.check(body.encode("utf-8", "replace") if isinstance(body, str) else body, signed)


def _key_of(secret: object) -> bytes:
    """Return the key of a secret, which is base64 after a prefix; missing padding is added.

    Raises:
        ConfigurationError: It has another form. Not chained, because the cause could contain it.
    """
    encoded = secret.strip().removeprefix(SECRET_PREFIX) if isinstance(secret, str) else ""
    if _BASE64.fullmatch(encoded):
        try:
            key = base64.b64decode(encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4))
        except binascii.Error:
            key = b""
        if len(key) >= _FEWEST_BYTES:
            return key
    raise ConfigurationError(_WRONG_SHAPE) from None
