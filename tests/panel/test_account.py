"""The account that the panel shows."""

from __future__ import annotations

import pytest

from allo_ext import Number
from allo_ext.panel._server.account import Account, described

LINES = [Number(number="+12025550143"), Number(name="MyCompany"), Number(number="+33199005678")]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        pytest.param(LINES, "api.example.com · +12025550143 and 1 more", id="lines"),
        pytest.param(LINES[:2], "api.example.com · +12025550143", id="one line and a sender id"),
        pytest.param([], "api.example.com", id="not loaded"),
    ],
)
def test_the_account_is_its_host_and_its_lines(numbers, shown):
    """People with two accounts see which one they are looking at."""
    assert described("api.example.com", numbers) == shown


@pytest.mark.parametrize(
    ("options", "environment", "host"),
    [
        pytest.param({}, None, "api.withallo.com", id="default"),
        pytest.param({}, "http://127.0.0.1:8080/v1/api", "127.0.0.1:8080", id="environment"),
        pytest.param({"base_url": "https://api.example.com"}, "http://127.0.0.1:8080", "api.example.com", id="option"),
    ],
)
def test_the_host_is_that_of_the_requests(monkeypatch, options, environment, host):
    """The option comes before the variable, as in the client."""
    monkeypatch.delenv("ALLO_BASE_URL", raising=False)
    if environment:
        monkeypatch.setenv("ALLO_BASE_URL", environment)
    account = Account()
    account.use(None, **options)

    assert account.host == host
