"""The pytest plugin's `vcr_config`: recordings of pytest-recording contain no key, no secret and no phone number."""

from __future__ import annotations

import re

import pytest

from allo_ext.testing import MockAllo

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]

KEY = "a-key-that-nobody-may-see"
CALLER, FRENCH = "+12025550178", "+33639980001"
PROGRAM = f"""
    import os

    import pytest

    from allo_ext import AlloClient


    @pytest.mark.vcr
    def test_it():
        with AlloClient(base_url=os.environ["ALLO_BASE_URL"], pace=None) as allo:
            line = min(allo.numbers.owned())
            assert len(allo.calls.search(allo_number=line, size=5)) == 5
            allo.sms.send(from_=line, to="{CALLER}", message="Call me at (202) 555-0178 or +33 6 39 98 00 01")
            made = allo.contacts.create(numbers=["{CALLER}", "{FRENCH}"], name="Jean")
            assert len(made.numbers) == 2
            assert allo.contacts.get(made.id).numbers == made.numbers
            hook = allo.v2.webhooks.create(url="https://example.com/{KEY}", topics=["call.completed"])
            assert hook.signing_secret.startswith("whsec_")
"""


@pytest.fixture
def mock() -> MockAllo:
    """An account with one line in each of two countries."""
    mock = MockAllo(contacts=5, calls=40, numbers=["+12025550143", "+33199000042"])
    mock.add_key(KEY)
    return mock


@pytest.fixture
def record(pytester, mock, monkeypatch):
    """Runs the test of the program against the mock on a port, and returns the cassettes as one string."""
    monkeypatch.setenv("ALLO_API_KEY", KEY)
    pytester.makepyfile(PROGRAM)

    def record() -> str:
        with mock.serve() as served:
            monkeypatch.setenv("ALLO_BASE_URL", served.base_url)
            pytester.runpytest_subprocess("--record-mode=once").assert_outcomes(passed=1)
        return "\n".join(path.read_text(encoding="utf-8") for path in pytester.path.rglob("*.yaml"))

    return record


def test_the_cassette_contains_no_key_no_secret_and_no_number(record, mock):
    """In no header, address or body, of a request or of a response; nor in another notation."""
    secrets = [KEY, *mock.numbers, CALLER, FRENCH]
    cassette = record()

    assert cassette.count("uri:") == 6
    assert [secret for secret in secrets if secret in cassette or secret.removeprefix("+") in cassette] == []
    assert "555-0178" not in cassette
    assert "39 98 00 01" not in cassette
    assert "uthorization" not in cassette
    assert set(re.findall(r"whsec_\w+", cassette)) == {"whsec_aGlkZGVuIGZyb20gdGhlIGNhc3NldHRl"}


def test_the_cassette_is_replayed_without_the_server(record, pytester, monkeypatch):
    """The same number has the same replacement, so that a request with a number finds its recording."""
    record()
    monkeypatch.setenv("ALLO_API_KEY", "another-key")

    pytester.runpytest_subprocess("--block-network").assert_outcomes(passed=1)


def test_a_vcr_config_of_your_own_replaces_it(record, pytester):
    """In a conftest.py, with one that is not ours; it can extend ours by asking for the fixture that it replaces."""
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture
        def vcr_config(vcr_config):
            return {**vcr_config, "before_record_request": lambda request: setattr(request, "uri", "mine:") or request}
        """
    )
    cassette = record()

    assert cassette.count("uri: 'mine:'") == 6
    assert CALLER in cassette
    assert FRENCH in cassette


def test_the_fixture_is_listed(pytester):
    """`pytest --fixtures` shows it with a sentence."""
    pytester.runpytest_subprocess("--fixtures").stdout.fnmatch_lines(["vcr_config*", "*keep the key*out of cassettes*"])


def test_without_pytest_recording_there_is_no_such_fixture(pytester):
    """The plugin loads, and tests run."""
    pytester.makepyfile("def test_it(mock_allo): pass")

    pytester.runpytest_subprocess("-p", "no:recording").assert_outcomes(passed=1)
