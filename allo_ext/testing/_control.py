"""The control plane of a mock on a port, for programs that cannot call its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ._wire import Incoming, Reply, json_reply, load_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._mock import MockAllo
    from ._payloads import Payload

PREFIX = "/_mock/"


def control(mock: MockAllo, request: Incoming) -> Reply:
    """Do what a request under `/_mock/` asks for: 200 with what happened, or an error with one sentence."""
    route = _ROUTES.get(request.path.removeprefix(PREFIX))
    if route is None:
        return _refuse(404, f"the control plane has {', '.join(PREFIX + name for name in _ROUTES)}")
    method, does = route
    if request.method != method:
        return _refuse(405, f"{request.path} takes {method} only")
    try:
        arguments: object = load_json(request.body) if request.body else {}
        if not isinstance(arguments, dict):
            return _refuse(422, "the body must be a JSON object of arguments")
        return json_reply(200, does(mock, cast(dict[str, Any], arguments)))
    except (TypeError, ValueError, AttributeError) as error:
        return _refuse(422, str(error))


def _calls(mock: MockAllo, arguments: dict[str, Any]) -> Payload:
    call = mock.simulate_call(**arguments)
    return {"id": call.id, "from_number": call.from_number, "to_number": call.to_number}


def _messages(mock: MockAllo, arguments: dict[str, Any]) -> Payload:
    message = mock.simulate_sms(**arguments)
    return {"from_number": message.from_number, "to_number": message.to_number, "content": message.content}


def _faults(mock: MockAllo, arguments: dict[str, Any]) -> Payload:
    if "raises" in arguments or arguments.get("before"):
        raise ValueError("raises and before work in process only")
    mock.faults.next(**arguments)
    return {"pending": mock.faults.pending}


def _deliveries(mock: MockAllo, arguments: dict[str, Any]) -> Payload:  # noqa: ARG001 — every route takes the same
    told = mock.deliveries
    return {"deliveries": [{"topic": d.topic, "url": d.url, "status": d.status, "error": d.error} for d in told]}


_ROUTES: dict[str, tuple[str, Callable[[MockAllo, dict[str, Any]], Payload]]] = {
    "calls": ("POST", _calls),
    "messages": ("POST", _messages),
    "faults": ("POST", _faults),
    "deliveries": ("GET", _deliveries),
}


def _refuse(status: int, message: str) -> Reply:
    return json_reply(status, {"message": message})
