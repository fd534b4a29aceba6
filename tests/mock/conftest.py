"""A mock that holds every reply against the document, and a plain HTTP client for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE_URL = "https://api.withallo.com/v1/api"


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(contacts=60, calls=600, validate_replies=True)


@pytest.fixture
def http(mock: MockAllo) -> Iterator[httpx.Client]:
    with httpx.Client(transport=mock.transport, base_url=BASE_URL, headers={"Authorization": "key"}) as client:
        yield client
