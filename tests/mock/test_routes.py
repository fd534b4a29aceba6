"""What the operations answer, oddities included; every reply is held against the document on the way."""

from __future__ import annotations

import httpx
import pytest

from allo_ext.testing import SCOPES, MockAllo, Quirks, UnknownRouteError
from allo_ext.testing._engine.spec import load_spec
from allo_ext.testing._v1.routes import HANDLERS
from allo_ext.testing._v2.version import HANDLERS as HANDLERS_2


def data(response):
    assert response.status_code in {200, 201}, response.text
    return response.json()["data"]


def test_every_operation_has_a_handler_and_every_scope_a_name():
    """The tables of handlers and the list of scopes are exactly what the documents have."""
    first, second = load_spec("v1").operations, load_spec("v2").operations

    assert set(HANDLERS) == set(first)
    assert set(HANDLERS_2) == set(second)
    assert set(SCOPES) == {one.scope for one in (*first.values(), *second.values()) if one.scope}


def test_numbers_lie_in_two_countries_and_one_has_none(http):
    """The list holds several numbers of two countries, and a sender id whose number is null."""
    entries = data(http.get("/numbers"))

    assert {entry["country"] for entry in entries} == {"US", "FR"}
    assert [entry["name"] for entry in entries if entry["number"] is None] == ["MyCompany"]


def test_pages_of_calls_hold_every_call_once(mock, http):
    """Reading page after page gives each call of the line once, newest first, and says how many pages there are."""
    line = mock.numbers[0]
    pages = [data(http.get("/calls", params={"allo_number": line, "page": n, "size": 50})) for n in range(5)]
    calls = [call for page in pages for call in page["results"]]

    assert {page["metadata"]["total_pages"] for page in pages} == {4}
    assert [page["metadata"]["current_page"] for page in pages] == [0, 1, 2, 3, 4]
    assert len({call["id"] for call in calls}) == len(calls) == 180
    assert [call["start_date"] for call in calls] == sorted((call["start_date"] for call in calls), reverse=True)


def test_a_new_call_shifts_the_pages(mock, http):
    """A call that ends while somebody pages pushes the last of each page onto the next."""
    line = mock.numbers[0]
    query = {"allo_number": line, "size": 10}
    last = data(http.get("/calls", params=query))["results"][-1]
    new = mock.simulate_call(line)

    assert data(http.get("/calls", params=query))["results"][0]["id"] == new.id
    assert data(http.get("/calls", params={**query, "page": 1}))["results"][0] == last


def test_a_number_that_is_not_the_accounts_has_no_calls(http):
    """Asking for a stranger's calls gives an empty page, not an error."""
    page = data(http.get("/calls", params={"allo_number": "+12125550199"}))

    assert page == {"results": [], "metadata": {"total_pages": 0, "current_page": 0}}


def test_calls_can_be_asked_for_by_contact_number(mock, http):
    """The filter gives the calls with that number alone, and all of them, simulated ones too."""
    line = mock.numbers[0]
    everything = data(http.get("/calls", params={"allo_number": line, "size": 100}))["results"]
    everything += data(http.get("/calls", params={"allo_number": line, "size": 100, "page": 1}))["results"]
    other = next(call["from_number"] for call in everything if call["from_number"] not in {line, "anonymous"})
    new = mock.simulate_call(line, contact_number=other)
    found = data(http.get("/calls", params={"allo_number": line, "contact_number": other, "size": 100}))["results"]

    wanted = [call["id"] for call in everything if other in (call["from_number"], call["to_number"])]
    assert [call["id"] for call in found] == [new.id, *wanted]


def test_the_broken_filter_finds_nothing(mock, http):
    """With the quirk on, the filter answers as it was seen to answer live."""
    call = mock.simulate_call()
    mock.quirks = Quirks(contact_filter_broken=True)
    query = {"allo_number": mock.numbers[0], "contact_number": call.from_number}

    assert data(http.get("/calls", params=query))["results"] == []


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        pytest.param("flat", {"total_pages": 18, "current_page": 0}, id="flat"),
        pytest.param("nested", {"pagination": {"total_pages": 18, "current_page": 0}}, id="nested"),
        pytest.param("null", None, id="null"),
    ],
)
def test_paging_metadata_comes_in_every_shape(mock, http, style, expected):
    """The quirk decides where the numbers of a page are."""
    mock.quirks = Quirks(call_metadata=style)

    assert data(http.get("/calls", params={"allo_number": mock.numbers[0]}))["metadata"] == expected


def test_paging_metadata_may_be_absent(mock, http):
    """The quirk leaves it out altogether."""
    mock.quirks = Quirks(call_metadata="absent", page_metadata="absent")

    assert set(data(http.get("/calls", params={"allo_number": mock.numbers[0]}))) == {"results"}
    assert set(data(http.get("/contacts"))) == {"results"}


