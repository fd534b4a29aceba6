"""Where recordings lie: who gets the key, what is refused, and what is no fault of the network."""

from __future__ import annotations

import io
import json
from typing import Any

import httpx
import pytest

from allo_ext import (
    AlloConnectionError,
    AlloError,
    Call,
    InvalidArgumentError,
    UnexpectedResponseError,
)

URL = "https://storage.example/recordings/1.mp3"
HOME = "https://api.withallo.com/v1/assets/recordings/1"


@pytest.fixture
def path(tmp_path) -> Any:
    return tmp_path / "1.mp3"


def files(path: Any) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def sound() -> httpx.Response:
    return httpx.Response(200, content=b"sound")


@pytest.mark.parametrize(
    "call",
    [
        Call(id="1"),
        Call(id="1", recording_url=""),
        "",
        "no url",
        "http://storage.example/1.mp3",
        "ftp://storage.example/1.mp3",
        "https://user:pass@storage.example/1.mp3",
        "https://",
        "https://storage.example:port/1.mp3",
        "/v1/assets/recordings/1",
        "http://api.withallo.com/v1/assets/recordings/1",
    ],
    ids=str,
)
def test_what_has_no_recording_is_refused(make, scripted, path, call):
    """No URL, or one that is not https: nothing is sent, nothing is written."""
    transport = scripted(sound())
    with pytest.raises(InvalidArgumentError) as caught:
        make(transport).calls.download_recording(call, path)

    assert (caught.value.field, transport.requests, files(path)) == ("call", [], [])


@pytest.mark.parametrize(
    ("url", "holds_key"),
    [
        (HOME, True),
        ("https://api.withallo.com:443/v1/assets/recordings/1", True),
        ("https://API.withallo.com/v1/assets/recordings/1", True),
        (URL, False),
        ("https://api.withallo.com:8443/1", False),
        ("https://api.withallo.com.evil.example/1", False),
        ("https://api.withallo.com@evil.example/1", None),
        ("https://evil.example/api.withallo.com", False),
        ("https://withallo.com/1", False),
    ],
)
def test_the_key_goes_to_the_apis_host_only(make, scripted, path, key, url, holds_key):  # noqa: PLR0917 (fixtures)
    """Scheme, host and port must be those of base_url; anyone else gets the request without the key."""
    transport = scripted(sound())
    allo = make(transport)
    if holds_key is None:
        with pytest.raises(InvalidArgumentError):
            allo.calls.download_recording(url, path)
        return
    allo.calls.download_recording(url, path)

    assert (key if holds_key else None) == transport.requests[0].headers.get("authorization")
    assert holds_key == (key in json.dumps(transport.requests[0].headers.multi_items()))


def test_a_redirect_is_followed_without_the_key(make, scripted, path):
    """The API may send one on to a storage host; the key stays at home."""
    transport = scripted(httpx.Response(302, headers={"location": "https://storage.example/1.mp3"}), sound())
    make(transport).calls.download_recording(HOME, path)

    assert ["authorization" in request.headers for request in transport.requests] == [True, False]
    assert path.read_bytes() == b"sound"


@pytest.mark.parametrize("location", ["http://storage.example/1.mp3", "ftp://storage.example/1", "https://", "", None])
def test_a_redirect_to_where_no_recording_may_lie_is_an_error(make, scripted, path, location):
    """It is held against the same rules as the first URL; nothing is written."""
    headers = {} if location is None else {"location": location}
    transport = scripted(httpx.Response(302, headers=headers))
    with pytest.raises(AlloError):
        make(transport, retry=None).calls.download_recording(URL, path)

    assert (len(transport.requests) <= 5, path.exists()) == (True, False)


def test_redirects_in_a_circle_end(make, scripted, path):
    """After five of them the download fails."""
    transport = scripted(httpx.Response(302, headers={"location": URL}))
    with pytest.raises(AlloConnectionError, match="too many redirects"):
        make(transport, retry=None).calls.download_recording(URL, path)

    assert len(transport.requests) == 5


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(lambda: httpx.Response(200, content=b""), id="nothing"),
        pytest.param(lambda: httpx.Response(204), id="no-content"),
        pytest.param(lambda: httpx.Response(200, html="<h1>Sign in</h1>"), id="html"),
        pytest.param(lambda: httpx.Response(200, json={"error": "x"}), id="json"),
    ],
)
def test_what_is_no_recording_is_not_saved_as_one(make, scripted, path, response):
    """A success without sound is an error, and no file comes of it."""
    with pytest.raises(UnexpectedResponseError):
        make(scripted(response()), retry=None).calls.download_recording(URL, path)

    assert not path.exists()


def test_an_error_of_the_disk_is_an_oserror(make, scripted, tmp_path):
    """It is not the network's fault, and not tried again."""
    transport = scripted(sound())
    with pytest.raises(FileNotFoundError):
        make(transport).calls.download_recording(URL, tmp_path / "missing" / "1.mp3")

    class Full(io.BytesIO):
        def write(self, _: Any) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        make(transport).calls.download_recording(URL, Full())

    assert len(transport.requests) == 1


def test_the_recordings_of_the_mock_are_downloaded(allo, mock, tmp_path):
    """On both hosts where recordings have been seen: with the key at home, without it elsewhere."""
    found = {}
    for call in allo.calls.iter():
        if call.recording_url:
            found.setdefault(httpx.URL(call.recording_url).host, call)
    sizes = [allo.calls.download_recording(call, tmp_path / host) for host, call in found.items()]

    assert {"api.withallo.com", "storage.withallo.com"} == found.keys()
    assert all(size > 1000 for size in sizes)
    assert all((tmp_path / host).read_bytes().startswith(b"ID3") for host in found)
