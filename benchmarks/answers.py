"""A fast server that answers every request with pre-built pages of calls, or from an account of a given size.

python benchmarks/answers.py [CALLS MESSAGES CONTACTS]          prints the port and serves until it is stopped
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_SIZE = re.compile(rb"[?&]size=(\d+)")
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")


def call(number: int, lines: int) -> dict[str, Any]:
    """Return a call as JSON."""
    return {
        "id": f"call_{number:06}",
        "from_number": "+12025550143",
        "to_number": "+12025550178",
        "length_in_minutes": round(number * 37 % 900 / 60, 1),
        "type": "INBOUND",
        "result": "ANSWERED",
        "summary": "The customer asked where the order is; it leaves the warehouse tomorrow.",
        "tag": "orders",
        "recording_url": f"https://storage.withallo.com/recordings/{number:06}.mp3",
        "start_date": f"2026-01-15T10:{number // 60 % 60:02}:{number % 60:02}",
        "transcript": [
            {
                "source": "EXTERNAL" if line % 2 else "USER",
                "text": f"Line {line}: I am calling to ask when it will be delivered.",
                "time": f"2026-01-15T10:30:{line % 60:02}",
                "start_seconds": line * 2.5,
                "end_seconds": line * 2.5 + 2,
            }
            for line in range(lines)
        ],
    }


@cache
def page(size: int, lines: int = 2) -> bytes:
    """Return the body of a page of calls."""
    results = [call(number, lines) for number in range(size)]
    return json.dumps({"data": {"results": results, "metadata": {"total_pages": 5, "current_page": 0}}}).encode()


@cache
def items(size: int) -> bytes:
    """Return the body of a page of version 2's conversation items, without transcripts."""
    results = [
        {
            "type": "CALL",
            "id": f"cll-{number:06}",
            "direction": "INBOUND",
            "allo_number": "+12025550143",
            "contact_number": "+12025550178",
            "user": {"id": "usr-1", "name": "Lea Martin", "email": "lea@example.com"},
            "contacts": [{"id": "cnt-1", "name": "Jean Dupont"}],
            "date": f"2026-01-15T10:{number // 60 % 60:02}:{number % 60:02}Z",
            "duration": number * 37 % 900,
            "result": "ANSWERED",
            "summary": "The customer asked where the order is; it leaves the warehouse tomorrow.",
            "tags": ["orders"],
            "recording_url": f"https://storage.withallo.com/recordings/{number:06}.mp3",
            "transcript": None,
            "content": None,
            "status": None,
            "message_type": None,
        }
        for number in range(size)
    ]
    pagination = {"page": 1, "size": size, "total_count": 5 * size, "total_pages": 5, "has_more": True}
    return json.dumps({"data": results, "pagination": pagination}).encode()


def pages(target: bytes, content: bytes) -> bytes:
    """Return the body of a response: a page of as many calls or items as the request asks for."""
    if content:
        return items(json.loads(content)["size"])
    match = _SIZE.search(target)
    return page(int(match[1]) if match else 10)


async def _serve(answer: Callable[[bytes, bytes], bytes]) -> None:
    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                content = await reader.readexactly(int(length[1])) if length else b""
                body = answer(head.split(b" ", 2)[1], content)
                start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
                writer.write(start + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main(arguments: list[str]) -> None:
    """Serve pages, or an account with the given numbers of calls, messages and contacts."""
    answer = pages
    if arguments:
        from account import Account

        answer = Account(*map(int, arguments)).answer
    try:
        asyncio.run(_serve(answer))
    except KeyboardInterrupt:
        pass


@contextmanager
def serving(*account: int) -> Generator[str]:
    """Run the server in a separate process and yield its base URL.

    Args:
        *account: The numbers of calls, messages and contacts; without them, every request gets the same pages.
    """
    command = [sys.executable, __file__, *map(str, account)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1/api"
        finally:
            process.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])
