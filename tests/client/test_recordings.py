"""Recordings: streamed, resumed where they were cut off, whole or not at all, and the key stays at home."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest

from allo_ext import (
    AlloConnectionError,
    Call,
    InvalidArgumentError,
    NotFoundError,
    RateLimitError,
    UnexpectedResponseError,
)

URL = "https://storage.example/recordings/1.mp3"
HOME = "https://api.withallo.com/v1/assets/recordings/1"
SOUND = bytes(range(256)) * 40


class Cut(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Some bytes in pieces, then the end or an error."""

    def __init__(self, content: bytes, error: Exception | None = None) -> None:
        self.pieces = [content[start : start + 1000] for start in range(0, len(content), 1000)]
        self.error = error

    def __iter__(self) -> Any:
        yield from self.pieces
        if self.error:
            raise self.error

    async def __aiter__(self) -> Any:
        for piece in self.pieces:
            yield piece
        if self.error:
            raise self.error


class Storage:
    """A host that knows ranges, and cuts off each answer after so many bytes, `cuts` times."""

    def __init__(self, *, cuts: int = 0, after: int = 3000, ranges: bool = True, cleanly: bool = False) -> None:
        self.cuts, self.after, self.ranges, self.cleanly = cuts, after, ranges, cleanly

    def __call__(self, request: httpx.Request) -> httpx.Response:
        start = int(request.headers["range"].split("=")[1][:-1]) if "range" in request.headers and self.ranges else 0
        if start >= len(SOUND):
            return httpx.Response(416, headers={"content-range": f"bytes */{len(SOUND)}"})
        rest = SOUND[start:]
        headers = {"content-length": str(len(rest))}
        if start:
            headers["content-range"] = f"bytes {start}-{len(SOUND) - 1}/{len(SOUND)}"
        error = None
        if self.cuts:
            self.cuts -= 1
            rest = rest[: self.after]
            error = None if self.cleanly else httpx.RemoteProtocolError("cut off")
        return httpx.Response(206 if start else 200, headers=headers, stream=Cut(rest, error))


@pytest.fixture
def path(tmp_path) -> Any:
    return tmp_path / "1.mp3"


def files(path: Any) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def ranges(transport: Any) -> list[str | None]:
    return [request.headers.get("range") for request in transport.requests]


@pytest.mark.parametrize("call", [URL, Call(id="1", recording_url=URL)], ids=["url", "call"])
def test_a_recording_is_saved_whole(make, scripted, path, call):
    """From a call or a URL: the bytes are there, their number is returned, and nothing lies beside them."""
    size = make(scripted(Storage())).calls.download_recording(call, path)

    assert (len(SOUND), SOUND, ["1.mp3"]) == (size, path.read_bytes(), files(path))


def test_progress_is_reported(make, scripted, path):
    """After every piece: how many bytes there are, and how many there will be."""
    seen: list[tuple[int, int | None]] = []
    make(scripted(Storage())).calls.download_recording(URL, path, progress=lambda *now: seen.append(now))

    assert [min(n * 1000, len(SOUND)) for n in range(1, 12)] == [now for now, _ in seen]
    assert {len(SOUND)} == {total for _, total in seen}


@pytest.mark.parametrize("cleanly", [False, True], ids=["lost", "ended-early"])
def test_a_download_goes_on_where_it_was_cut_off(make, scripted, path, clock, cleanly):
    """Within one call: asked again from the byte that is missing, the result is the same file."""
    transport = scripted(Storage(cuts=2, cleanly=cleanly))
    seen: list[int] = []
    make(transport).calls.download_recording(URL, path, progress=lambda now, _: seen.append(now))

    assert (SOUND, sorted(seen), ["1.mp3"]) == (path.read_bytes(), seen, files(path))
    assert ranges(transport) == [None, "bytes=3000-", "bytes=6000-"]


def test_a_later_call_goes_on_too(make, scripted, path):
    """What came before the failure is kept beside the path, and the next call asks for the rest."""
    transport = scripted(Storage(cuts=1))
    allo = make(transport, retry=None)
    with pytest.raises(AlloConnectionError) as caught:
        allo.calls.download_recording(URL, path)
    left = files(path)
    allo.calls.download_recording(URL, path)

    assert (caught.value.attempts, caught.value.maybe_sent) == (1, True)
    assert not path.with_name("x").exists()
    assert [name.endswith(".part") for name in left] == [True]
    assert (path.read_bytes(), files(path), ranges(transport)) == (SOUND, ["1.mp3"], [None, "bytes=3000-"])


def test_another_recording_does_not_go_on_from_this_one(make, scripted, path):
    """The part belongs to a URL: a different recording to the same path begins at its own first byte."""
    transport = scripted(Storage(cuts=1))
    allo = make(transport, retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL + "?other", path)
    allo.calls.download_recording(URL, path)

    assert (path.read_bytes(), ranges(transport)) == (SOUND, [None, None])


def test_a_host_without_ranges_sends_it_all_again(make, scripted, path, clock):
    """A 200 to a Range: what was there is forgotten, and the file is right."""
    transport = scripted(Storage(cuts=2, ranges=False))
    make(transport).calls.download_recording(URL, path)

    assert path.read_bytes() == SOUND


