"""Keeping phone numbers, ids and headers of our requests out of the logs of the HTTP libraries.

httpx logs the whole URL of each request at INFO; httpcore and others log headers at DEBUG. A filter on their loggers
rewrites these records, but only in the thread or task that sends one of our requests.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import httpx

from allo_ext._http import address
from allo_ext._http.exchange import origin

if TYPE_CHECKING:
    from collections.abc import Generator

_LOGGERS: Final = (
    *("httpx", "httpx2"),
    *(f"{core}.{part}" for core in ("httpcore", "httpcore2") for part in ("connection", "http11", "http2")),
    *(f"{core}.{part}" for core in ("httpcore", "httpcore2") for part in ("proxy", "socks")),
    # Libraries of transports that a user may pass.
    *("hpack.hpack", "hpack.table", "aiohttp.client", "urllib3.connectionpool"),
)

_root: ContextVar[httpx.URL | None] = ContextVar("allo_ext.root", default=None)
"""The root of the API while one of our requests is being sent."""


def watch() -> None:
    """Add the filter to the loggers; may be called again."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_hide)
    logging.getLogger("stamina").addFilter(_drop)


@contextmanager
def quiet(root: httpx.URL) -> Generator[None]:
    """Rewrite the HTTP libraries' log records about requests sent in this block.

    Args:
        root: The root of the API; paths below it are logged as path templates.
    """
    before = _root.get()
    _root.set(root)
    try:
        yield
    finally:
        # Not reset(token): a generator closed by its event loop ends in another context.
        _root.set(before)


def _hide(record: logging.LogRecord) -> bool:
    """Rewrite a log record about one of our requests; a filter function for loggers."""
    root = _root.get()
    if root is not None:
        args = record.args if isinstance(record.args, tuple) else ()
        if record.name == "httpx" and any(
            isinstance(arg, httpx.URL) for arg in args
        ):  # httpx's record for each request
            method = next(iter(map(str, args)))
            record.args = tuple(_shown(method, arg, root) if isinstance(arg, httpx.URL) else arg for arg in args)
        else:
            record.msg, record.args = str(record.msg).partition(" ")[0], None
            record.exc_info = record.exc_text = None
    return True


def _drop(record: logging.LogRecord) -> bool:
    """Drop stamina's warning about a retry of ours, which does not say what failed; `allo_ext` logs the retry.

    A program that sets the level of the logger `stamina`, or adds a handler to it, gets the warning.
    """
    logger = logging.getLogger(record.name)
    return _root.get() is None or logger.level != logging.NOTSET or bool(logger.handlers)


def _shown(method: str, url: httpx.URL, root: httpx.URL) -> str:
    """Return a URL with its path template and without its query."""
    from allo_ext._operations import template

    host = f"{url.scheme}://{url.netloc.decode('ascii')}"
    path = address.below(root, url)
    if origin(url) != origin(root) or not path:
        return f"{host}/…"
    return f"{host}{root.path.rstrip('/')}{template(method, path)}"
