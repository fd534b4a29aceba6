"""The errors of inbox and outbox."""

from __future__ import annotations

from allo_ext.errors import AlloError, InvalidArgumentError


class StorageError(AlloError):
    """The file could not be read or written, such as when the disk is full. Nothing was stored."""


class KeyConflictError(InvalidArgumentError):
    """The outbox already has another message under this key."""
