"""Errors in version 1's format: a code, and details or null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext.testing._engine.wire import Problem, Reply, json_reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext.testing._engine.version import Refusal, Request


def error_reply(status: int, code: str, details: Sequence[Problem] = (), *headers: tuple[str, str]) -> Reply:
    """Return an error; `details` is null if it is empty."""
    return json_reply(status, {"code": code, "details": [entry.as_json() for entry in details] or None}, *headers)


def refused(_: Request, refusal: Refusal) -> Reply:
    """Return an error of the engine."""
    return error_reply(refusal.status, refusal.code, refusal.details, *refusal.headers)
