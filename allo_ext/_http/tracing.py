"""Observing calls: a log line for each failure, and OpenTelemetry spans by its semantic conventions.

Neither contains keys or phone numbers.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final

from allo_ext import errors
from allo_ext._facts import facts_of
from allo_ext._version import __version__

if TYPE_CHECKING:
    from collections.abc import Generator
    from contextlib import AbstractContextManager

    from allo_ext._http.exchange import Exchange

_OFF: AbstractContextManager[None] = nullcontext()
_ATTRIBUTES: Final = {
    "cause": "allo.cause",
    "code": "allo.error_code",
    "maybe_sent": "allo.maybe_sent",
    "request_id": "allo.request_id",
    "retry_after": "allo.retry_after",
}
"""The attributes of spans that the semantic conventions do not have, by the names of `facts_of`."""


@contextmanager
def observed(exchange: Exchange) -> Generator[None]:
    """Log the failure of a call, and trace the call if the program has imported OpenTelemetry."""
    trace = sys.modules.get("opentelemetry.trace")
    try:
        with _OFF if trace is None else _span(trace, exchange):
            yield
    except errors.AlloError as error:
        exchange.give_up(error)
        raise
    except BaseException as error:
        exchange.interrupt(error)
        raise


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
            for name, value in facts_of(error).items():
                if name in _ATTRIBUTES:
                    current.set_attribute(_ATTRIBUTES[name], value)
            current.set_status(trace.StatusCode.ERROR)
            raise
        else:
            current.set_attribute("http.response.status_code", exchange.status)
            if exchange.request_id is not None:
                current.set_attribute(_ATTRIBUTES["request_id"], exchange.request_id)
        finally:
            if exchange.attempts > 1:
                current.set_attribute("http.request.resend_count", exchange.attempts - 1)
