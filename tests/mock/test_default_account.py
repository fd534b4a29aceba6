"""The account of a mock that was given no arguments: programs and screenshots depend on it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

import httpx
import pytest

from allo_ext.testing import MockAllo

BASE_URL = "https://api.withallo.com/v1/api"
AFTERNOON = datetime(2026, 6, 10, 15, 30, tzinfo=timezone(timedelta(hours=2)))


def read(mock: MockAllo) -> bytes:
    """Every kind of answer and delivery, one after the other."""
    said = bytearray()
    with httpx.Client(transport=mock.transport, base_url=BASE_URL, headers={"Authorization": "key"}) as client:

        def get(path: str, **query: str | int) -> dict:
            answer = client.get(path, params=query)
            said.extend(str(answer.status_code).encode() + answer.content)
            return answer.json()

        get("/numbers")
        for number in (*mock.numbers, "+12125550100"):
            for page in (0, 1, 5):
                get("/calls", allo_number=number, page=page, size=50)
        pages = [get("/contacts", page=page, size=50) for page in range(3)]
        for contact in [contact["id"] for page in pages for contact in page["data"]["results"]][:40]:
            get(f"/contact/{contact}", extend="engagement,activity")
            get(f"/contact/{contact}/conversation", page=0, size=50)
        mock.simulate_call()
        mock.simulate_sms()
        mock.simulate_call(mock.numbers[3], direction="OUTBOUND")
        get("/calls", allo_number=mock.numbers[0], page=0, size=10)
        topics = ["CALL_RECEIVED", "SMS_RECEIVED", "SMS_SENT", "CONTACT_CREATED"]
        hook = {"allo_number": mock.numbers[0], "url": "https://hooks.example.com/", "topics": topics}
        said.extend(client.post("/webhooks", json=hook).content)
        mock.simulate_call()
        mock.simulate_sms()
        text = {"from": mock.numbers[0], "to": "+12125550105", "message": "Hello"}
        said.extend(client.post("/sms", json=text).content)
        said.extend(client.post("/contacts", json={"name": "Ada", "numbers": ["+12125550105"]}).content)
    for delivery in mock.deliveries:
        said.extend(delivery.content())
    return bytes(said)


@pytest.mark.parametrize(
    ("mock", "digest"),
    [
        pytest.param(MockAllo(), "906616a03d52c56ae275134dbfe678a2ac89156902d340f7caeb5ab9dc619e4c", id="as-it-comes"),
        pytest.param(
            MockAllo(seed=3), "45d0f0dd703773abe9fa509a932559513d9b36d31bfb51b26b68fdde98aafcde", id="another-seed"
        ),
        pytest.param(
            MockAllo(ends=AFTERNOON),
            "46a2533111598f91ccb8f22eb75c8f06b660710eb52e96db1564d2fb8593c446",
            id="ends-today",
        ),
    ],
)
def test_the_account_is_the_same_in_every_release(mock, digest):
    """The same arguments give the same bytes; a change of them is a change for everybody who compares."""
    assert hashlib.sha256(read(mock)).hexdigest() == digest