@pytest.mark.parametrize(("style", "ending"), [("naive", ""), ("z", "Z"), ("offset", "+00:00"), ("micros", ".123456Z")])
def test_dates_come_in_every_form(mock, http, style, ending):
    """Moments have no zone by default, and whatever the quirk says otherwise."""
    mock.quirks = Quirks(dates=style)
    call = data(http.get("/calls", params={"allo_number": mock.numbers[0]}))["results"][0]

    assert call["start_date"] == "2026-02-27T17:56:56" + ending


def test_results_of_calls_are_sometimes_left_out(mock, http):
    """Some calls have `result` and some do not, or all or none, as the quirk says."""
    query = {"allo_number": mock.numbers[0], "size": 100}
    shares = {}
    for style in ("sometimes", "always", "never"):
        mock.quirks = Quirks(call_result=style)
        shares[style] = sum("result" in call for call in data(http.get("/calls", params=query))["results"])

    assert shares["always"] == 100
    assert shares["never"] == 0
    assert 60 < shares["sometimes"] < 100


def test_a_webhook_is_listed_without_its_id(mock, http):
    """Creating tells the id and calls the number alloNumber; the list does neither, unless asked for ids."""
    wanted = {"allo_number": mock.numbers[0], "url": "https://hooks.example.com/", "topics": ["PING"]}
    created = http.post("/webhooks", json=wanted)
    listed = data(http.get("/webhooks"))
    mock.quirks = Quirks(webhook_ids=True)

    assert created.status_code == 201
    assert created.json()["data"]["alloNumber"] == mock.numbers[0]
    assert listed == [{**wanted, "enabled": True}]
    assert data(http.get("/webhooks"))[0]["id"] == created.json()["data"]["id"]


def test_a_webhook_is_deleted_once(mock, http):
    """Deleting answers 204 without a body, then 404 with a body like no other."""
    wanted = {"allo_number": mock.numbers[0], "url": "https://hooks.example.com/", "topics": ["PING"]}
    url = f"/webhooks/{data(http.post('/webhooks', json=wanted))['id']}"
    first, second = http.delete(url), http.delete(url)

    assert (first.status_code, first.content) == (204, b"")
    assert (second.status_code, second.json()) == (404, {"error": "WEBHOOK_NOT_FOUND"})


def test_an_unknown_path_is_an_error_of_the_test(http):
    """In process a path that the API does not have raises, with its name."""
    with pytest.raises(UnknownRouteError, match="GET /v1/api/nonsense is not a route"):
        http.get("/nonsense")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        pytest.param("/numbers", True, id="no-prefix"),
        pytest.param("/contact/cnt_1/conversation", True, id="no-prefix-parameter"),
        pytest.param("/v1/numbers", True, id="half-a-prefix"),
        pytest.param("/v1/api/v1/api/numbers", False, id="prefix-twice"),
        pytest.param("/nonsense", False, id="nonsense"),
        pytest.param("/", False, id="root"),
    ],
)
def test_a_path_of_the_api_at_another_address_is_told_where_the_routes_are(mock, path, told):
    """The error says where the routes are, unless the path is wrong in itself."""
    host = httpx.Client(transport=mock.transport, base_url="https://api.withallo.com")
    with host, pytest.raises(UnknownRouteError) as caught:
        host.get(path, headers={"Authorization": mock.api_key})

    said = f"GET {path} is not a route of the Allo API v1 or v2"
    assert str(caught.value) == (f"{said}; its routes are below /v1/api" if told else said)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("POST", "/numbers", "GET"), ("DELETE", "/contacts", "GET, POST"), ("GET", "/contacts/cnt_1", "PUT")],
)
def test_a_wrong_method_is_told_the_right_ones(mock, http, method, path, allow):
    """405 with Allow, for a path that exists."""
    response = http.request(method, path)

    assert (response.status_code, response.headers["allow"]) == (405, allow)


def test_an_empty_list_may_be_null(http, mock):
    """The quirk gives null for the results of an empty page."""
    mock.quirks = Quirks(null_results=True)

    assert data(http.get("/contacts", params={"page": 99}))["results"] is None


def test_pages_far_beyond_the_end_are_empty(mock, http):
    """No page number is too large to ask for."""
    for page in (10**6, 10**30):
        query = {"page": page, "size": 100}

        assert data(http.get("/contacts", params=query))["results"] == []
        assert data(http.get("/calls", params={**query, "allo_number": mock.numbers[0]}))["results"] == []


def test_sizes_cannot_be_negative():
    """An account of less than nothing is refused at once."""
    with pytest.raises(ValueError, match="must not be negative"):
        MockAllo(calls=-1)
