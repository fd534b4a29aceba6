"""What a version of the API plugs into the mock's engine, shown with one that does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from allo_ext._operations import Operation, Table
from allo_ext.testing import UnknownRouteError
from allo_ext.testing._engine.delivering import DeliveringCore
from allo_ext.testing._engine.delivery import Delivery
from allo_ext.testing._engine.keys import Keys
from allo_ext.testing._engine.spec import Spec
from allo_ext.testing._engine.version import Version
from allo_ext.testing._engine.wire import Incoming, json_reply

THING = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
ANSWER = {"content": {"application/json": {"schema": {"type": "object", "required": ["data"]}}}}
NUMBER = {"in": "query", "schema": {"type": "integer"}}
DOCUMENT = {
    "paths": {
        "/things": {
            "get": {
                "operationId": "list_things",
                "parameters": [{**NUMBER, "name": "page"}, {**NUMBER, "name": "size"}],
                "responses": {"200": ANSWER},
            },
            "post": {
                "operationId": "create_thing",
                "requestBody": {"content": {"application/json": {"schema": THING}}},
                "responses": {"201": ANSWER, "400": ANSWER},
            },
        },
        "/things/{thing_id}": {
            "delete": {
                "operationId": "delete_thing",
                "parameters": [{"in": "path", "name": "thing_id", "required": True, "schema": {"pattern": "^th-"}}],
                "responses": {"200": ANSWER, "400": ANSWER},
            }
        },
        "/me": {"get": {"operationId": "get_me", "responses": {"200": ANSWER}}},
    }
}
TABLE = Table(
    "/v9/api",
    [
        Operation("list_things", "GET", "/things", (), "READ", "read", reads=True, repeat="always"),
        Operation("create_thing", "POST", "/things", (), "WRITE", "write", reads=False, repeat="with_key"),
        Operation("delete_thing", "DELETE", "/things/{thing_id}", ("thing_id",), "WRITE", "write", False, "with_key"),
        Operation("get_me", "GET", "/me", (), None, "read", reads=True, repeat="always"),
    ],
)


class Mock:
    """An engine with that version, and a clock that stands still."""

    def __init__(self, *, validate_replies: bool = False) -> None:
        self.now = 1_000.0
        self.things: list[str] = []
        self.keys = Keys(clock=lambda: self.now, pace=(20, 2), scopes=("READ", "WRITE"))
        for key, scopes in (("both", ("READ", "WRITE")), ("reader", ("READ",))):
            self.keys.add(key, scopes=scopes, daily_quota=None, quota_reset=1)
        self.version = Version(
            name="v9",
            root="/v9/api",
            spec=Spec(DOCUMENT, TABLE),
            handlers={
                "list_things": self.listed,
                "create_thing": self.created,
                "delete_thing": lambda request: json_reply(200, {"data": request.path["thing_id"]}),
                "get_me": lambda request: json_reply(200, {"data": sorted(request.scopes)}),
            },
            refuse=lambda request, refusal: json_reply(
                refusal.status, {"error": {"code": refusal.code, "request_id": request.request_id}}, *refusal.headers
            ),
            problems=lambda _, wrong: json_reply(400, {"data": None, "wrong": [one.field for one in wrong.problems]}),
            deliveries=lambda event: [Delivery("https://hooks.example.com/", "thing", event, again=self.again)],
            first_page=1,
            malformed=frozenset({400}),
            idempotent=frozenset({"create_thing", "delete_thing"}),
            headers=self.headers,
        )
        self.engine = DeliveringCore(versions=[self.version], keys=self.keys, validate_replies=validate_replies)

    def listed(self, request):
        """One page."""
        start, stop = self.version.window(request.query["page"], request.query["size"])
        return json_reply(200, {"data": self.things[start:stop]})

    def created(self, request):
        """One more thing."""
        self.things.append(request.body["name"])
        self.engine.publish([request.body])
        return json_reply(201, {"data": len(self.things)})

    def headers(self, request):
        """Request ids always, and the pace of a known key."""
        left = [] if request.meter is None else [("x-ratelimit-remaining", str(request.meter.remaining))]
        return (("x-request-id", request.request_id), *left)

    def again(self, delivery):
        """Three attempts, a minute apart."""
        if delivery.attempt == 3:
            return None
        return Delivery(
            delivery.url,
            delivery.topic,
            delivery.payload,
            headers={"x-attempt": str(delivery.attempt + 1)},
            attempt=delivery.attempt + 1,
            due=self.now + 60,
            again=self.again,
        )

    def ask(self, method: str, path: str, body: object = None, *, key: str = "both", **headers: str):
        """Send a request; header names have an underscore for a hyphen."""
        query = path.partition("?")[2]
        fields = {"authorization": key, **{name.replace("_", "-"): value for name, value in headers.items()}}
        content = b"" if body is None else json.dumps(body).encode()
        if content:
            fields["content-type"] = "application/json"
        return self.engine.answer(Incoming(method, f"/v9/api{path.partition('?')[0]}", query, fields, content)).reply

    def create(self, name: str, **headers: str):
        """Create a thing."""
        return self.ask("POST", "/things", {"name": name}, **headers)


def said(reply):
    return reply.status, json.loads(reply.body)


def test_pages_count_from_where_the_version_says():
    """The first page of this one is number 1."""
    mock = Mock()
    mock.things = ["a", "b", "c"]

    assert said(mock.ask("GET", "/things?page=1&size=2")) == (200, {"data": ["a", "b"]})
    assert said(mock.ask("GET", "/things?page=2&size=2")) == (200, {"data": ["c"]})


@pytest.mark.parametrize(
    ("method", "path", "key", "status", "code"),
    [
        pytest.param("GET", "/things", "nobody", 401, "API_KEY_INVALID", id="key"),
        pytest.param("DELETE", "/things/th-1", "reader", 403, "API_KEY_INSUFFICIENT_SCOPE", id="scope"),
        pytest.param("PUT", "/things", "both", 405, "METHOD_NOT_ALLOWED", id="method"),
    ],
)
def test_a_version_words_every_refusal(method, path, key, status, code):
    """The engine says why; the body is the version's, and knows the request id."""
    answer = Mock(validate_replies=False).ask(method, path, key=key, x_request_id="mine")

    assert said(answer) == (status, {"error": {"code": code, "request_id": "mine"}})
    assert dict(answer.headers)["x-request-id"] == "mine"


