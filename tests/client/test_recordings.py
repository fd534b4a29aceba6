"""Recordings: streamed, resumed where they were cut off, whole or not at all, and the key stays at home."""

from __future__ import annotations

import io
import os
import stat
import threading
import time
from typing import Any

import httpx
import pytest

from allo_ext import (
    AlloClient,
    AlloConnectionError,
    AlloError,
    Call,
    InvalidArgumentError,
    NotFoundError,
    RateLimitError,
    RetryPolicy,
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


def test_a_host_that_sends_no_body_gets_the_attempts_of_one_call(make, scripted, path, clock):
    """What the retries of a request have tried is not tried once more as a download."""
    for failure in (httpx.ReadError, httpx.ReadTimeout, httpx.ConnectError, 503):
        transport = scripted(failure)
        with pytest.raises(AlloError) as caught:
            make(transport).calls.download_recording(URL, path)
        assert (len(transport.requests), caught.value.attempts) == (4, 4)


def test_the_policy_decides_about_an_interrupted_body(make, scripted, path, clock):
    """It is asked with the number of the attempt, and its last attempt is the last."""
    asked: list[tuple[str, int]] = []

    class Noting(RetryPolicy):
        def decide(self, method: str, error: AlloError, attempt: int, *rest: float, **more: Any) -> float | bool:
            asked.append((method, attempt))
            return super().decide(method, error, attempt, *rest, **more)

    transport = scripted(Storage(cuts=9))
    with pytest.raises(AlloConnectionError) as caught:
        make(transport, retry=Noting(attempts=3)).calls.download_recording(URL, path)

    assert asked[:2] == [("GET", 1), ("GET", 2)]
    assert (len(transport.requests), caught.value.attempts, caught.value.maybe_sent) == (3, 3, True)


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


NO_RECORDINGS: dict[str, tuple[str | None, bytes]] = {
    "json": ("application/json", b'{"message": "no"}'),
    "problem": ("application/problem+json", b"{}"),
    "text": ("text/plain; charset=utf-8", b"down for maintenance"),
    "xhtml": ("application/xhtml+xml", b"<p>no</p>"),
    "xml": ("application/xml", b"<ListBucketResult/>"),
    "json-of-no-type": (None, b' {"message": "no"}'),
    "page-of-no-type": (None, b"\n<!DOCTYPE html><html>"),
    "xml-of-any-type": ("binary/octet-stream", b"<?xml version='1.0'?><Error/>"),
    "html-said-to-be-sound": ("audio/mpeg", b"<html>Sign in</html>"),
}


def test_a_text_is_not_a_recording(make, scripted, path):
    """A 2xx answer that is text, by its type or as it begins, is unexpected and leaves no file."""
    taken = []
    for name, (kind, body) in NO_RECORDINGS.items():
        answer = httpx.Response(200, content=body, headers={} if kind is None else {"content-type": kind})
        try:
            make(scripted(answer), retry=None).calls.download_recording(URL, path)
        except UnexpectedResponseError as error:
            assert "not a recording" in str(error)  # noqa: PT017 (what is taken for one is named)
        else:
            taken.append(name)

    assert (taken, files(path)) == ([], [])


@pytest.mark.parametrize(
    ("url", "error"), [(HOME, NotFoundError), (URL, UnexpectedResponseError)], ids=["api", "storage"]
)
def test_an_error_body_under_a_success_is_an_error(make, scripted, path, url, error):
    """As for every other operation, it is the API's own error; another host does not speak in its codes."""
    answer = httpx.Response(200, json={"code": "RECORDING_NOT_FOUND"})
    with pytest.raises(error):
        make(scripted(answer), retry=None).calls.download_recording(url, path)

    assert files(path) == []


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


# Several callers, several calls


class Tagged(Storage):
    """A host whose answers carry an ETag or a date; it honours If-Range, unless it does not care."""

    def __init__(self, content: bytes, headers: dict[str, str], *, careless: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.content, self.headers, self.careless = content, headers, careless

    def __call__(self, request: httpx.Request) -> httpx.Response:
        given = request.headers.get("if-range")
        fresh = self.careless or given is None or given == self.headers.get("etag")
        start = int(request.headers["range"].split("=")[1][:-1]) if "range" in request.headers and fresh else 0
        rest = self.content[start:]
        headers = {**self.headers, "content-length": str(len(rest))}
        if start:
            headers["content-range"] = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        error = None
        if self.cuts:
            self.cuts -= 1
            rest, error = rest[: self.after], httpx.RemoteProtocolError("cut off")
        return httpx.Response(206 if start else 200, headers=headers, stream=Cut(rest, error))


OTHER = SOUND[::-1]


@pytest.mark.parametrize("careless", [False, True], ids=["if-range", "no-if-range"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"etag": '"a"'}, {"etag": '"b"'}, id="etag"),
        pytest.param({"etag": 'W/"a"'}, {"etag": 'W/"b"'}, id="weak-etag"),
        pytest.param({"last-modified": "Mon, 02 Mar 2026 12:00:00 GMT"},
                     {"last-modified": "Tue, 03 Mar 2026 12:00:00 GMT"}, id="date"),
    ],
)  # fmt: skip
def test_old_and_new_content_are_never_joined(make, scripted, path, before, after, careless):  # noqa: PLR0917 (fixtures)
    """What the recording was is remembered from call to call: where it changed, it is read anew."""
    allo = make(scripted(Tagged(SOUND, before, cuts=1), Tagged(OTHER, after, careless=careless)), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    allo.calls.download_recording(URL, path)

    assert (path.read_bytes() == OTHER, files(path)) == (True, ["1.mp3"])


def test_content_of_another_size_is_not_joined(make, scripted, path):
    """Without an ETag the size tells: a part of 10 KB is not the beginning of 5 KB."""
    allo = make(scripted(Tagged(SOUND, {}, cuts=1), Tagged(OTHER[:5000], {})), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    allo.calls.download_recording(URL, path)

    assert path.read_bytes() == OTHER[:5000]


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        pytest.param({"etag": '"a"'}, [None, "bytes=3000-"], id="etag"),
        pytest.param({"etag": 'W/"a"'}, [None, None], id="weak-etag"),
        pytest.param({}, [None, None], id="no-etag"),
    ],
)
def test_a_renewed_link_continues_what_the_old_one_began(make, scripted, path, headers, asked):
    """Where the ETag proves that it is the same; otherwise it begins again. Nothing is left beside the file."""
    transport = scripted(Tagged(SOUND, headers, cuts=1), Tagged(SOUND, headers))
    allo = make(transport, retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL + "?X-Amz-Signature=1", path)
    allo.calls.download_recording(URL + "?X-Amz-Signature=2", path)

    assert (path.read_bytes() == SOUND, files(path), ranges(transport)) == (True, ["1.mp3"], asked)


