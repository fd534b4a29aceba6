"""MockAllo, a mock of the Allo API for tests and for development without an account.

In process, with no sockets, for both clients:

    mock = MockAllo()
    allo = AlloClient("key", transport=mock.transport)

On a port, for programs in any language: `with mock.serve() as served: served.base_url`, or on the command line
`python -m allo_ext.testing --port 0 --json`. In pytest: the fixture `mock_allo`.

On a port there are more routes. They return a JSON object and, except for the GET, take one:

    POST /_mock/calls         the arguments of `MockAllo.simulate_call`
    POST /_mock/messages      the arguments of `MockAllo.simulate_sms`
    GET  /_mock/messages      the SMS that were sent, oldest first, like `MockAllo.sent`
    POST /_mock/faults        the arguments of `Faults.next`
    DELETE /_mock/faults      removes the faults that are still pending
    POST /_mock/clock         `by`: the seconds by which the mock's clock is advanced; repeated deliveries become due
    POST /_mock/deliver_next  the arguments of `MockAllo.deliver_next`, with `late` in seconds
    POST /_mock/redeliver     `id`: the `webhook-id` of a delivery that is posted again
    GET  /_mock/deliveries    the deliveries: topic, url, the status or the error; of signed ones also id and attempt

And for people: `/docs` shows the specifications of both versions as a page, where each operation can be tried out;
`/openapi.json` and `/openapi-v2.json` are the specifications themselves.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from allo_ext._published import publish

if TYPE_CHECKING:
    from allo_ext._extras import MissingExtraError
    from allo_ext.testing._account.clock import Clock
    from allo_ext.testing._account.events import SentMessage
    from allo_ext.testing._account.lines import Line
    from allo_ext.testing._edges.server import PortInUseError, Served
    from allo_ext.testing._endpoint.endpoint import check_endpoint
    from allo_ext.testing._endpoint.report import CheckResult, Outcome, Report
    from allo_ext.testing._engine.core import RecordedRequest, UnknownRouteError
    from allo_ext.testing._engine.delivery import Delivery
    from allo_ext.testing._engine.faults import Faults
    from allo_ext.testing._event import GENERATIONS, event
    from allo_ext.testing._mock import MockAllo
    from allo_ext.testing._v1.quirks import Quirks
    from allo_ext.testing._v2.signing import sign
    from allo_ext.testing._versions import SCOPES

__all__ = [
    "GENERATIONS",
    "SCOPES",
    "CheckResult",
    "Clock",
    "Delivery",
    "Faults",
    "Line",
    "MissingExtraError",
    "MockAllo",
    "Outcome",
    "PortInUseError",
    "Quirks",
    "RecordedRequest",
    "Report",
    "SentMessage",
    "Served",
    "UnknownRouteError",
    "check_endpoint",
    "event",
    "sign",
]

# pytest imports this package at every start, for its plugin, so imports are lazy.
_HOMES = {
    "GENERATIONS": "_event",
    "SCOPES": "_versions",
    "CheckResult": "_endpoint.report",
    "Clock": "_account.clock",
    "Delivery": "_engine.delivery",
    "Faults": "_engine.faults",
    "Line": "_account.lines",
    "MissingExtraError": "._extras",
    "MockAllo": "_mock",
    "Outcome": "_endpoint.report",
    "PortInUseError": "_edges.server",
    "Quirks": "_v1.quirks",
    "RecordedRequest": "_engine.core",
    "Report": "_endpoint.report",
    "SentMessage": "_account.events",
    "Served": "_edges.server",
    "UnknownRouteError": "_engine.core",
    "check_endpoint": "_endpoint.endpoint",
    "event": "_event",
    "sign": "_v2.signing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    if hasattr(value, "__module__"):
        publish(value, __name__)
    return value


def __dir__() -> list[str]:
    return __all__
