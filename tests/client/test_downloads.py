"""Downloads of recordings under random failures of the storage host."""

from __future__ import annotations

import gzip
import io
import tempfile
from pathlib import Path
from typing import Any

import httpx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allo_ext import AlloClient, AlloError, InvalidArgumentError, RetryPolicy

HOME = "https://api.withallo.com/v1/assets/recordings/1"
URL = "https://storage.example/recordings/1.mp3"
VERSIONS = [bytes([1 + version]) * size for version, size in enumerate((4000, 2500, 3100))]
"""No two have a byte or their size in common, so two that were joined are equal to none."""
OLD = b"older" * 1000
PROOFS: list[Any] = [
    lambda version: {"etag": f'"{version}"'},
    lambda version: {"etag": f'W/"{version}"'},
    lambda version: {"last-modified": f"Mon, 0{1 + version} Mar 2026 12:00:00 GMT"},
    lambda _: {},
]
WAYS = [
    "whole", "whole", "lost", "lost", "ended early", "all but the end", "no ranges", "no If-Range", "packed",
    "packed and lost", "503", "404", "xml", "nothing", "416", "redirect", "nowhere", "no head", "no connection",
    "changed", "changed and lost",
]  # fmt: skip


class Body(httpx.SyncByteStream):
    """Bytes in pieces, then the end or an error; knows whether it was closed."""

    def __init__(self, content: bytes, *, lost: bool) -> None:
        self.content, self.lost, self.closed = content, lost, False

    def __iter__(self) -> Any:
        for start in range(0, len(self.content), 700):
            yield self.content[start : start + 700]
        if self.lost:
            raise httpx.ReadError("cut off")

    def close(self) -> None:
        self.closed = True


class Storage(httpx.BaseTransport):
    """A host that answers each request in one of `WAYS`; the recording may be replaced between two requests."""

    def __init__(self, proof: Any, cut: int) -> None:
        self.proof, self.cut = proof, cut
        self.version = 0
        self.ways: list[str] = []
        self.requests: list[httpx.Request] = []
        self.bodies: list[Body] = []
        self.sent = 0
        self.arrived = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        way = self.ways.pop(0) if self.ways else "whole"
        self.sent += way != "redirect"
        self.arrived = self.arrived or way not in {"404", "416", "redirect", "nowhere", "no connection"}
        if way.startswith("changed"):
            self.version = (self.version + 1) % len(VERSIONS)
        match way:
            case "no head":
                raise httpx.ReadError("reset")
            case "no connection":
                raise httpx.ConnectError("refused")
            case "503" | "404" | "416" | "redirect" | "nowhere":
                location = URL if way == "redirect" else "https://storage.example:port/1.mp3"
                status = 302 if way in {"redirect", "nowhere"} else int(way)
                return httpx.Response(status, headers={"content-range": "bytes */17", "location": location})
            case "xml":
                return self._body(200, {"content-type": "application/xml"}, b"<ListBucketResult/>")
            case "nothing":
                return self._body(200, {}, b"")
            case _:
                return self._recording(request, way)

    def _recording(self, request: httpx.Request, way: str) -> httpx.Response:
        content, headers = VERSIONS[self.version], self.proof(self.version)
        if way.startswith("packed"):
            packed = gzip.compress(content, 0)
            headers = {**headers, "content-encoding": "gzip"}
            return self._body(200, headers, packed[:2000] if "lost" in way else packed, lost="lost" in way)
        fresh = way == "no If-Range" or request.headers.get("if-range") in {None, headers.get("etag")}
        ranged = "range" in request.headers and fresh and way != "no ranges"
        start = int(request.headers["range"].removeprefix("bytes=")[:-1]) if ranged else 0
        if start >= len(content):
            return httpx.Response(416, headers={**headers, "content-range": f"bytes */{len(content)}"})
        if start:
            headers = {**headers, "content-range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        rest = content[start:]
        headers = {**headers, "content-length": str(len(rest))}
        lost = "lost" in way or way == "all but the end"
        if way in {"lost", "ended early", "changed and lost"}:
            rest = rest[: self.cut]
        return self._body(206 if start else 200, headers, rest, lost=lost)

    def _body(self, status: int, headers: dict[str, str], content: bytes, *, lost: bool = False) -> httpx.Response:
        self.bodies.append(Body(content, lost=lost))
        return httpx.Response(status, headers=headers, stream=self.bodies[-1])


class Pipe(io.FileIO):
    def seekable(self) -> bool:
        return False


@settings(max_examples=100)
@example([["redirect"] * 5], HOME, PROOFS[0], 0, "path")
@given(
    calls=st.lists(st.lists(st.sampled_from(WAYS), max_size=5), min_size=1, max_size=3),
    link=st.sampled_from([HOME, URL]),
    proof=st.sampled_from(PROOFS),
    cut=st.integers(0, 2000),
    into=st.sampled_from(["path", "path", "file", "pipe"]),
)
def test_a_download_is_one_recording_or_an_error(calls, link, proof, cut, into) -> None:
    """The target gets one version of the recording, from its first to its last byte, or a path nothing new.

    Every response is closed, the error counts what was sent, the key stays at home, and no packed form is asked for.
    """
    storage = Storage(proof, cut)
    with (
        tempfile.TemporaryDirectory() as folder,
        AlloClient("ak_test_5ecret", transport=storage, pace=None, retry=RetryPolicy(max_wait=0)) as allo,
    ):
        path = Path(folder) / "1.mp3"
        for ways in calls:
            path = path if into == "path" else path.with_name(f"{len(storage.requests)}.mp3")
            path.write_bytes(OLD)
            target: Any = path
            if into != "path":
                target = (Pipe if into == "pipe" else open)(path, "r+b")
                target.seek(len(OLD) // 2)
            storage.ways, storage.sent, storage.arrived = [*ways], 0, False
            error = None
            try:
                size = allo.calls.download_recording(link, target)
            except AlloError as raised:
                error, size = raised, 0
            got = path.read_bytes()[0 if into == "path" else len(OLD) // 2 :]
            if into != "path":
                target.close()

            assert [body for body in storage.bodies if not body.closed] == []
            if error is not None:
                assert (error.attempts, error.maybe_sent) == (storage.sent or 1, storage.arrived)  # or redirects alone
                assert not isinstance(error, InvalidArgumentError) or (into == "pipe" and got[:1] != OLD[:1])
                assert into != "path" or got == OLD
            else:
                assert got[:size] in VERSIONS
                assert set(got[size:]) <= (set() if into == "path" else set(OLD))
        for request in storage.requests:
            assert ("authorization" in request.headers) == (request.url.host == "api.withallo.com")
            assert request.headers["accept-encoding"] == "identity"
        assert len(list(path.parent.glob("*.part"))) <= 1
