"""`allo recordings download`."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import AlloClient
from allo_ext.cli._program import command


@pytest.fixture
def allo(allo_on_a_port):
    """Recordings lie on the stand-in's own address."""
    return allo_on_a_port


def test_a_recording_is_saved(allo, mock, tmp_path, served):
    """As <id>.mp3 in a folder, or as the file that was named."""
    call = mock.simulate_call()
    origin = served.removesuffix("/v1/api")
    url = f"{origin}/v1/assets/recordings/{call.id}"
    by_url = allo("recordings", "download", url, "--out", tmp_path)
    named = allo("recordings", "download", url, "--out", tmp_path / "one.mp3")

    assert (by_url.code, named.code, by_url.out) == (0, 0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{call.id}.mp3", "one.mp3"]
    assert (tmp_path / "one.mp3").read_bytes() == (tmp_path / f"{call.id}.mp3").read_bytes() != b""


def test_a_call_without_a_recording_is_said(allo, mock, tmp_path):
    """Exit code 1, the call by its id, no file."""
    call = mock.simulate_call(recording=False)
    done = allo("recordings", "download", call.id, "--out", tmp_path)

    assert (done.code, done.err) == (1, f"allo: There is no recording of {call.id}.\n")
    assert list(tmp_path.iterdir()) == []


def test_an_expired_link_is_not_blamed_on_the_key(allo, monkeypatch, tmp_path):
    """The storage host never sees the key: exit code 1, and what to do about the link."""
    expired = httpx.MockTransport(lambda _: httpx.Response(403, text="<Error><Code>AccessDenied</Code></Error>"))
    monkeypatch.setattr(command, "AlloClient", lambda key, **options: AlloClient(key, transport=expired, **options))
    done = allo("recordings", "download", "https://storage.example/1.mp3?X-Amz-Expires=3600", "--out", tmp_path)

    assert (done.code, done.err.count("\n"), list(tmp_path.iterdir())) == (1, 1, [])
    assert "the link may have expired" in done.err
