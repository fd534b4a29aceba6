"""OpenTelemetry spans for calls, by its semantic conventions, without keys or phone numbers."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from allo_ext import errors
from allo_ext._version import __version__

if TYPE_CHECKING:
    from collections.abc import Generator
    from contextlib import AbstractContextManager

    from allo_ext._http.exchange import Exchange

_OFF: AbstractContextManager[None] = nullcontext()


def span(exchange: Exchange) -> AbstractContextManager[None]:
    """Return a context manager that traces a call; it does nothing if the program has not imported OpenTelemetry."""
    trace = sys.modules.get("opentelemetry.trace")
    return _OFF if trace is None else _span(trace, exchange)


@contextmanager
def _span(trace: Any, exchange: Exchange) -> Generator[None]:
    url = exchange.request.url
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    attributes = {
        "http.request.method": exchange.request.method,
        "url.template": exchange.path,
        "server.address": url.host,
        "server.port": port,
    }
    tracer = trace.get_tracer("allo_ext", __version__)
    with tracer.start_as_current_span(
        exchange.operation,
        kind=trace.SpanKind.CLIENT,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield
        except errors.AlloError as error:
            status = getattr(error, "status", None)
            current.set_attribute("error.type", str(status) if status else type(error).__name__)
            if status:
                current.set_attribute("http.response.status_code", status)
            current.set_status(trace.StatusCode.ERROR)
            raise
        else:
            current.set_attribute("http.response.status_code", exchange.status)
        finally:
            if exchange.attempts > 1:
                current.set_attribute("http.request.resend_count", exchange.attempts - 1)
