"""The receiver's CPU time for the slowest bodies of 1 MiB.

python benchmarks/bodies.py          prints it for every kind of body
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from table import Row, cpu_of

from allo_ext.receiver import Request, WebhookReceiver
from allo_ext.receiver._events.parsing import MOST_FIELDS, MOST_OBJECTS, MOST_VALUES
from allo_ext.testing import event

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE, LIMIT, REPEATED, RUNS = 1 << 20, 0.030, 3, 3
OBJECTS, VALUES = MOST_OBJECTS - 20, MOST_VALUES - 9_000
"""The number of items that fit, minus some for the rest of the payload."""
LINE = {"source": "USER", "time": "2026-01-15T10:30:05Z"}


def padded(payload: dict[str, Any]) -> bytes:
    """Fill a payload up to the size with a long string."""
    bare = json.dumps({**payload, "pad": ""}, separators=(",", ":"))
    return json.dumps({**payload, "pad": "x" * (SIZE - len(bare))}, separators=(",", ":")).encode()


def framed(filling: bytes) -> bytes:
    """Fill an unknown event with repeated content up to the size."""
    head, tail = b'{"topic":"NEW","data":', b"}"
    return head + filling * ((SIZE - len(head) - len(tail)) // len(filling)) + tail


def text(filling: bytes) -> bytes:
    """Return a long string made of repeated bytes."""
    head, tail = b'{"topic":"NEW","data":"', b'"}'
    return head + filling * ((SIZE - len(head) - len(tail)) // len(filling)) + tail


def bodies() -> Iterator[tuple[str, bytes]]:
    """Yield the slowest body of each kind."""
    spoken = SIZE // OBJECTS - 85
    yield "a transcript", padded(event(transcriptions=[{**LINE, "text": "x" * spoken}] * OBJECTS))
    unreadable = [f"2026-13-01T00:00:00.{n:06}Z" for n in range(OBJECTS)]
    said = [{"time": moment} for moment in unreadable]
    yield "a transcript, dates unreadable", padded(event(transcriptions=said))
    impossible = [{"time": f"2026-02-30T00:00:00.{n:06}Z"} for n in range(OBJECTS)]
    yield "a transcript, February 30", padded(event(transcriptions=impossible))
    midnights = [{"time": f"2026-01-15T24:00:00.{'0' * 7}{n:06}+0100"} for n in range(OBJECTS)]
    yield "a transcript, 24:00", padded(event(transcriptions=midnights))
    yield "a transcript, camelCase", padded(event(transcriptions=[{"startSeconds": 1, "aB": 2}] * OBJECTS))
    humps = [{f"aB{n * 10 + key}": 1 for key in range(10)} for n in range(OBJECTS)]
    yield "a transcript, other keys each", padded(event(transcriptions=humps))
    yield "unreadable, call without ID", padded(event(transcriptions=said, id=None))
    yield "menu choices", padded(event(ivr_result=[{"dtmf_key": "1"}] * OBJECTS))
    yield "activities", padded(event("CONTACT_CREATED", activity=[{"made_at": moment} for moment in unreadable]))
    yield "phone numbers", padded(event("CONTACT_CREATED", numbers=["+12025550143"] * VALUES))
    yield "keys", padded(event(data_collected={str(n): 1 for n in range(VALUES)}))
    yield "fields", padded(event(**{f"aB{n}": 1 for n in range(MOST_FIELDS - 50)}))
    yield "floats", padded(event(new=[1e-7] * VALUES))
    yield (
        "nested lists",
        padded({"topic": "NEW", "data": json.loads("[" + ",".join(["[" * 800 + "]" * 800] * 50) + "]")}),
    )
    yield "escapes", text(b"\\u00e9")
    yield "accents", text("é".encode())
    yield "pictures", text("\N{TELEPHONE RECEIVER}\N{GRINNING FACE}".encode())
    yield "a long datetime", padded(event(start_date="2026-01-15T10:30:00." + "1" * (SIZE - 4_000)))
    yield "a long number", padded(event(to="1 " * (SIZE // 2 - 2_000)))
    yield "a long id", padded(event(id="x" * (SIZE - 4_000)))
    yield "digits", framed(b"1")
    yield "open brackets", framed(b"[")
    yield "open objects", framed(b'{"a":')
    yield "spaces", b" " * SIZE
    yield "invalid UTF-8", b"\xe9" * SIZE


def cost(body: bytes) -> float:
    """Return the minimum CPU time of several attempts, to exclude noise."""
    times: list[float] = []
    for _ in range(REPEATED):
        receiver = WebhookReceiver("a-token-of-22-characters", {"+12025550143"})
        receiver.on("*")(lambda _: None)
        request = Request("POST", "/a-token-of-22-characters", {}, body, "203.0.113.7")
        times.append(cpu_of(partial(receiver.handle, request)))
    return min(times)


def row() -> Row:
    """Measure the body of each kind, as a share of the limit."""
    found = [max((cost(body), name) for name, body in bodies()) for _ in range(RUNS)]
    slowest, name = max(found)
    note = f"{slowest * 1e3:.1f} ms, the slowest body: {name}"
    return Row(
        "CPU for the worst body of 1 MiB", f"{LIMIT * 1e3:.0f} ms", [seconds / LIMIT for seconds, _ in found], note
    )


def main() -> None:
    """Print a line for each kind."""
    for name, body in bodies():
        print(f"{name:32}{len(body):10,} bytes{cost(body) * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
