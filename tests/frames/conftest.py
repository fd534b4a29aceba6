"""A client against a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from allo_ext import AlloClient
from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("pandas")


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(contacts=20, calls=120)


@pytest.fixture
def allo(mock: MockAllo) -> Iterator[AlloClient]:
    with AlloClient("key", transport=mock.transport) as client:
        yield client
