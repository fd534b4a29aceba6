"""Keys, scopes, quotas and pace."""

from __future__ import annotations

import enum

import httpx
import pytest

from allo_ext.testing import MockAllo

BASE_URL = "https://api.withallo.com/v1/api"


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def get(mock: MockAllo, authorization: str | None = "key", path: str = "/numbers") -> httpx.Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    return mock.handle(httpx.Request("GET", BASE_URL + path, headers=headers))


@pytest.mark.parametrize("header", ["key", "Api-Key key", "  Api-Key  key "], ids=["raw", "api-key", "spaces"])
def test_a_key_is_taken_in_both_forms(mock, header):
    """The raw key works, and so does the one with the documented word before it."""
    assert get(mock, header).status_code == 200


@pytest.mark.parametrize("header", [None, "", "other", "Bearer key", "api-key key"])
def test_anything_else_is_no_key(mock, header):
    """No key, a wrong one and the Bearer form are all 401."""
    response = get(mock, header)

    assert (response.status_code, response.json()) == (401, {"code": "API_KEY_INVALID", "details": None})


def test_a_missing_scope_is_named(mock):
    """403 says which scope was needed, inside a message."""
    mock.add_key("sender", scopes=["SMS_SEND"])
    response = get(mock, "sender", "/contacts")

    assert response.status_code == 403
    assert response.json() == {
        "code": "API_KEY_INSUFFICIENT_SCOPE",
        "details": [{"message": "required=CONTACTS_READ", "field": "scope"}],
    }


def test_writing_contacts_implies_reading_them(mock):
    """CONTACTS_READ_WRITE may do what CONTACTS_READ may do."""
    mock.add_key("writer", scopes=["CONTACTS_READ_WRITE"])

    assert get(mock, "writer", "/contacts").status_code == 200


def test_a_scope_that_does_not_exist_is_refused(mock):
    """Adding a key with it names the scopes there are."""
    with pytest.raises(ValueError, match="unknown scope ADMIN; the scopes are CONTACTS_READ"):
        mock.add_key("k", scopes=["ADMIN"])


class Scope(enum.StrEnum):
    SMS = "SMS_SEND"


@pytest.mark.parametrize(
    "scopes",
    [["SMS_SEND"], ("SMS_SEND",), {"SMS_SEND"}, iter(["SMS_SEND"]), [Scope.SMS], "SMS_SEND"],
    ids=["list", "tuple", "set", "iterator", "enum", "alone"],
)
def test_scopes_may_be_given_in_any_collection(mock, scopes):
    """As the second argument, strings or members of an enumeration; one string is one scope."""
    mock.add_key("k", scopes)

    assert (get(mock, "k").status_code, get(mock, "k", "/contacts").status_code) == (403, 403)
    sms = {"from": mock.numbers[0], "to": "+12125550105", "message": "Hello"}
    request = httpx.Request("POST", BASE_URL + "/sms", headers={"Authorization": "k"}, json=sms)
    assert mock.handle(request).status_code == 200


@pytest.mark.parametrize(
    ("key", "options", "message"),
    [
        pytest.param("k", {"scopes": ["SMS_SEDN"]}, "unknown scope SMS_SEDN; did you mean SMS_SEND", id="misspelt"),
        pytest.param("k", {"scopes": "contacts_read"}, "did you mean CONTACTS_READ\\?", id="lower case"),
        pytest.param("k", {"scopes": [7]}, "a scope must be a string, not 7", id="number in list"),
        pytest.param("k", {"scopes": 7}, "scopes must be a list", id="number"),
        pytest.param("", {}, "key must be printable ASCII", id="empty"),
        pytest.param(" k", {}, "key must be printable ASCII", id="space"),
        pytest.param("ké", {}, "key must be printable ASCII", id="not ascii"),
        pytest.param(None, {}, "key must be a string", id="none"),
        pytest.param("k", {"daily_quota": -1}, "daily_quota must not be negative", id="quota"),
        pytest.param("k", {"daily_quota": "10"}, "daily_quota must be a whole number", id="quota text"),
        pytest.param("k", {"quota_reset": 0}, "quota_reset must be above 0", id="reset"),
    ],
)
def test_a_key_that_cannot_be_is_refused(mock, key, options, message):
    """The mistake is named, with the scope that was probably meant."""
    with pytest.raises(ValueError, match=message):
        mock.add_key(key, **options)


