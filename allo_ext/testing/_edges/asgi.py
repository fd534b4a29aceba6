"""The mock as an ASGI application, without a framework."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from allo_ext._serving.asgi import follow_lifespan, read_body, send_response
from allo_ext.testing._edges.control import PREFIX, control
from allo_ext.testing._edges.docs import document, documents
from allo_ext.testing._edges.transport import cut
from allo_ext.testing._engine.core import UnknownRouteError
from allo_ext.testing._engine.posting import headers_of, post, signed
from allo_ext.testing._engine.wire import (
    NO_CONTENT,
    Incoming,
    Reply,
    json_reply,
)

if TYPE_CHECKING:
    import httpx

    from allo_ext._serving.asgi import Message, Receive, Send
    from allo_ext.testing._edges.mock import Mock
    from allo_ext.testing._engine.core import Answer
    from allo_ext.testing._engine.delivery import Delivery
    from allo_ext.testing._engine.faults import Fault

_LARGEST_BODY = 8 * 1024 * 1024
_AT_ONCE = 16
_PIECES = 10
_NEVER = 120.0
_SHORTEST_WAIT, _LONGEST_WAIT = 0.01, 1.0


class MockApp:
    """An ASGI application that serves a mock, applies its faults, and posts its deliveries."""

    def __init__(self, mock: Mock) -> None:
        """Create an application for a mock."""
        self._mock = mock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._client: httpx.AsyncClient | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve a request or the lifespan protocol."""
        if scope["type"] == "lifespan":
            await follow_lifespan(receive, send, start=self._start, stop=self._stop)
        elif scope["type"] == "http":
            await self._respond(scope, receive, send)

    async def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._mock.wake = self._wake

    async def _stop(self) -> None:
        self._mock.wake = None
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def _respond(self, scope: Message, receive: Receive, send: Send) -> None:
        body = await read_body(receive, _LARGEST_BODY)
        if body is None:
            return  # the client disconnected
        request = Incoming(
            method=scope["method"],
            path=scope["raw_path"].decode("ascii", "replace"),
            query=scope["query_string"].decode("ascii", "replace"),
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            body=body,
        )
        if len(body) > _LARGEST_BODY:
            await _send(send, json_reply(413, {"code": "BODY_TOO_LARGE", "details": None}))
        elif request.path.startswith(PREFIX):
            # In a thread, because it may post deliveries, perhaps to this server.
            await _send(send, await asyncio.to_thread(control, self._mock, request))
        elif documents(request.path):
            await _send(send, document(self._mock, request))
        else:
            try:
                answer = self._mock.answer(request)
            except UnknownRouteError as error:
                await _send(send, json_reply(501, {"code": "UNKNOWN_ROUTE", "details": None, "message": str(error)}))
            except AssertionError as error:
                await _send(
                    send, json_reply(500, {"code": "REPLY_BREAKS_SPEC", "details": None, "message": str(error)})
                )
            else:
                await _act(answer, receive, send)
        if self._mock.outbox.waiting:
            self._flush()

    # Deliveries

    def _wake(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._flush)

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        for delivery in self._mock.outbox.take():
            task = loop.create_task(self._deliver(delivery))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        # While the mock's clock stands still, only `advance` makes a delivery due.
        later = self._mock.outbox.next_due if self._mock.clock.runs else None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if later is not None:
            # The mock's clock may jump, or run at another speed than this machine's.
            self._timer = loop.call_later(min(max(later, _SHORTEST_WAIT), _LONGEST_WAIT), self._flush)

    async def _deliver(self, delivery: Delivery) -> None:
        url, target = self._mock.destinations.resolve(delivery.url)
        async with self._slots:
            if isinstance(target, str):
                await self._post(delivery, url)
            elif target is not None:  # otherwise only recorded: the mock does not post to other hosts by default
                await asyncio.to_thread(post, delivery, url, target)
        self._mock.outbox.settle(delivery)
        self._flush()

    async def _post(self, delivery: Delivery, url: str) -> None:
        try:
            content, timeout = signed(delivery), delivery.timeout
            headers = headers_of(delivery, url)
            answer = await self._network().post(url, content=content, headers=headers, timeout=timeout)
            delivery.status = answer.status_code
        except Exception as error:  # noqa: BLE001 — a receiver may fail in any way, and the API would only note it
            delivery.error = f"{type(error).__name__}: {error}"

    def _network(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx

            self._client = httpx.AsyncClient(trust_env=False, verify=httpx.create_ssl_context())
        return self._client


async def _act(answer: Answer, receive: Receive, send: Send) -> None:
    fault = answer.fault
    if answer.delay:
        await asyncio.sleep(answer.delay)
    if fault is None:
        await _send(send, answer.reply)
    elif fault.timeout:
        try:
            await asyncio.wait_for(receive(), _NEVER)
        except TimeoutError:
            pass
        await _hang_up(receive, send)
    elif fault.disconnect or fault.raises is not None:
        await _hang_up(receive, send)
    else:
        await _send_broken(send, receive, answer.reply, fault)


async def _send(send: Send, reply: Reply) -> None:
    has_body = reply.status != NO_CONTENT
    await send_response(send, reply.status, _headers(reply), reply.body, with_length=has_body)


async def _send_broken(send: Send, receive: Receive, reply: Reply, fault: Fault) -> None:
    sent, announced = cut(reply.body, fault)
    headers = [*_headers(reply), (b"content-length", str(announced).encode())]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    whole = len(sent) == announced
    size = max(1, -(-len(sent) // _PIECES)) if fault.drip else max(1, len(sent))
    for start in range(0, len(sent), size):
        if fault.drip:
            await asyncio.sleep(fault.drip / _PIECES)
        await send({"type": "http.response.body", "body": sent[start : start + size], "more_body": True})
    if whole:
        await send({"type": "http.response.body", "body": b""})
    else:
        await _hang_up(receive, send, flush=True)


async def _hang_up(receive: Receive, send: Send, *, flush: bool = False) -> None:
    """Close the connection in uvicorn, whose `send` is a method of the object that owns the transport."""
    connection: Any = getattr(send, "__self__", None)
    transport = getattr(connection, "transport", None)
    if transport is None:
        raise RuntimeError("faults that break the connection need uvicorn")
    if flush:
        transport.close()
    else:
        transport.abort()
    # Wait until the server has noticed; it would log an error about a missing response.
    await receive()


def _headers(reply: Reply) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
