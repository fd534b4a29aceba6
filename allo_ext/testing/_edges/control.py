"""The control routes of a mock on a port, for programs that cannot call its methods."""

from __future__ import annotations

import inspect
import ipaddress
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from allo_ext.testing._arguments import text
from allo_ext.testing._engine.wire import (
    JSON,
    Incoming,
    Reply,
    json_reply,
    load_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._edges.mock import Mock
    from allo_ext.testing._engine.delivery import Delivery

PREFIX = "/_mock/"
Payload = dict[str, Any]


def control(mock: Mock, request: Incoming) -> Reply:
    """Handle a request under `/_mock/`: 200 with the result, or an error with one sentence."""
    if _is_foreign(request.headers):
        return _refuse(403, "the control routes do not accept requests from pages of other origins")
    name = request.path.removeprefix(PREFIX)
    methods = {method: does for (one, method), does in _ROUTES.items() if one == name}
    if not methods:
        known = dict.fromkeys(name for name, _ in _ROUTES)
        return _refuse(404, f"the control routes are {', '.join(PREFIX + name for name in known)}")
    does = methods.get(request.method)
    if does is None:
        return _refuse(405, f"{request.path} only accepts {' and '.join(methods)}")
    try:
        return json_reply(200, does(mock, _arguments(request)))
    except _NotJsonError as error:
        return _refuse(415, str(error))
    except ValueError as error:
        return _refuse(422, str(error))


class _NotJsonError(ValueError):
    """The Content-Type of the body is not JSON."""


def _arguments(request: Incoming) -> dict[str, Any]:
    kind = request.headers.get("content-type")
    if kind is not None and kind.split(";")[0].strip().lower() != JSON:
        message = f"the body must be sent as {JSON}"
        raise _NotJsonError(message)
    arguments: object = load_json(request.body) if request.body else {}
    if not isinstance(arguments, dict):
        raise ValueError("the body must be a JSON object of arguments")  # noqa: TRY004 — one kind of refusal
    return cast("dict[str, Any]", arguments)


def _is_foreign(headers: Mapping[str, str]) -> bool:
    """Return whether a request is from a page of another origin; programs do not send these headers.

    Another site's host name may resolve to this machine (DNS rebinding), so Host must be an address or localhost.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is None and site is None:
        return False
    host = headers.get("host", "")
    elsewhere = origin is not None and origin != f"http://{host}"
    return elsewhere or site not in {None, "same-origin", "none"} or not _is_here(host)


def _is_here(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if name != "localhost":
            ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _called(method: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    try:
        inspect.signature(method).bind(**arguments)
    except TypeError as error:
        taken = ", ".join(inspect.signature(method).parameters)
        message = f"{error}; the arguments are {taken}"
        raise ValueError(message) from None
    try:
        return method(**arguments)
    except TypeError as error:  # of a field that the spec does not have
        raise ValueError(str(error)) from None


def _calls(mock: Mock, arguments: dict[str, Any]) -> Payload:
    call = _called(mock.simulate_call, arguments)
    return {"id": call.id, "from_number": call.from_number, "to_number": call.to_number}


def _messages(mock: Mock, arguments: dict[str, Any]) -> Payload:
    message = _called(mock.simulate_sms, arguments)
    return {"from_number": message.from_number, "to_number": message.to_number, "content": message.content}


def _sent(mock: Mock, arguments: dict[str, Any]) -> Payload:  # noqa: ARG001 — every route takes the same
    names = ("from_number", "to_number", "sender_id", "content")
    return {"messages": [{name: getattr(message, name, None) for name in names} for message in mock.sent]}


def _clear_faults(mock: Mock, arguments: dict[str, Any]) -> Payload:  # noqa: ARG001 — likewise
    mock.faults.clear()
    return {"pending": mock.faults.pending}


def _faults(mock: Mock, arguments: dict[str, Any]) -> Payload:
    if "raises" in arguments or arguments.get("before"):
        raise ValueError("raises and before work in process only")
    _called(mock.faults.next, arguments)
    return {"pending": mock.faults.pending}


def _deliveries(mock: Mock, arguments: dict[str, Any]) -> Payload:  # noqa: ARG001 — every route takes the same
    return {"deliveries": [_shown(delivery) for delivery in mock.deliveries]}


def _shown(delivery: Delivery) -> Payload:
    signed = ("id", "attempt") if delivery.id is not None else ()
    names = ("topic", "url", "status", "error", *signed)
    return {name: getattr(delivery, name) for name in names}


def _clock(mock: Mock, arguments: dict[str, Any]) -> Payload:
    _called(mock.clock.advance, arguments)
    return {"now": mock.clock.now.isoformat()}


def _deliver_next(mock: Mock, arguments: dict[str, Any]) -> Payload:
    _called(mock.deliver_next, arguments)
    return {}


def _redeliver(mock: Mock, arguments: dict[str, Any]) -> Payload:
    def redeliver(id: str) -> Delivery:  # noqa: A002 — its name in the list
        found = next((one for one in reversed(mock.deliveries) if one.id == text("id", id, at_least=1)), None)
        if found is None:
            raise ValueError("id must be that of a signed delivery: GET /_mock/deliveries has them")
        return mock.redeliver(found)

    return _shown(_called(redeliver, arguments))


_ROUTES: dict[tuple[str, str], Callable[[Mock, dict[str, Any]], Payload]] = {
    ("calls", "POST"): _calls,
    ("messages", "POST"): _messages,
    ("messages", "GET"): _sent,
    ("faults", "POST"): _faults,
    ("faults", "DELETE"): _clear_faults,
    ("deliveries", "GET"): _deliveries,
    ("clock", "POST"): _clock,
    ("deliver_next", "POST"): _deliver_next,
    ("redeliver", "POST"): _redeliver,
}


def _refuse(status: int, message: str) -> Reply:
    return json_reply(status, {"message": message})