def test_a_key_has_a_quota_a_day():
    """When it is used up, 429 says so in the API's own words, without Retry-After; then it starts anew."""
    clock = Clock()
    mock = MockAllo(calls=0, contacts=0, clock=clock, validate_replies=True)
    mock.add_key("few", daily_quota=2, quota_reset=3600)
    statuses = [get(mock, "few").status_code for _ in range(2)]
    clock.now += 600
    refused = get(mock, "few")
    clock.now += 3000

    assert statuses == [200, 200]
    assert refused.status_code == 429
    assert "retry-after" not in refused.headers
    assert refused.json() == {
        "code": "API_KEY_QUOTA_EXCEEDED",
        "details": [{"message": "limit=2;type=DAILY;reset_in=3000", "field": "DAILY"}],
    }
    assert get(mock, "few").status_code == 200


def test_a_pace_lets_one_seconds_worth_through_at_once():
    """A burst is answered up to the rate; the next is told to wait, and may come when it has waited."""
    clock = Clock()
    mock = MockAllo(calls=0, contacts=0, clock=clock, pace=(20, 5), validate_replies=True)
    burst = [get(mock).status_code for _ in range(20)]
    refused = get(mock)
    clock.now += 1 / 20

    assert burst == [200] * 20
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.json() == {"code": "RATE_LIMITED", "details": None}
    assert [get(mock).status_code for _ in range(2)] == [200, 429]


def test_a_pace_below_one_a_second_lets_one_through_and_then_says_how_long_to_wait():
    """Half a request a second is one every two seconds."""
    clock = Clock()
    mock = MockAllo(calls=0, contacts=0, clock=clock, pace=(0.5, 0.5))
    first, refused = get(mock), get(mock)
    clock.now += 2

    assert (first.status_code, refused.status_code, refused.headers["retry-after"]) == (200, 429, "2")
    assert get(mock).status_code == 200


def test_a_changed_pace_begins_anew(mock):
    """What was used up before does not count."""
    mock.pace = (1, 1)
    before = [get(mock).status_code for _ in range(2)]
    mock.pace = (1, 1)

    assert (before, get(mock).status_code) == ([200, 429], 200)


def test_a_request_that_came_too_early_uses_up_nothing_of_the_quota():
    """It was not admitted: the pace is looked at before the quota."""
    clock = Clock()
    mock = MockAllo(calls=0, contacts=0, clock=clock, pace=(1, 1))
    mock.add_key("few", daily_quota=2)
    statuses = [get(mock, "few").status_code for _ in range(3)]
    clock.now += 1

    assert (statuses, get(mock, "few").status_code) == ([200, 429, 429], 200)
    assert get(mock, "few").json()["code"] == "RATE_LIMITED"


def test_reads_and_writes_are_paced_apart_and_so_are_keys():
    """Using up one bucket leaves the others full."""
    mock = MockAllo(calls=0, contacts=0, clock=Clock(), pace=(1, 1))
    mock.add_key("other")
    write = httpx.Request(
        "POST", BASE_URL + "/contacts", headers={"Authorization": "key"}, json={"numbers": ["+33639981234"]}
    )
    statuses = [
        get(mock).status_code,
        get(mock).status_code,
        mock.handle(write).status_code,
        get(mock, "other").status_code,
    ]

    assert statuses == [200, 429, 200, 200]


def test_a_steady_client_at_the_limit_is_never_refused():
    """Whoever keeps exactly to the pace is let through for ever."""
    clock = Clock()
    mock = MockAllo(calls=0, contacts=0, clock=clock, pace=(20, 5))
    statuses = set()
    for _ in range(1_000):
        statuses.add(get(mock).status_code)
        clock.now += 1 / 20

    assert statuses == {200}


def test_the_key_is_not_kept_in_the_journal(mock, http):
    """Requests are recorded with their headers, but for the one that holds the key."""
    http.get("/numbers", headers={"X-Trace": "7"})
    (recorded,) = mock.requests

    assert recorded.headers["x-trace"] == "7"
    assert "authorization" not in recorded.headers
    assert (recorded.method, recorded.path) == ("GET", "/v1/api/numbers")