def test_a_part_that_is_whole_already_is_taken(make, scripted, path):
    """All bytes came, but not the end: 416 with the same size says that nothing is missing."""
    allo = make(scripted(Storage(cuts=1, after=len(SOUND)), Storage()), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    size = allo.calls.download_recording(URL, path)

    assert (len(SOUND), SOUND, ["1.mp3"]) == (size, path.read_bytes(), files(path))


def test_a_part_that_is_too_long_is_thrown_away(make, scripted, path):
    """416 with another size: the part was of something else, and it begins again."""
    short = httpx.Response(416, headers={"content-range": "bytes */5"})
    allo = make(scripted(Storage(cuts=1), short, httpx.Response(200, content=b"short")), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    size = allo.calls.download_recording(URL, path)

    assert (size, path.read_bytes()) == (5, b"short")


@pytest.mark.parametrize(
    "content_range", ["bytes 0-9/10240", "bytes 9-99/10240", "bytes */10240", "items 1-2/3", ""], ids=repr
)
def test_another_part_than_the_one_asked_for_is_refused(make, scripted, path, content_range):
    """A 206 that begins elsewhere would make a broken file: an error, and the part stays as it was."""
    wrong = httpx.Response(206, headers={"content-range": content_range}, content=b"?" * 10)
    allo = make(scripted(Storage(cuts=1), wrong), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    with pytest.raises(UnexpectedResponseError):
        allo.calls.download_recording(URL, path)

    assert not path.exists()


def test_a_part_of_unknown_total_is_taken(make, scripted, path):
    """`bytes 3000-10239/*` continues as well; the total is then not reported."""

    def unknown(request: httpx.Request) -> httpx.Response:
        headers = {"content-range": f"bytes 3000-{len(SOUND) - 1}/*"}
        return httpx.Response(206, headers=headers, stream=Cut(SOUND[3000:]))

    totals: list[int | None] = []
    allo = make(scripted(Storage(cuts=1), unknown), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    allo.calls.download_recording(URL, path, progress=lambda _, total: totals.append(total))

    assert (SOUND, {None}) == (path.read_bytes(), set(totals))


def test_a_packed_answer_is_unpacked(make, scripted, path):
    """A host that packs although it was asked not to: the file is right, and the packed length is not its size."""
    import gzip

    packed = gzip.compress(SOUND)
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, content=b"")
    answer = httpx.Response(
        200, headers={"content-encoding": "gzip", "content-length": str(len(packed))}, stream=Cut(packed)
    )
    size = make(scripted(answer), retry=None).calls.download_recording(URL, path)

    assert (len(SOUND), SOUND) == (size, path.read_bytes())


@pytest.mark.parametrize(("status", "error"), [(404, NotFoundError), (429, RateLimitError)])
def test_an_answer_that_reports_an_error_leaves_nothing(make, scripted, path, status, error):
    """No file, no empty part; what was at the path before is still there."""
    path.write_bytes(b"older")
    with pytest.raises(error):
        make(scripted(status), retry=None).calls.download_recording(URL, path)

    assert (path.read_bytes(), files(path)) == (b"older", ["1.mp3"])


def test_a_file_that_is_open_takes_the_bytes(make, scripted, clock):
    """Written from where it stands; a cut-off download goes on, and one that begins again goes back to that place."""
    found = []
    for storage in (Storage(), Storage(cuts=1), Storage(cuts=1, ranges=False)):
        file = io.BytesIO()
        file.write(b"before")
        make(scripted(storage)).calls.download_recording(URL, file)
        found.append(file.getvalue())
        assert not file.closed

    assert found == [b"before" + SOUND] * 3


def test_a_file_that_cannot_go_back_says_so(make, scripted, clock):
    """A pipe cannot begin again: the error names the argument."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(InvalidArgumentError) as caught:
        make(scripted(Storage(cuts=1, ranges=False))).calls.download_recording(URL, Pipe())

    assert caught.value.field == "path_or_file"


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        pytest.param(URL, (False, False), id="elsewhere"),
        pytest.param(HOME, (True, True), id="the-API's-own-host"),
    ],
)
def test_what_a_caller_adds_to_requests_goes_to_the_api_alone(make, scripted, tmp_path, url, headers):
    """Neither the key nor the headers of `headers=` reach the host that stores recordings."""
    server = scripted(Storage())
    make(server, headers={"X-Tenant": "secret"}).calls.download_recording(url, tmp_path / "1.mp3")
    sent = server.requests[0].headers

    assert headers == ("authorization" in sent, "x-tenant" in sent)


def test_two_recordings_are_never_joined(make, scripted, tmp_path, clock):
    """Where the recording changed between two parts, as its ETag tells, it is read anew."""
    cut = Cut(b"aaaa", httpx.ReadError(""))
    first = httpx.Response(200, headers={"etag": '"a"', "content-length": "10"}, stream=cut)
    other = httpx.Response(206, headers={"etag": '"b"', "content-range": "bytes 4-9/10"}, content=b"bbbbbb")
    whole = httpx.Response(200, headers={"etag": '"b"'}, content=b"bbbbbbbbbb")
    server = scripted(first, other, whole)
    make(server).calls.download_recording(URL, tmp_path / "1.mp3")

    assert (tmp_path / "1.mp3").read_bytes() == b"bbbbbbbbbb"
    assert [request.headers.get("if-range") for request in server.requests] == [None, '"a"', None]
