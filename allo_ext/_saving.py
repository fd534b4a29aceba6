"""Where a download goes: a path, which gets a whole file or none, or a file that the caller opened."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from os import PathLike


class Target(Protocol):
    """Takes bytes, knows how many it has, and can begin again."""

    size: int

    def write(self, chunk: bytes) -> None:
        """Add bytes."""

    def restart(self) -> None:
        """Forget all bytes."""

    def finish(self) -> None:
        """Say that these were all."""

    def close(self) -> None:
        """Let go of the file."""


def target_for(path_or_file: str | PathLike[str] | IO[bytes], url: str) -> Target:
    """Return the target that a caller named."""
    if isinstance(path_or_file, (str, os.PathLike)):
        return _PathTarget(Path(path_or_file), url)
    if not hasattr(path_or_file, "write"):
        raise InvalidArgumentError("path_or_file is a path, or a file open for writing bytes.", field="path_or_file")
    return _FileTarget(path_or_file)


class _PathTarget:
    """Collects the bytes beside the path, and renames when they are all there."""

    def __init__(self, path: Path, url: str) -> None:
        # Another recording to the same path must not go on from this one's bytes.
        mark = hashlib.sha256(url.encode()).hexdigest()[:8]
        self._path = path
        self._part = path.with_name(f"{path.name}.{mark}.part")
        self._file = self._part.open("ab")
        self.size = self._file.tell()

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self.size += len(chunk)

    def restart(self) -> None:
        self._file.truncate(0)
        self.size = 0

    def finish(self) -> None:
        self._file.close()
        self._part.replace(self._path)

    def close(self) -> None:
        self._file.close()
        if self.size == 0:
            self._part.unlink(missing_ok=True)  # nothing to go on from


class _FileTarget:
    """Writes to a file of the caller's, from where it stands."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start = file.tell() if file.seekable() else None
        self.size = 0

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self.size += len(chunk)

    def restart(self) -> None:
        if self.size == 0:
            return
        if self._start is None:
            raise InvalidArgumentError(
                "The download must begin again, and this file cannot seek: pass a path.", field="path_or_file"
            )
        self._file.seek(self._start)
        self._file.truncate()
        self.size = 0

    def finish(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Leave the file open: it is the caller's."""
