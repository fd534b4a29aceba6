"""Requests that the document does not allow."""

from __future__ import annotations

import json

import pytest

from allo_ext._operations.v1 import TABLE
from allo_ext.testing._engine.checks import check_reply
from allo_ext.testing._engine.spec import (
    Spec,
    SpecError,
    load_spec,
    read_spec,
)
from allo_ext.testing._engine.wire import Reply

LINE = "/calls?allo_number=%2B12025550143"


def complaint(response):
    assert response.status_code == 422, response.text
    body = response.json()
    assert body["code"] == "VALIDATION_ERROR"
    return [(entry["field"], entry["message"]) for entry in body["details"]]


@pytest.mark.parametrize(
    ("url", "field", "message"),
    [
        pytest.param("/calls", "allo_number", "is required", id="missing"),
        pytest.param("/calls?allo_number=", "allo_number", "does not match", id="empty"),
        pytest.param("/calls?allo_number=+12025550143", "allo_number", "does not match", id="plus-is-a-space"),
        pytest.param(f"{LINE}&page=one", "page", "whole number", id="not-an-integer"),
        pytest.param(f"{LINE}&page=1.0", "page", "whole number", id="a-fraction"),
        pytest.param(f"{LINE}&page=", "page", "whole number", id="page-empty"),
        pytest.param(f"{LINE}&page=%D9%A3", "page", "whole number", id="digits-of-another-script"),
        pytest.param(f"{LINE}&page=1%0A", "page", "whole number", id="a-line-break"),
        pytest.param(f"{LINE}&page=-1", "page", "less than the minimum", id="negative"),
        pytest.param(f"{LINE}&size=0", "size", "less than the minimum", id="size-0"),
        pytest.param(f"{LINE}&size=101", "size", "greater than the maximum", id="size-101"),
        pytest.param(f"{LINE}&page={'9' * 5000}", "page", "whole number", id="page-absurd"),
        pytest.param(f"{LINE}&page=1&page=2", "page", "given once", id="twice"),
        pytest.param("/contact/cnt_1?extend=everything", "extend", "does not match", id="extend"),
        pytest.param("/contact/a%2Fb", "contact_id", "does not match", id="id"),
    ],
)
def test_a_query_that_breaks_the_document_is_refused(http, url, field, message):
    """422 names the parameter, and says what is wrong with it."""
    ((where, what),) = complaint(http.get(url))

    assert where == field
    assert message in what


@pytest.mark.parametrize(
    ("content", "field", "message"),
    [
        pytest.param(b"", "body", "is not JSON", id="nothing"),
        pytest.param(b"{", "body", "is not JSON", id="broken"),
        pytest.param(b"\xff\xfe", "body", "is not JSON", id="not-utf-8"),
        pytest.param(b'{"numbers":["+33639981234"],"x":NaN}', "body", "NaN is not JSON", id="nan"),
        pytest.param(b'{"numbers":["+33639981234"],"name":"\\ud800"}', "body", "is not JSON", id="half-a-character"),
        pytest.param(b"[" * 100_000, "body", "nested too deep", id="deep"),
        pytest.param(b'{"x":' + b"9" * 5_000 + b"}", "body", "is not JSON", id="long-number"),
        pytest.param(b"null", "body", 'not of type "object"', id="null"),
        pytest.param(b'["' + b"x" * 10_000 + b'"]', "body", '["xxx', id="long"),
        pytest.param(b"{}", "numbers", "is required", id="field-missing"),
        pytest.param(b'{"numbers":[]}', "numbers", "less than 1 item", id="list-empty"),
        pytest.param(b'{"numbers":["06 39 98 12 34"]}', "numbers.0", "does not match", id="not-e164"),
        pytest.param(b'{"numbers":["+33639981234"],"name":7}', "name", "is not of types", id="wrong-type"),
    ],
)
def test_a_body_that_breaks_the_document_is_refused(http, content, field, message):
    """422 names the field, whatever was sent."""
    ((where, what),) = complaint(http.post("/contacts", content=content, headers={"content-type": "application/json"}))

    assert where == field
    assert message in what
    assert len(what) <= 200


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_must_be_said_to_be_json(http, kind):
    """A good body under another content type is refused."""
    headers = {} if kind is None else {"content-type": kind}
    response = http.post("/contacts", content=b'{"numbers":["+33639981234"]}', headers=headers)

    assert complaint(response) == [("content-type", "must be sent as application/json")]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_a_charset_does_no_harm(http, kind):
    """The content type may have parameters, and capitals."""
    headers = {"content-type": kind}

    assert http.post("/contacts", content=b'{"numbers":["+33639981234"]}', headers=headers).status_code == 200


def test_unknown_fields_and_parameters_are_let_through(http):
    """What the document does not speak of is left alone."""
    assert http.get("/contacts?search=x&page=0").status_code == 200
    assert http.post("/contacts", json={"numbers": ["+33639981234"], "company": "x"}).status_code == 200


def test_the_key_is_looked_at_before_the_request(http):
    """A stranger does not learn what is wrong with a request."""
    assert http.get("/calls", headers={"Authorization": "no"}).status_code == 401


def test_a_reply_that_the_document_does_not_allow_is_told():
    """One sentence for each way to differ; None for a reply that does not."""
    list_numbers, delete = (load_spec().operations[name] for name in ("list_numbers", "delete_webhook"))
    told = [
        check_reply(delete, Reply(204)),
        check_reply(delete, Reply(204, b"{}")),
        check_reply(delete, Reply(200)),
        check_reply(list_numbers, Reply(200, b"{")),
        check_reply(list_numbers, Reply(200, b"[]")),
    ]

    assert told[:3] == [
        None,
        "delete_webhook returned 204 with a body, which is not in the spec",
        "delete_webhook returned 200, which is not in the spec",
    ]
    assert told[3].startswith("list_numbers returned 200 with a body that is not JSON: ")
    assert told[4].startswith("list_numbers returned 200: ")


def test_a_field_added_to_the_document_is_known_to_the_mock():
    """Nothing but the document says what a request may hold."""
    document = json.loads(json.dumps(load_spec().document))
    schema = document["components"]["schemas"]["CreateContactRequest"]
    schema["properties"]["nickname"] = {"type": "string", "maxLength": 3}
    body = {"numbers": ["+33639981234"], "nickname": "Zozo"}

    assert load_spec().operations["create_contact"].body.is_valid(body)
    assert not Spec(document, TABLE).operations["create_contact"].body.is_valid(body)


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", "{}", '{"paths": {"/x": {"get": {}}}}'],
    ids=["missing", "empty", "cut", "list", "no-paths", "no-id"],
)
def test_a_broken_document_gives_one_sentence(tmp_path, text):
    """Where the document is missing or broken, the error names the file and how to write it anew."""
    source = tmp_path / "allo-v1.json"
    if text is not None:
        source.write_text(text)

    with pytest.raises(SpecError, match=r"allo-v1\.json is not a spec that MockAllo can use .*make generate"):
        read_spec(source, TABLE)