def test_a_renewed_link_to_something_else_begins_again(make, scripted, path):
    """A host that does not know If-Range answers with another ETag: its bytes are not put behind the old ones."""
    transport = scripted(Tagged(SOUND, {"etag": '"a"'}, cuts=1), Tagged(OTHER, {}, careless=True))
    allo = make(transport, retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL + "?id=1", path)
    allo.calls.download_recording(URL + "?id=2", path)

    assert (path.read_bytes() == OTHER, ranges(transport)) == (True, [None, "bytes=3000-", None])


def test_a_packed_answer_that_was_cut_off_begins_again(make, scripted, path, clock):
    """Bytes that were unpacked here are not continued with a range of the packed ones."""
    import gzip

    headers = {"content-encoding": "gzip", "etag": '"a"'}
    cut = httpx.Response(200, headers=headers, stream=Cut(gzip.compress(SOUND, 0)[:6000], httpx.ReadError("")))
    transport = scripted(cut, httpx.Response(200, headers=headers, stream=Cut(gzip.compress(SOUND))))
    make(transport).calls.download_recording(URL, path)

    assert (path.read_bytes() == SOUND, ranges(transport)) == (True, [None, None])


def test_a_full_disk_leaves_nothing(make, scripted, path):
    """The error of the disk is raised, and no part is kept."""
    import resource
    import signal

    before, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            make(scripted(Storage())).calls.download_recording(URL, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)

    assert files(path) == []


def test_each_attempt_follows_the_link_anew(make, scripted, path, clock):
    """The address that a redirect led to may have expired when the connection is lost."""
    signed = [httpx.Response(302, headers={"location": f"https://cdn.example/1.mp3?expires={n}"}) for n in range(2)]
    storage = Storage(cuts=1)
    transport = scripted(signed[0], storage, signed[1], storage)
    make(transport).calls.download_recording(HOME, path)

    assert path.read_bytes() == SOUND
    assert [request.url.host for request in transport.requests] == ["api.withallo.com", "cdn.example"] * 2
    assert [str(request.url.query) for request in transport.requests[1::2]] == ["b'expires=0'", "b'expires=1'"]


class Meeting:
    """Cuts every first answer off, or sends it whole, when all callers have one."""

    def __init__(self, callers: int, contents: list[bytes]) -> None:
        self.barrier, self.contents, self.lock = threading.Barrier(callers), contents, threading.Lock()

    def __call__(self, _: httpx.Request) -> httpx.Response:
        with self.lock:
            content = self.contents.pop()
        return httpx.Response(200, headers={"content-length": str(len(content))}, stream=self.stream(content))

    def stream(self, content: bytes) -> Any:
        meet = self.barrier

        class Slow(Cut):
            def __iter__(self) -> Any:
                for piece in self.pieces:
                    meet.wait(30)
                    yield piece

        return Slow(content)


