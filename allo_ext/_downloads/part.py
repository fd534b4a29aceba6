"""Part files of downloads: a random name for each running download, and a note in those that can be continued."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    import httpx

_NAME: Final = re.compile(r"\.allo-(?:([0-9a-f]{16})-)?[0-9a-f]{16}\.part\Z")
_STEM: Final = 40
"""Characters of the target's name that a part's name begins with: a file name has at most 255 bytes."""
_STALE: Final = 7 * 86_400
"""Seconds after which nobody continues a part."""
_OWNER_ONLY: Final = 0o600
_OTHERS_WRITE: Final = 0o022
# A name in a shared folder may be a link or a pipe that somebody else put there.
_OPEN: Final = (
    os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)  # fmt: skip
_MAGIC: Final = b"allopart"
_LENGTH: Final = 4
_LONGEST_NOTE: Final = 4096


@dataclass(frozen=True, slots=True)
class Version:
    """What the server said about the content it sent.

    Attributes:
        etag: Its ETag, weak or strong.
        modified: Its Last-Modified.
        total: Its size in bytes.
    """

    etag: str | None = None
    modified: str | None = None
    total: int | None = None

    @classmethod
    def of(cls, headers: httpx.Headers, total: int | None) -> Version:
        """Return the version that an answer is of."""
        return cls(headers.get("etag") or None, headers.get("last-modified") or None, total)

    @property
    def strong_etag(self) -> str | None:
        """The ETag, if it promises equal bytes."""
        return None if self.etag is None or self.etag.startswith("W/") else self.etag

    def agrees(self, later: Version) -> bool:
        """Whether nothing that both answers say differs."""
        pairs = ((self.etag, later.etag), (self.modified, later.modified), (self.total, later.total))
        return all(mine is None or other is None or mine == other for mine, other in pairs)


@dataclass(frozen=True, slots=True)
class Note:
    """What a part says about itself, at its end.

    Attributes:
        link: A digest of the URL.
        place: A digest of the URL without its query, where signatures are.
        mode: The permissions that the finished file gets.
        version: The content that it is the beginning of.
    """

    link: str
    place: str
    mode: int
    version: Version

    def fits(self, url: httpx.URL) -> bool:
        """Whether a download of this URL may continue the part: a renewed link needs an ETag that proves it."""
        if self.link == digest(str(url)):
            return True
        return self.place == place(url) and self.version.strong_etag is not None

    def write(self, file: IO[bytes]) -> None:
        """Put the note at the end of a part."""
        text = json.dumps(
            [self.link, self.place, self.mode, self.version.etag, self.version.modified, self.version.total]
        ).encode()
        file.write(text + len(text).to_bytes(_LENGTH, "big") + _MAGIC)


def digest(text: str) -> str:
    """Return a short name for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def place(url: httpx.URL) -> str:
    """Return a short name for a URL that a renewed signature does not change."""
    return digest(str(url.copy_with(query=None, fragment=None)))


def new_name(path: Path, *, kept: bool = False) -> Path:
    """Return a name that nobody can guess beside a path, for a running download or for one to continue."""
    mark = f"{digest(path.name)}-" if kept else ""
    return path.with_name(f"{path.name[:_STEM]}.allo-{mark}{secrets.token_hex(8)}.part")


def create(part: Path) -> tuple[IO[bytes], int]:
    """Make an empty part that only this user can read; return it, and the permissions of a usual new file."""
    file = os.fdopen(os.open(part, _OPEN | os.O_CREAT | os.O_EXCL, 0o666), "r+b")
    usual = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    set_mode(file, _OWNER_ONLY)
    return file, usual


def set_mode(file: IO[bytes], mode: int) -> None:
    """Set the permissions of an open file, where the system has any."""
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), mode)


def kept_beside(path: Path) -> list[tuple[Path, Note]]:
    """Return the parts of this path that can be continued, newest first; remove those too old to be."""
    found: list[tuple[float, Path, Note]] = []
    mark, now = digest(path.name), time.time()
    with os.scandir(path.parent) as entries:
        named = [(Path(entry.path), match[1]) for entry in entries if (match := _NAME.search(entry.name))]
    for part, owner in named:
        try:
            about = part.lstat()
            if not _is_ours(about):
                continue
            if now - about.st_mtime > _STALE:
                part.unlink(missing_ok=True)
            elif owner == mark and (opened := reopen(part)):
                opened[0].close()
                found.append((about.st_mtime, part, opened[1]))
        except OSError:
            continue  # another download took it, or removed it
    return [(part, note) for _, part, note in sorted(found, key=lambda each: each[0], reverse=True)]


def reopen(part: Path) -> tuple[IO[bytes], Note] | None:
    """Open a part to continue it, at its end, without the note; None where it is not one of this user's."""
    file = os.fdopen(os.open(part, _OPEN), "r+b")
    note, size = _note_of(file) if _is_ours(os.fstat(file.fileno())) else (None, 0)
    if note is None:
        file.close()
        return None
    file.seek(size)
    return file, note


def _note_of(file: IO[bytes]) -> tuple[Note | None, int]:
    """Read a part's note; return it with the number of bytes before it."""
    end = file.seek(0, os.SEEK_END) - _LENGTH - len(_MAGIC)
    if end < 0:
        return None, 0
    file.seek(end)
    length = int.from_bytes(file.read(_LENGTH), "big")
    if file.read() != _MAGIC or not 0 < length <= min(end, _LONGEST_NOTE):
        return None, 0
    file.seek(end - length)
    try:
        link, where, mode, etag, modified, total = json.loads(file.read(length))
    except (ValueError, TypeError):
        return None, 0
    return Note(link, where, mode, Version(etag, modified, total)), end - length


def _is_ours(about: os.stat_result) -> bool:
    """Whether this is a file that only this user can have written, under this name alone."""
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        return False
    return not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & _OTHERS_WRITE)
