"""The mock on a port sends each response with one write."""

from __future__ import annotations

import asyncio

from allo_ext._serving.joined import Joined


class Wire:
    """Notes what a connection is asked for, as an asyncio transport would be."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.closing = False

    def is_closing(self) -> bool:
        return self.closing

    def writelines(self, pieces: list[bytes]) -> None:
        self.done.append(b"".join(pieces))

    def close(self) -> None:
        self.done.append("close")

    def abort(self) -> None:
        self.done.append("abort")


def after_a_turn(act) -> list[object]:
    """Return what a connection was asked for by a function and by the turn of the event loop after it."""
    wire = Wire()

    async def turn() -> None:
        act(Joined(wire, asyncio.get_running_loop()), wire)
        await asyncio.sleep(0)

    asyncio.run(turn())
    return wire.done


def test_a_head_and_a_body_are_one_write():
    """A second system call for the body would cost a tenth of a request."""

    def respond(transport, _) -> None:
        transport.write(b"head ")
        transport.write(b"body")

    assert after_a_turn(respond) == [b"head body"]


def test_what_was_written_is_sent_before_the_connection_closes():
    """A response may be the last one."""

    def end(transport, _) -> None:
        transport.write(b"last")
        transport.close()

    assert after_a_turn(end) == [b"last", "close"]


def test_an_aborted_connection_sends_nothing():
    """A fault breaks the connection without a response."""

    def break_off(transport, _) -> None:
        transport.write(b"half")
        transport.abort()

    assert after_a_turn(break_off) == ["abort"]


def test_nothing_is_written_to_a_client_that_has_left():
    """Writing to a closed connection would be an error in the log."""

    def leave(transport, wire) -> None:
        transport.write(b"too late")
        wire.closing = True

    assert after_a_turn(leave) == []
