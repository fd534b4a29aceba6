"""Part files of downloads: each running download has a random name, and resumable parts end in metadata."""

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
"""The number of characters of the target's name in a part's name: a file name has at most 255 bytes."""
_STALE: Final = 7 * 86_400
"""The age in seconds after which a part is deleted instead of continued."""
_OWNER_ONLY: Final = 0o600
_OTHERS_WRITE: Final = 0o022
# In a shared folder the name may be a link or a pipe of another user.
_OPEN: Final = (
    os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)  # fmt: skip
_MAGIC: Final = b"allopart"
_LENGTH: Final = 4
_LONGEST_NOTE: Final = 4096


@dataclass(frozen=True, slots=True)
class Version:
    """The server's metadata of the content.

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
        """Return the version of a response."""
        return cls(headers.get("etag") or None, headers.get("last-modified") or None, total)

    @property
    def strong_etag(self) -> str | None:
        """The ETag, if it is a strong one."""
        return None if self.etag is None or self.etag.startswith("W/") else self.etag

    def agrees(self, later: Version) -> bool:
        """Return whether the metadata that both responses have is equal."""
        pairs = ((self.etag, later.etag), (self.modified, later.modified), (self.total, later.total))
        return all(mine is None or other is None or mine == other for mine, other in pairs)


@dataclass(frozen=True, slots=True)
class Note:
    """The metadata at the end of a part.

    Attributes:
        link: A digest of the URL.
        place: A digest of the URL without its query, which contains signatures.
        mode: The permissions of the finished file.
        version: The version of the content.
    """

    link: str
    place: str
    mode: int
    version: Version

    def fits(self, url: httpx.URL) -> bool:
        """Return whether a download of this URL may continue the part; with a renewed link the ETag is compared."""
        if self.link == digest(str(url)):
            return True
        return self.place == place(url) and self.version.strong_etag is not None

    def write(self, file: IO[bytes]) -> None:
        """Append the metadata to a part."""
        text = json.dumps(
            [self.link, self.place, self.mode, self.version.etag, self.version.modified, self.version.total]
        ).encode()
        file.write(text + len(text).to_bytes(_LENGTH, "big") + _MAGIC)


def digest(text: str) -> str:
    """Return a short digest of a string."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def place(url: httpx.URL) -> str:
    """Return a short digest of a URL that does not depend on its signature."""
    return digest(str(url.copy_with(query=None, fragment=None)))


def new_name(path: Path, *, kept: bool = False) -> Path:
    """Return a random part name in the folder of a path, for a running or a resumable download."""
    mark = f"{digest(path.name)}-" if kept else ""
    return path.with_name(f"{path.name[:_STEM]}.allo-{mark}{secrets.token_hex(8)}.part")


def create(part: Path) -> tuple[IO[bytes], int]:
    """Create an empty part that only this user can read; return it and the default permissions of new files."""
    file = os.fdopen(os.open(part, _OPEN | os.O_CREAT | os.O_EXCL, 0o666), "r+b")
    usual = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    set_mode(file, _OWNER_ONLY)
    return file, usual


def set_mode(file: IO[bytes], mode: int) -> None:
    """Set the permissions of an open file, if the system supports them."""
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), mode)


def kept_beside(path: Path) -> list[tuple[Path, Note]]:
    """Return the resumable parts of a path, newest first; delete expired ones."""
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
            continue  # another download took or deleted it
    return [(part, note) for _, part, note in sorted(found, key=lambda each: each[0], reverse=True)]


def reopen(part: Path) -> tuple[IO[bytes], Note] | None:
    """Open a part at the end of its content, with the metadata removed; None if it is not this user's."""
    file = os.fdopen(os.open(part, _OPEN), "r+b")
    note, size = _note_of(file) if _is_ours(os.fstat(file.fileno())) else (None, 0)
    if note is None:
        file.close()
        return None
    file.seek(size)
    return file, note


def _note_of(file: IO[bytes]) -> tuple[Note | None, int]:
    """Return a part's metadata and the size of the content before it."""
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
    """Return whether this is a regular file of this user, without other links or writers."""
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        return False
    return not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & _OTHERS_WRITE)
