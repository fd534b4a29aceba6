"""Secrets in the files of an archive; check-wheel-contents and check-sdist check everything else."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRETS: Final = (
    re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(rb"\b(?:gh[opsu]_|github_pat_)[A-Za-z0-9_]{30,}"),
    re.compile(rb"\bpypi-[A-Za-z0-9_-]{60,}"),
    re.compile(rb"\bAKIA[0-9A-Z]{16}\b"),
    # Allo's keys. Fictional ones in tests and docs are shorter, or words without a digit.
    re.compile(rb"(?<![A-Za-z0-9])[as]k_live_(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{16,}"),
    # A random key rarely has no digit, but then it has letters of both cases.
    re.compile(rb"(?<![A-Za-z0-9])[as]k_(?:live|test)_(?=[A-Z]*[a-z])(?=[a-z]*[A-Z])[A-Za-z]{20,}"),
    re.compile(rb"(?<![A-Za-z0-9])[as]k_test_(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}"),
)
SIGNING_SECRET: Final = re.compile(rb"(?<![A-Za-z0-9])whsec_([A-Za-z0-9+/_-]{24,}={0,2})")


def secret_faults(files: Mapping[str, bytes]) -> list[str]:
    """Return a sentence for each file that contains what looks like a secret.

    Args:
        files: The files of an archive.
    """
    return [
        f"{path} contains what looks like a secret" for path, content in sorted(files.items()) if holds_secret(content)
    ]


def holds_secret(content: bytes) -> bool:
    """Return whether a file contains what looks like a key, a token or a signing secret."""
    if b"\0" in content:  # UTF-16 has a NUL beside each character of a key
        content += b"\n" + content.replace(b"\0", b"")
    if any(pattern.search(content) for pattern in SECRETS):
        return True
    return any(not _is_made_up(secret) for secret in SIGNING_SECRET.findall(content))


def _is_made_up(secret: bytes) -> bool:
    """Return whether a signing secret is the base64 of words: those of tests are, and random ones never are."""
    padded = secret.rstrip(b"=") + b"=" * (-len(secret.rstrip(b"=")) % 4)
    try:
        return (
            base64.b64decode(padded, altchars=b"-_" if set(secret) & set(b"-_") else None).decode("ascii").isprintable()
        )
    except ValueError:
        return False