def test_an_operation_without_a_scope_takes_any_key():
    """And its handler sees what the key may do."""
    assert said(Mock().ask("GET", "/me", key="reader")) == (200, {"data": ["READ"]})


def test_a_version_words_what_is_wrong_with_a_request():
    """Bodies and path parameters are checked by the spec; the status is the version's."""
    mock = Mock()

    assert said(mock.ask("POST", "/things", {})) == (400, {"data": None, "wrong": ["name"]})
    assert said(mock.ask("DELETE", "/things/7")) == (400, {"data": None, "wrong": ["thing_id"]})


def test_every_reply_has_the_headers_of_the_version():
    """What is left of the pace falls with each request, and is back after a second."""
    mock = Mock()
    left = [dict(mock.create("x").headers)["x-ratelimit-remaining"] for _ in range(2)]
    refused = mock.create("x")
    mock.now += 1

    assert left == ["1", "0"]
    assert refused.status == 429
    assert dict(refused.headers)["retry-after"] == "1"
    assert dict(mock.create("x").headers)["x-ratelimit-remaining"] == "1"


def test_request_ids_are_given_or_made_up():
    """No two requests have the same, unless they ask for it."""
    mock = Mock()
    ids = [dict(mock.ask("GET", "/me").headers)["x-request-id"] for _ in range(3)]

    assert len(set(ids)) == 3
    assert dict(mock.ask("GET", "/me", x_request_id="req_1").headers)["x-request-id"] == "req_1"


def test_the_same_idempotency_key_does_nothing_twice():
    """For an hour the first reply comes again and says so; then the request is carried out anew."""
    mock = Mock()
    first = mock.create("x", idempotency_key="k")
    mock.now += 3_599
    second = mock.create("x", idempotency_key="k")
    mock.now += 1
    third = mock.create("x", idempotency_key="k")

    assert (said(first), said(second), said(third)) == ((201, {"data": 1}), (201, {"data": 1}), (201, {"data": 2}))
    assert "idempotency-replayed" not in dict(first.headers)
    assert dict(second.headers)["idempotency-replayed"] == "true"
    assert dict(second.headers)["idempotency-key"] == "k"
    assert "idempotency-replayed" not in dict(third.headers)


