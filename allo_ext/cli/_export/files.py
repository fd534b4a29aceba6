"""Whole files only: what is written stands beside its place, and takes it when it is all there."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_MODE: Final = 0o666
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_NAME: Final = 100


def safe_name(text: str) -> str:
    """Return a name for a file, without its ending; ids come from outside, and must not lead to another folder.

    A text that is too long or holds other characters gets a part of its hash, so that no two share a name.
    """
    name = _UNSAFE.sub("_", text)
    if name == text and len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:_LONGEST_NAME]}-{hashlib.sha256(text.encode(errors='backslashreplace')).hexdigest()[:12]}"


@contextmanager
def whole_file(path: Path, *, durable: bool = True) -> Generator[Path]:
    """Yield a path to write to; afterwards the file stands at `path`, or, if something was raised, nothing does.

    Args:
        path: Where the file belongs. What is there already is replaced; a device or a pipe is written to directly. A
            link of this user's is followed, one of somebody else's is replaced.
        durable: Whether the bytes must be on the disk before the file takes its place.
    """
    followed = not _is_link_of_another(path)
    if followed and path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve() if followed else path.parent.resolve() / path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    try:
        # As any new file: the umask decides who may read it. O_EXCL, for nothing may stand there already.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE))
        yield part
        if durable:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _is_link_of_another(path: Path) -> bool:
    """Whether somebody else made this link, as anybody can in a shared folder such as /tmp."""
    if not path.is_symlink() or not hasattr(os, "geteuid"):
        return False
    return path.lstat().st_uid not in {os.geteuid(), 0}


@contextmanager
def whole_text(path: Path, *, durable: bool = True) -> Generator[IO[str]]:
    """Yield a text file that takes its place when it is whole; see `whole_file`."""
    with (
        whole_file(path, durable=durable) as part,
        # JSON can hold halves of characters, which no encoding carries.
        part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file,
    ):
        yield file
