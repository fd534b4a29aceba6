"""Recordings: on the storage host for everybody, on the API's own host for those with a key."""

from __future__ import annotations

import pytest

from allo_ext.testing import Quirks


@pytest.fixture
def urls(mock, http) -> list[str]:
    calls = http.get("/calls", params={"allo_number": mock.numbers[0], "size": 100}).json()["data"]["results"]
    return [call["recording_url"] for call in calls if call["recording_url"]]


def test_the_storage_host_asks_for_nothing(http, urls):
    """The documented host serves whoever comes, and says that it is sound."""
    url = next(url for url in urls if url.startswith("https://storage.withallo.com/recordings/"))
    response = http.get(url, headers={"Authorization": ""})

    assert (response.status_code, response.headers["content-type"]) == (200, "audio/mpeg")
    assert response.content.startswith(b"ID3")
    assert http.get(url).content == response.content


def test_the_apis_host_asks_for_the_key(http, urls):
    """The host seen live wants the key, and does not say what it sends."""
    url = next(url for url in urls if url.startswith("https://api.withallo.com/v1/assets/recordings/"))
    response = http.get(url)

    assert http.get(url, headers={"Authorization": ""}).status_code == 401
    assert response.status_code == 200
    assert "content-type" not in response.headers


def test_a_recording_can_be_continued(http, urls):
    """Ranges give the rest, a part, or 416 beyond the end."""
    whole = http.get(urls[0]).content
    rest = http.get(urls[0], headers={"Range": "bytes=1000-"})
    part = http.get(urls[0], headers={"Range": "bytes=2-4"})
    beyond = http.get(urls[0], headers={"Range": f"bytes={len(whole)}-"})

    assert (rest.status_code, rest.content) == (206, whole[1000:])
    assert (part.content, part.headers["content-range"]) == (whole[2:5], f"bytes 2-4/{len(whole)}")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(whole)}")


def test_there_is_nothing_under_another_name(http):
    """A recording that no call has is not there."""
    assert http.get("https://storage.withallo.com/recordings/nothing.mp3").status_code == 404


def test_recordings_can_lie_where_the_mock_serves(mock, http):
    """A quirk moves the URLs to another origin, such as the mock's own port."""
    mock.quirks = Quirks(recordings="http://127.0.0.1:1")
    call = mock.simulate_call()
    (listed,) = http.get("/calls", params={"allo_number": mock.numbers[0], "size": 1}).json()["data"]["results"]

    assert listed["recording_url"] == f"http://127.0.0.1:1/v1/assets/recordings/{call.id}"
    assert http.get(listed["recording_url"]).status_code == 200