def test_an_idempotency_key_is_good_for_one_operation_and_one_api_key():
    """On another path it is refused; somebody else's key of the same name is another key."""
    mock = Mock()
    mock.keys.add("other", scopes=("WRITE",), daily_quota=None, quota_reset=1)
    mock.create("x", idempotency_key="k")

    assert said(mock.ask("DELETE", "/things/th-1", idempotency_key="k"))[1]["error"]["code"] == "IDEMPOTENCY_KEY_REUSE"
    assert said(mock.create("y", idempotency_key="k", key="other")) == (201, {"data": 2})


def test_an_error_does_not_use_an_idempotency_key_up():
    """The corrected request is carried out."""
    mock = Mock()

    assert mock.ask("POST", "/things", {}, idempotency_key="k").status == 400
    assert said(mock.create("x", idempotency_key="k")) == (201, {"data": 1})


def test_the_form_of_a_request_counts_before_its_idempotency_key():
    """A body that is wrong is refused, though the key has a reply already; that reply stays."""
    mock = Mock()
    mock.create("x", idempotency_key="k")

    assert mock.ask("POST", "/things", {}, idempotency_key="k").status == 400
    mock.now += 1
    assert said(mock.create("x", idempotency_key="k")) == (201, {"data": 1})


def test_where_a_version_does_not_honour_idempotency_keys_they_change_nothing():
    """Reading is not idempotent by key: a stored page must never come for another one."""
    mock = Mock()
    mock.things = ["a", "b"]
    pages = [said(mock.ask("GET", f"/things?page={n}&size=1", idempotency_key="k")) for n in (1, 2)]

    assert pages == [(200, {"data": ["a"]}), (200, {"data": ["b"]})]


def test_a_failed_delivery_is_repeated_when_it_is_due():
    """The version says when, and with which headers; until then nothing is sent."""
    mock = Mock()
    seen = []

    def receiver(environ: dict, start_response: Callable) -> list[bytes]:
        seen.append(environ.get("HTTP_X_ATTEMPT", "1"))
        start_response("200 OK" if len(seen) == 3 else "503 Busy", [])
        return [b""]

    mock.engine.forward("https://hooks.example.com", receiver)
    mock.create("x")
    after = []
    for later in (0, 59, 1, 60, 60):
        mock.now += later
        mock.engine.deliver_waiting()
        after.append(list(seen))

    assert after == [["1"], ["1"], ["1", "2"], ["1", "2", "3"], ["1", "2", "3"]]
    assert [delivery.status for delivery in mock.engine.deliveries] == [503, 503, 200]


def test_a_fault_with_a_code_has_the_form_of_the_version():
    """A code that the spec has no example of is worded as all others are."""
    mock = Mock()
    mock.engine.faults.next(status=503, code="ASLEEP", path="/things")

    assert said(mock.ask("GET", "/things"))[1]["error"]["code"] == "ASLEEP"


def test_a_reply_that_breaks_the_spec_is_caught():
    """With `validate_replies`, what the spec does not promise raises: a body, or a status."""
    mock = Mock(validate_replies=True)
    handlers = {"get_me": lambda _: json_reply(200, {})}
    object.__setattr__(mock.version, "handlers", handlers)

    with pytest.raises(AssertionError, match=r"get_me returned 200: .*data"):
        mock.ask("GET", "/me")
    handlers["get_me"] = lambda _: json_reply(418, {})
    with pytest.raises(AssertionError, match="get_me returned 418, which is not in the spec"):
        mock.ask("GET", "/me")


def test_a_path_of_no_version_is_an_error_of_the_test():
    """With the names of the versions that there are."""
    with pytest.raises(UnknownRouteError, match="GET /v9/api/nonsense is not a route of the Allo API v9"):
        Mock().ask("GET", "/nonsense")
