"""The pytest plugin, with one fixture. It imports nothing until the fixture is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from allo_ext.testing import MockAllo


@pytest.fixture
def mock_allo() -> MockAllo:
    """A new MockAllo for each test: 30 contacts, 300 calls, the key `key`."""
    from allo_ext.testing import MockAllo

    return MockAllo(contacts=30, calls=300)
