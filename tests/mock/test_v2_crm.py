"""People, companies and deals of version 2, beside the contacts of version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from allo_ext import AlloClient, NotFoundError
from allo_ext.errors import AlloApiError, ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from allo_ext.testing import MockAllo

V2 = "https://api.withallo.com/v2/api"
FREE = "+12025550199"


@pytest.fixture
def allo(mock: MockAllo) -> Iterator[AlloClient]:
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        yield client


def test_a_person_is_the_contact_of_version_1_under_another_id(mock: MockAllo, allo: AlloClient) -> None:
    """What one version creates, changes or detaches, the other shows; the digits of the two ids differ."""
    contact = allo.contacts.create(numbers=[FREE], name="Ada", last_name="Byron")
    (person,) = allo.v2.people.find(FREE)
    assert (person.name, person.last_name, person.numbers) == ("Ada", "Byron", (FREE,))
    assert person.id[-10:] != contact.id[-10:]
    company = allo.v2.companies.create(name="Engines & Co")
    allo.v2.people.update(person.id, job_title="Analyst", emails=["ada@mail.example"], company_id=company.id)
    seen = allo.contacts.get(contact.id)
    assert (seen.job_title, seen.emails, seen.company and seen.company.name) == (
        "Analyst",
        ("ada@mail.example",),
        "Engines & Co",
    )
    allo.v2.companies.update(company.id, name="Engines Ltd")
    names = {one.id: one.company and one.company.name for one in allo.contacts.iter()}
    assert names[contact.id] == "Engines Ltd"
    allo.v2.people.update(person.id, company_id="")
    assert allo.contacts.get(contact.id).company is None
    made = allo.v2.people.create(numbers=["+12025550198"], name="Grace")
    assert [one.name for one in allo.contacts.iter() if one.numbers == ("+12025550198",)] == ["Grace"]
    assert allo.v2.people.get(made.id) == made
    mock.simulate_call(contact_number=FREE)
    called = allo.v2.people.search(size=1).results[0]
    assert (called.id, called.interactions) == (person.id, 1)


def test_what_is_created_can_be_read_and_changed(mock: MockAllo, allo: AlloClient) -> None:
    """For each noun: create, get, update, get; lists are replaced, what is not given stays, and calls show the deal."""
    v2 = allo.v2
    company = v2.companies.create(name="Zinc", website="https://zinc.example", industry="Metal")
    cases: list[tuple[Any, Any, dict[str, Any]]] = [
        (v2.companies, company, {"industry": "Mining"}),
        (v2.deals, v2.deals.create(name="Ore", amount=12.5, currency="EUR", company_id=company.id), {"status": "WON"}),
        (
            v2.people,
            v2.people.create(numbers=[FREE], name="Zoe", address="1 Mine Road"),
            {"numbers": ("+12025550198",)},
        ),
    ]
    for resource, made, change in cases:
        assert resource.get(made.id) == made
        changed = resource.update(made.id, **change)
        assert resource.get(made.id) == changed
        for field, value in change.items():
            assert getattr(changed, field) == value
        assert changed.name == made.name
    deal = v2.deals.search(search="ore", stage="WON").results[0]
    assert deal.company is not None
    assert deal.company.name == "Zinc"
    person = v2.people.find("+12025550198")[0]
    v2.people.update(person.id, company_id=company.id)
    mock.simulate_call(contact_number="+12025550198")
    contacts = v2.items.search(size=1).results[0].contacts or ()
    assert [one.id for contact in contacts for one in contact.deals or ()] == [deal.id]
    v2.deals.delete(deal.id)
    with pytest.raises(NotFoundError):
        v2.deals.delete(deal.id)


@pytest.mark.parametrize("noun", ["people", "companies", "deals"])
def test_an_id_that_nothing_has_is_404(http: httpx.Client, noun: str) -> None:
    """Reading and changing name the noun in the code; an id of version 1 is a stranger too."""
    code = {"people": "PERSON", "companies": "COMPANY", "deals": "DEAL"}[noun] + "_NOT_FOUND"
    change = "PATCH" if noun == "deals" else "PUT"
    contact = http.get("/contacts").json()["data"]["results"][0]["id"]
    for identifier in ("per-0123456789", "com-", "dea-x", contact):
        for method, body in (("GET", None), (change, {"name": "X"})):
            answer = http.request(method, f"{V2}/crm/{noun}/{identifier}", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, code)


def test_a_number_that_somebody_has_is_refused_unless_a_duplicate_is_asked_for(
    allo: AlloClient, http: httpx.Client
) -> None:
    """The 409 names who has it; with `allow_duplicate_number` both have it, and `find` returns both."""
    holder = allo.v2.people.search(size=1).results[0]
    number = (holder.numbers or ("",))[0]
    error = http.post(f"{V2}/crm/people", json={"numbers": [number]}).json()["error"]
    assert holder.id in error["message"]
    with pytest.raises(ConflictError) as refused:
        allo.v2.people.create(numbers=[FREE, number], name="Twin")
    assert refused.value.code == "NUMBER_ALREADY_ASSIGNED"
    assert allo.v2.people.find(FREE) == []
    twin = allo.v2.people.create(numbers=[number], name="Twin", allow_duplicate_number=True)
    assert {person.id for person in allo.v2.people.find(number)} == {holder.id, twin.id}


def test_a_company_that_does_not_exist_is_422(allo: AlloClient) -> None:
    """People and deals cannot be put into it, whether they are created or changed."""
    deal = allo.v2.deals.create(name="Loose")
    person = allo.v2.people.create(numbers=[FREE], name="Free")
    for refused in (
        lambda: allo.v2.people.create(numbers=["+12025550198"], company_id="com-0000000000"),
        lambda: allo.v2.people.update(person.id, company_id="com-0000000000"),
        lambda: allo.v2.deals.create(name="Lost", company_id="com-0000000000"),
        lambda: allo.v2.deals.update(deal.id, company_id="com-0000000000"),
    ):
        with pytest.raises(AlloApiError) as error:
            refused()
        assert error.value.status == 422


@pytest.mark.parametrize("noun", ["people", "companies", "deals"])
def test_pages_of_every_order_have_each_result_once(allo: AlloClient, noun: str) -> None:
    """The six orders list the same results, and descending is ascending backwards."""
    resource = getattr(allo.v2, noun)
    everything = {one.id for one in resource.iter()}
    assert len(everything) > 7
    for field in ("DATE", "NAME", "CREATED"):
        rising, falling = ([one.id for one in resource.iter(sort=f"{field}_{way}", size=7)] for way in ("ASC", "DESC"))
        assert rising == falling[::-1]
        assert set(rising) == everything
        assert len(rising) == len(everything)


def test_filters_are_joined_by_and(allo: AlloClient) -> None:
    """Each filter leaves exactly the people for whom it holds; together they leave those for whom all do."""
    people = list(allo.v2.people.iter())
    known = next(one for one in people if one.company and one.last_name and one.emails and one.website)
    part = (known.last_name or "")[1:].upper()
    assert known.company is not None
    wanted: dict[str, Any] = {
        "name": [one for one in people if (known.name or "-") in (one.name or "")],
        "last_name": [one for one in people if part in (one.last_name or "").upper()],
        "company": [one for one in people if one.company and known.company.name == one.company.name],
        "email": [one for one in people if (known.emails or ("",))[0] in (one.emails or ())],
        "phone_number": [one for one in people if (known.numbers or ("",))[0] in (one.numbers or ())],
    }
    given: dict[str, Any] = {
        "name": known.name,
        "last_name": part,
        "company": known.company.name,
        "email": (known.emails or ("",))[0],
        "phone_number": (known.numbers or ("",))[0],
    }
    for field, value in given.items():
        assert list(allo.v2.people.iter(**{field: value})) == wanted[field], field
    assert [one.id for one in allo.v2.people.iter(**given)] == [known.id]
    deal = next(iter(allo.v2.deals.iter()))
    statuses = {one.id for one in allo.v2.people.iter(deal_status=deal.status or "")}
    assert deal.company is not None
    assert {one.id for one in people if one.company and one.company.id == deal.company.id} <= statuses


def test_keys_that_the_search_does_not_have_return_the_whole_book(mock: MockAllo, http: httpx.Client) -> None:
    """As live, a misspelt filter is ignored without a word."""
    for body in ({"phone_number": FREE}, {"query": "nobody"}, {"filters": {"phone": FREE}}):
        answer = http.post(f"{V2}/crm/people/search", json=body).json()
        assert answer["pagination"]["total_count"] == len(mock.numbers) * 12
        assert len(answer["data"]) == 20


def test_a_company_counts_its_people(allo: AlloClient) -> None:
    """Its people, their calls and messages, and the last of these are those of the people who show it."""
    company = allo.v2.companies.search(sort="NAME_ASC", size=1).results[0]
    people = [one for one in allo.v2.people.iter() if one.company and one.company.id == company.id]
    assert company.person_count == len(people)
    assert company.interactions == sum(one.interactions or 0 for one in people)
    assert company.last_activity_at == max(one.last_activity_at for one in people if one.last_activity_at)
