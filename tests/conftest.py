"""What every test shares: no setting of the machine reaches a client."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch) -> None:
    """Neither a key nor a proxy of whoever runs the tests."""
    for name in ("ALLO_API_KEY", "ALLO_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