@pytest.mark.parametrize("after_a_cut", [False, True], ids=["afresh", "with-a-part"])
def test_callers_of_one_path_each_leave_a_whole_file(scripted, path, after_a_cut):
    """Piece by piece in turns, into one path: each call returns its size, and the file is one of theirs, whole."""
    contents = [bytes([n]) * 10_000 for n in range(4)]
    with AlloClient("k", pace=None, retry=None, transport=scripted(Storage(cuts=1))) as allo:
        if after_a_cut:
            with pytest.raises(AlloConnectionError):
                allo.calls.download_recording(URL, path)
    done: list[int] = []
    with AlloClient("k", pace=None, retry=None, transport=scripted(Meeting(4, list(contents)))) as allo:
        callers = [
            threading.Thread(target=lambda: done.append(allo.calls.download_recording(URL, path))) for _ in range(4)
        ]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(60)

    assert done == [10_000] * 4
    assert path.read_bytes() in contents
    assert files(path) == ["1.mp3"]


def test_links_in_a_shared_folder_are_not_followed(make, scripted, path, tmp_path_factory):
    """Neither at the path nor at the name of a part that is there: the file they lead to stays as it was."""
    victim = tmp_path_factory.mktemp("home") / "victim"
    victim.write_bytes(b"mine")
    allo = make(scripted(Storage(cuts=1), Storage()), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    (part,) = path.parent.iterdir()
    for name in (part.name, "1.mp3"):
        path.with_name(name).unlink(missing_ok=True)
        path.with_name(name).symlink_to(victim)
    allo.calls.download_recording(URL, path)

    assert (victim.read_bytes(), path.is_symlink(), path.read_bytes() == SOUND) == (b"mine", False, True)


def test_a_part_that_others_can_write_is_not_continued(make, scripted, path):
    """Its bytes could be anybody's."""
    transport = scripted(Storage(cuts=1), Storage())
    allo = make(transport, retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    (part,) = path.parent.iterdir()
    part.chmod(0o666)
    allo.calls.download_recording(URL, path)

    assert (path.read_bytes() == SOUND, ranges(transport)) == (True, [None, None])


def test_only_the_owner_reads_a_part(make, scripted, path):
    """The finished file has the permissions of every new file, also where it was continued."""
    usual = path.with_name("usual")
    usual.touch()
    expected = stat.S_IMODE(usual.stat().st_mode)
    usual.unlink()
    allo = make(scripted(Storage(cuts=1), Storage()), retry=None)
    with pytest.raises(AlloConnectionError):
        allo.calls.download_recording(URL, path)
    (part,) = path.parent.iterdir()
    kept = stat.S_IMODE(part.stat().st_mode)
    allo.calls.download_recording(URL, path)

    assert (kept, stat.S_IMODE(path.stat().st_mode)) == (0o600, expected)


def test_parts_that_nobody_continues_are_removed(make, scripted, path):
    """A finished download takes the parts of its path with it; those a week old go whatever path they were for."""
    allo = make(scripted(Storage(cuts=1), Storage(cuts=1), Storage()), retry=None)
    for name, url in (("1.mp3", URL + "?other"), ("2.mp3", URL)):
        with pytest.raises(AlloConnectionError):
            allo.calls.download_recording(url, path.with_name(name))
    (old,) = path.parent.glob("2.mp3*")
    os.utime(old, (time.time() - 8 * 86_400,) * 2)
    allo.calls.download_recording(URL, path)

    assert files(path) == ["1.mp3"]


def test_one_part_is_left_however_often_it_is_cut_off(make, scripted, path):
    """Not one more for every renewed link."""
    allo = make(scripted(*(Storage(cuts=1) for _ in range(3))), retry=None)
    for number in range(3):
        with pytest.raises(AlloConnectionError):
            allo.calls.download_recording(f"{URL}?X-Amz-Signature={number}", path)

    assert len(files(path)) == 1


def test_a_folder_or_device_is_refused(make, scripted, path):
    """A recording takes the place of a file, not of /dev/null."""
    os.mkfifo(path)
    for place in (path, path.parent):
        with pytest.raises(InvalidArgumentError) as caught:
            make(scripted(Storage())).calls.download_recording(URL, place)
        assert caught.value.field == "path_or_file"

    assert path.is_fifo()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_link_that_expired_is_said_to_be_one(make, scripted, path, status):
    """The storage host never saw the key: the advice is about the link, whatever words its answer has."""
    answer = httpx.Response(status, json={"code": "API_KEY_INVALID", "details": [{"message": "required=SMS_SEND"}]})
    with pytest.raises(AlloError, match="the link may have expired") as caught:
        make(scripted(answer), retry=None).calls.download_recording(URL, path)

    assert "key" not in str(caught.value).lower()
    assert (caught.value.status, caught.value.code, caught.value.attempts) == (status, None, 1)
    assert getattr(caught.value, "required_scopes", ()) == ()
