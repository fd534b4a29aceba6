"""Contacts and their conversations: two paths, three shapes, and what is kept of them."""

from __future__ import annotations

import pytest

from allo_ext.testing import Quirks

NEW = {"numbers": ["+33639981234"], "name": "Zoé", "last_name": "Marin", "emails": ["zoe@mail.example"]}


def data(response):
    assert response.status_code in {200, 201}, response.text
    return response.json()["data"]


def test_contacts_are_listed_without_their_addresses(http):
    """The list has status and dates, and no e-mail addresses."""
    page = data(http.get("/contacts", params={"size": 100}))

    assert len(page["results"]) == 60
    assert page["metadata"] == {"pagination": {"total_pages": 1, "current_page": 0}}
    assert all("emails" not in contact and "created_at" in contact for contact in page["results"])


def test_getting_a_contact_shows_other_fields(http):
    """One contact alone has addresses and properties, no status and no dates; more only when asked for."""
    listed = data(http.get("/contacts"))["results"][0]
    plain = data(http.get(f"/contact/{listed['id']}"))
    extended = data(http.get(f"/contact/{listed['id']}", params={"extend": "engagement,activity"}))

    assert {"emails", "integration_data", "custom_properties", "conversation_url"} <= set(plain)
    assert not {"status", "created_at", "is_archived", "engagement", "activity"} & set(plain)
    assert set(extended) - set(plain) == {"engagement", "activity"}
    assert extended["activity"]


def test_what_was_created_can_be_read_changed_and_found(http):
    """A new contact is the first of the list, has what it was given, and keeps what was not changed."""
    created = data(http.post("/contacts", json=NEW))
    first = data(http.get(f"/contact/{created['id']}"))
    changed = data(http.put(f"/contacts/{created['id']}", json={"job_title": "CEO", "emails": []}))
    got = data(http.get(f"/contact/{created['id']}"))

    assert "emails" not in created
    assert first["emails"] == ["zoe@mail.example"]
    assert data(http.get("/contacts", params={"size": 1}))["results"][0]["id"] == created["id"]
    assert (changed["name"], changed["job_title"]) == ("Zoé", "CEO")
    assert (got["numbers"], got["emails"], got["last_name"]) == (["+33639981234"], [], "Marin")


def test_null_empties_a_field(http):
    """A field that is sent as null is emptied; one that is not sent stays."""
    created = data(http.post("/contacts", json=NEW))
    data(http.put(f"/contacts/{created['id']}", json={"last_name": None, "numbers": None}))
    got = data(http.get(f"/contact/{created['id']}"))

    assert (got["name"], got["last_name"], got["numbers"]) == ("Zoé", None, [])


def test_an_old_contact_can_be_changed(http):
    """A contact that was there from the start keeps its place in the list and its history."""
    old = data(http.get("/contacts", params={"size": 1, "page": 5}))["results"][0]
    before = data(http.get(f"/contact/{old['id']}/conversation"))
    data(http.put(f"/contacts/{old['id']}", json={"name": "Renamed"}))

    assert data(http.get("/contacts", params={"size": 1, "page": 5}))["results"][0]["name"] == "Renamed"
    assert data(http.get(f"/contact/{old['id']}/conversation")) == before


def test_numbers_may_belong_to_two_contacts(http):
    """Nothing keeps a second contact from having a number."""
    ids = {data(http.post("/contacts", json=NEW))["id"] for _ in range(2)}

    assert len(ids) == 2


def test_a_conversation_shows_what_happened_since(mock, http):
    """An SMS sent through the API and a simulated call stand at the top of the contact's conversation."""
    contact = data(http.post("/contacts", json=NEW))["id"]
    http.post("/sms", json={"sender_id": "MyCompany", "to": "+33639981234", "message": "Bonjour"})
    call = mock.simulate_call(mock.numbers[3], contact_number="+33639981234")
    url = f"/contact/{contact}/conversation"
    items = data(http.get(url))["results"]
    of_the_line = data(http.get(url, params={"allo_number": mock.numbers[3]}))["results"]

    assert of_the_line == items[:1]
    assert [item["type"] for item in items] == ["CALL", "TEXT_MESSAGE"]
    assert (items[0]["call"]["id"], items[0]["message"]) == (call.id, None)
    assert (items[1]["message"]["content"], items[1]["call"]) == ("Bonjour", None)


def test_a_conversation_is_paged_and_can_be_limited_to_a_line(mock, http):
    """Pages of a conversation hold each entry once; `allo_number` keeps those of one line."""
    contact = data(http.get("/contacts"))["results"][0]["id"]
    url = f"/contact/{contact}/conversation"
    whole = data(http.get(url, params={"size": 100}))["results"]
    parts = [
        entry for n in range(len(whole)) for entry in data(http.get(url, params={"size": 1, "page": n}))["results"]
    ]
    by_line = [
        entry
        for line in mock.numbers
        for entry in data(http.get(url, params={"size": 100, "allo_number": line}))["results"]
    ]

    assert len(whole) > 2
    assert parts == whole
    assert sorted(map(str, by_line)) == sorted(map(str, whole))


@pytest.mark.parametrize(
    ("method", "url"),
    [("GET", "/contact/nobody"), ("PUT", "/contacts/nobody"), ("GET", "/contact/cnt_ffffffffff/conversation")],
    ids=["get", "update", "conversation"],
)
@pytest.mark.parametrize("status", [400, 404])
def test_a_contact_that_is_not_there_is_a_400(mock, http, method, url, status):
    """The API says 400 CONTACT_NOT_FOUND; two SDKs say 404, which the quirk gives."""
    mock.validate_replies = status == 400
    mock.quirks = Quirks(contact_not_found=status)
    response = http.request(method, url, json={} if method == "PUT" else None)

    assert (response.status_code, response.json()) == (status, {"code": "CONTACT_NOT_FOUND", "details": None})
