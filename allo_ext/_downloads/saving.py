"""Targets of downloads: a path, which gets a complete file or nothing, or a file that the caller opened."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from allo_ext._downloads import part as _part
from allo_ext._downloads.part import Note, Version
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from os import PathLike

    import httpx


class Target(Protocol):
    """A target for bytes, with their number and version; can be restarted."""

    size: int
    version: Version | None
    """The version of the content; None before the first response."""
    needs_proof: bool
    """True if the bytes came from another link, so that the download can only continue with an equal ETag."""

    def write(self, chunk: bytes) -> None:
        """Add bytes."""

    def restart(self) -> None:
        """Discard all bytes."""

    def finish(self) -> None:
        """Complete the download."""

    def close(self) -> None:
        """Release the file."""


def target_for(path_or_file: str | PathLike[str] | IO[bytes], url: httpx.URL) -> Target:
    """Return the target for an argument."""
    if isinstance(path_or_file, (str, os.PathLike)):
        return _PathTarget(_path(path_or_file), url)
    if not hasattr(path_or_file, "write"):
        raise InvalidArgumentError(
            "path_or_file must be a path or a file open for writing bytes.", field="path_or_file"
        )
    return _FileTarget(path_or_file)


def _path(given: str | PathLike[str]) -> Path:
    """Return the path, or raise if it is not a valid one."""
    try:
        path = Path(given)
        if b"\0" not in os.fsencode(path):
            return path
    except (TypeError, ValueError):  # a path of bytes, or with a lone surrogate
        pass
    raise InvalidArgumentError("path_or_file is not a valid path.", field="path_or_file")


class _PathTarget:
    """A target that writes to its own part file in the same folder, and renames it when it is complete."""

    def __init__(self, path: Path, url: httpx.URL) -> None:
        if path.exists() and not path.is_file():
            raise InvalidArgumentError(
                "path_or_file is a folder or a device, not a file: add a file name.", field="path_or_file"
            )
        self._path = path
        self._url = url
        self._part = _part.new_name(path)
        self._finished = False
        self._kept = _part.kept_beside(path)
        self.size = 0
        self.version: Version | None = None
        self.needs_proof = False
        continued = self._continued()
        self._file, self._mode = continued or _part.create(self._part)

    def _continued(self) -> tuple[IO[bytes], int] | None:
        """Take over the part of an earlier download; renaming it ensures that only one caller gets it."""
        for kept, note in self._kept:
            if not note.fits(self._url):
                continue
            try:
                kept.rename(self._part)
                opened = _part.reopen(self._part)
            except OSError:
                continue
            if opened is None:
                self._part.unlink(missing_ok=True)
                continue
            file, about = opened
            file.truncate()
            self.size, self.version = file.tell(), about.version
            self.needs_proof = about.link != _part.digest(str(self._url))
            return file, about.mode
        return None

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self.size += len(chunk)

    def restart(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self.size, self.version, self.needs_proof = 0, None, False

    def finish(self) -> None:
        self._file.flush()
        _part.set_mode(self._file, self._mode)
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)
        self._finished = True
        for kept, _ in self._kept:
            kept.unlink(missing_ok=True)

    def close(self) -> None:
        if self._finished:
            return
        try:
            if self.size and self.version is not None:
                self._keep(self.version)
        except OSError:
            pass  # disk full: the download's own error is raised
        finally:
            with suppress(OSError):  # closing writes buffered bytes
                self._file.close()
            self._part.unlink(missing_ok=True)

    def _keep(self, version: Version) -> None:
        """Keep the part for a later call, and delete older ones of the same recording."""
        place = _part.place(self._url)
        self._file.seek(self.size)
        self._file.truncate()
        Note(_part.digest(str(self._url)), place, self._mode, version).write(self._file)
        self._file.close()
        self._part.rename(_part.new_name(self._path, kept=True))
        for kept, note in self._kept:
            if note.place == place:
                kept.unlink(missing_ok=True)


class _FileTarget:
    """A target that writes to the caller's file, from its current position."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start = file.tell() if file.seekable() else None
        self.size = 0
        self.version: Version | None = None
        self.needs_proof = False

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self.size += len(chunk)

    def restart(self) -> None:
        self.version = None
        if self.size == 0:
            return
        if self._start is None:
            raise InvalidArgumentError(
                "The download must start again, but this file cannot seek. Pass a path instead.", field="path_or_file"
            )
        self._file.seek(self._start)
        self._file.truncate()
        self.size = 0

    def finish(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Leave the caller's file open."""
