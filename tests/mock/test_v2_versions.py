"""One account, two APIs: what happens in one version of MockAllo shows in the other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from allo_ext import AlloClient, NotFoundError
from allo_ext.errors import ConflictError
from allo_ext.testing import MockAllo, Quirks

if TYPE_CHECKING:
    from collections.abc import Iterator

SEARCH = "/conversations/items/search"


@pytest.fixture
def allo(mock: MockAllo) -> Iterator[AlloClient]:
    with AlloClient("key", transport=mock.transport, pace=None, retry=None) as client:
        yield client


def plain(mock: MockAllo) -> httpx.Client:
    """A client of another make, for version 2."""
    return httpx.Client(
        transport=mock.transport, base_url="https://api.withallo.com/v2/api", headers={"Authorization": "key"}
    )


def test_a_simulated_call_is_in_both_versions(mock, allo):
    """With the same parties, words and moment; the numbers swap sides with the direction."""
    for direction in ("INBOUND", "OUTBOUND"):
        call = mock.simulate_call(
            direction=direction,
            result="TRANSFERRED_AI",
            summary="Wants a bike.",
            tag="quote",
            transcript=[("EXTERNAL", "Hello")],
            length_in_minutes=2.5,
        )
        first = next(iter(allo.calls.iter(allo_number=mock.numbers[0])))
        second = allo.v2.items.search(allo_number=mock.numbers[0], size=1)[0]
        whole = allo.v2.items.get(second.id, transcript=True)

        assert (first.summary, first.tag, first.start_date) == ("Wants a bike.", "quote", second.date)
        assert (second.summary, second.tags, second.direction) == ("Wants a bike.", ("quote",), direction)
        assert (second.duration, second.result) == (timedelta(minutes=2.5), "TRANSFERRED")
        assert {second.allo_number, second.contact_number} == {first.from_number, first.to_number}
        assert second.allo_number == mock.numbers[0]
        assert (second.transcript, [line.text for line in whole.transcript]) == (None, ["Hello"])
        assert second.user.email == call.user.email


def test_a_message_sent_in_version_1_is_an_item_of_version_2(mock, allo):
    """Sending has no path in version 2."""
    allo.sms.send(from_=mock.numbers[0], to="+12125550100", message="On our way.")
    item = allo.v2.items.search(size=1)[0]

    assert (item.type, item.direction, item.content, item.message_type) == ("SMS", "OUTBOUND", "On our way.", "SMS")
    assert (item.result, item.duration, item.tags) == (None, None, None)


def test_tags_and_summaries_of_version_2_show_in_version_1(mock, allo):
    """Each edit counts; a tag that is there is a conflict and adds nothing, one that is not is not found."""
    mock.simulate_call(tag="quote", summary="Before.")
    item = allo.v2.items.search(size=1)[0]
    allo.v2.items.add_tags(item.id, ["vip", "again"])
    versions = [allo.v2.items.update_summary(item.id, content=text).version for text in ("One.", "Two.")]
    with pytest.raises(ConflictError):
        allo.v2.items.add_tags(item.id, ["new", "vip"])
    allo.v2.items.remove_tag(item.id, "again")
    with pytest.raises(NotFoundError):
        allo.v2.items.remove_tag(item.id, "again")
    call = next(iter(allo.calls.iter(allo_number=mock.numbers[0])))

    assert (call.summary, call.tag, versions) == ("Two.", "quote", [2, 3])
    assert allo.v2.items.get(item.id).tags == ("quote", "vip")
    assert "vip" in {tag.name for tag in allo.v2.tags.list()}


def test_an_old_call_can_be_changed_too(mock, allo):
    """Those that the account began with are not different from those that came later."""
    item = allo.v2.items.search(type="CALL", sort="DATE_ASC", size=1)[0]
    allo.v2.items.add_tags(item.id, ["ancient"])

    assert [found.id for found in allo.v2.items.search(tags=["ancient"])] == [item.id]


def test_the_same_idempotency_key_executes_once(mock):
    """The stored answer says that it is one; on another path the key is refused; PATCH takes no part."""
    call = mock.simulate_call()
    with plain(mock) as http:
        body, key = {"name": "Short"}, {"Idempotency-Key": "k1"}
        first, again = (http.post("/summary_templates", json=body, headers=key) for _ in range(2))
        other = http.put(f"/summary_templates/{first.json()['data']['id']}", json=body, headers=key)
        edits = [
            http.patch(f"/conversations/items/cll-{call.key}/summary", json={"content": "x"}, headers=key).json()
            for _ in range(2)
        ]

    assert (first.status_code, again.content) == (201, first.content)
    assert [answer.headers.get("Idempotency-Replayed") for answer in (first, again)] == [None, "true"]
    assert again.headers["Idempotency-Key"] == "k1"
    assert (other.status_code, other.json()["error"]["code"]) == (409, "IDEMPOTENCY_KEY_REUSE")
    assert [edit["data"]["version"] for edit in edits] == [2, 3]


def test_every_answer_has_its_id_and_what_is_left_of_the_pace():
    """A POST that only reads counts as a write; with no pace set, the limits are those of the API, never used up."""
    now = [0.0]
    with plain(MockAllo(pace=(3, 1), clock=lambda: now[0], validate_replies=True)) as http:
        left = [http.get("/me").headers["X-RateLimit-Remaining"] for _ in range(2)]
        search, refused = (http.post(SEARCH, json={}, headers={"X-Request-Id": "mine"}) for _ in range(2))
    error = refused.json()["error"]
    with plain(MockAllo()) as http:
        free = [http.request(method, path).headers for method, path in (("GET", "/me"), ("POST", SEARCH))]

    assert left == ["2", "1"]
    assert (search.headers["X-RateLimit-Limit"], search.headers["X-RateLimit-Remaining"]) == ("1", "0")
    assert (refused.status_code, refused.headers["Retry-After"], error["retry_after_seconds"]) == (429, "1", 1)
    assert (error["code"], error["type"], error["retryable"]) == ("RATE_LIMIT_EXCEEDED", "rate_limit_error", True)
    assert (error["request_id"], refused.headers["X-Request-Id"]) == ("mine", "mine")
    assert [headers["X-RateLimit-Remaining"] for headers in free] == ["20", "5"]


def test_keys_that_an_operation_does_not_have_are_ignored():
    """As live: a misspelt filter filters nothing. A mock that is asked to be strict refuses them, by name."""
    mock = MockAllo(calls=50, validate_replies=True)
    misspelt = {"date_from": "2030-01-01", "date": {"from": "2020-01-01", "until": "x"}}
    with plain(mock) as http:
        everything = http.post(SEARCH, json={}).json()["pagination"]["total_count"]
        found = http.post(SEARCH, json=misspelt).json()["pagination"]["total_count"]
        mock.quirks = Quirks(ignores_unknown_keys=False)
        refused = http.post(SEARCH, json=misspelt)
        crm = http.post("/crm/people/search", json={"query": "x", "filters": {"phone": "y"}})
        known = http.post(SEARCH, json={"size": 1, "date": {"from": "2020-01-01"}})

    assert found == everything > 50
    assert [wrong["field"] for wrong in refused.json()["error"]["errors"]] == ["date_from", "date.until"]
    assert (crm.status_code, [wrong["field"] for wrong in crm.json()["error"]["errors"]]) == (
        422,
        ["query", "filters.phone"],
    )
    assert known.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code", "param"),
    [
        pytest.param("POST", SEARCH, {"size": 101}, 400, "INVALID_PAGE_SIZE", "size", id="size"),
        pytest.param("POST", SEARCH, {"search": "?!"}, 400, "INVALID_SEARCH_QUERY", "search", id="search"),
        pytest.param("POST", SEARCH, {"date": {"from": "2026-02-30"}}, 400, "INVALID_DATE_RANGE", "date", id="day"),
        pytest.param("POST", SEARCH, {"extend": "audio"}, 400, "UNSUPPORTED_EXTEND_VALUE", "extend", id="extend"),
        pytest.param("GET", "/conversations", None, 400, "MISSING_ALLO_NUMBER", "allo_number", id="no-line"),
        pytest.param("GET", "/conversations/items/x-1", None, 400, "INVALID_ITEM_ID", "id", id="no-item-id"),
        pytest.param("GET", "/conversations/items/cll-1", None, 404, "CONVERSATION_ITEM_NOT_FOUND", "id", id="no-item"),
        pytest.param(
            "POST", "/conversations/items/batch", {"ids": ["cll-1"] * 101}, 400, "BATCH_TOO_LARGE", "ids", id="batch"
        ),
        pytest.param(
            "POST", "/conversations/items/msg-1/tags", {"tags": ["a"]}, 400, "INVALID_ITEM_ID", "id", id="message"
        ),
        pytest.param(
            "POST", "/conversations/items/cll-1/tags", {"tags": []}, 400, "TAGS_REQUIRED", "tags", id="no-tags"
        ),
        pytest.param(
            "PUT",
            "/conversations/%2B12125550100/action",
            {"action": "X"},
            400,
            "INVALID_ACTION",
            "action",
            id="action",
        ),
        pytest.param("GET", "/users/usr-1", None, 404, "MEMBER_NOT_FOUND", "id", id="no-member"),
        pytest.param("GET", "/webhooks/ep_1", None, 404, "WEBHOOK_NOT_FOUND", "webhook_id", id="no-webhook"),
        pytest.param("DELETE", "/me", None, 405, "METHOD_NOT_ALLOWED", None, id="method"),
    ],
)
def test_an_error_says_what_is_wrong_and_where(mock, method, path, body, status, code, param):  # noqa: PLR0917
    """In the envelope of version 2, with the id of the request."""
    with plain(mock) as http:
        answer = http.request(method, path, json=body) if body is not None else http.request(method, path)
    error = answer.json()["error"]

    assert (answer.status_code, error["code"], error.get("param")) == (status, code, param)
    assert error["request_id"] == answer.headers["X-Request-Id"]
    assert (error["retryable"], bool(error["message"])) == (False, True)


def test_a_key_needs_the_scope_of_the_operation(mock):
    """The answer names it, and `me` lists what a key may do without one."""
    mock.add_key("tags-only", ["TAGS_READ"])
    with plain(mock) as http:
        http.headers["Authorization"] = "Api-Key tags-only"
        refused, me = http.get("/users"), http.get("/me").json()["data"]

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "API_KEY_INSUFFICIENT_SCOPE")
    assert "USERS_READ" in refused.json()["error"]["message"]
    assert me["scopes"] == ["TAGS_READ"]
    assert {endpoint["path"] for endpoint in me["endpoints"]} == {"/v2/api/me", "/v2/api/tags"}
    assert me["rate_limits"] == {"read_per_second": 20, "write_per_second": 5}
