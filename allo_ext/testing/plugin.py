"""The pytest plugin: the fixtures `mock_allo` and `vcr_config`. It imports nothing until a fixture is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from allo_ext.testing import MockAllo


@pytest.fixture
def mock_allo() -> MockAllo:
    """A new MockAllo for each test: 30 contacts, 300 calls, the key `key`."""
    from allo_ext.testing import MockAllo

    return MockAllo(contacts=30, calls=300)


class Cassettes:
    """The fixture for pytest-recording."""

    @pytest.fixture
    def vcr_config(self) -> dict[str, Any]:
        """Settings for pytest-recording that keep the key, secrets and phone numbers out of cassettes."""
        from allo_ext.testing._cassette import Scrubber

        return Scrubber().settings()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the fixture after those of other plugins: pytest-recording has an empty one of the same name."""
    if config.pluginmanager.hasplugin("recording"):
        config.pluginmanager.register(Cassettes(), "allo-cassettes")
