"""Arguments of `check_endpoint`."""

from __future__ import annotations

import pytest

from allo_ext import ConfigurationError
from allo_ext.testing import check_endpoint


def test_without_secret_and_token_there_is_nothing_to_check(apps):
    """An endpoint without either accepts everything."""
    with pytest.raises(ConfigurationError, match="signing secret, its token, or both"):
        check_endpoint(apps.Endpoint())


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!", "a"], ids=["empty", "prefix", "words", "short"])
def test_an_unreadable_secret_is_refused_and_not_shown(apps, secret):
    """Before anything is sent."""
    with pytest.raises(ConfigurationError) as caught:
        check_endpoint(apps.Endpoint(), secret=secret)

    assert str(caught.value) == "The signing secret must be whsec_ and base64, as Allo shows it."


@pytest.mark.parametrize("url", ["https://example.com/allo", "http://198.51.100.7/allo", "localhost:8000"])
def test_only_this_machine_is_tried(url):
    """The check sends forged and oversized requests."""
    with pytest.raises(ConfigurationError, match="this machine"):
        check_endpoint(url, token="a-token-for-tests-only")


def test_an_unreachable_endpoint_fails_one_check(free_tcp_port):
    """The others would mean nothing."""
    report = check_endpoint(f"http://127.0.0.1:{free_tcp_port}/allo", token="a-token-for-tests-only")

    assert [result.name for result in report.failed] == ["in-time"]
    assert not report.passed
    assert "received no response" in report.failed[0].received
