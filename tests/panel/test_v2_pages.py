"""What the panel has with version 2 only, in a browser, against MockAllo."""

from __future__ import annotations

import re

import pytest

from allo_ext import AlloClient

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make .venv")
sync_api.expect.set_options(timeout=20_000)
expect = sync_api.expect

STRANGER = "+12025550199"
pytestmark = pytest.mark.parametrize("office", [2], ids=["v2"], indirect=True)


@pytest.fixture
def allo(office):
    """A client of the account."""
    with AlloClient(office.key, transport=office.mock.transport, pace=None) as allo:
        yield allo


def go(page, view):
    page.get_by_role("navigation").get_by_role("button", name=view).click()


def open_a_call(page):
    page.get_by_role("button", name=re.compile("Answered")).first.click()
    detail = page.get_by_role("region", name=re.compile("The call with"))
    expect(detail).to_be_visible()
    return detail


def test_a_call_says_who_took_it(panel, allo):
    """In the list and in its details, by the name of the team member; the transcript is loaded when it is opened."""
    team = {user.name for user in allo.v2.users.list()} | {user.name for user in allo.v2.users.list(status="BLOCKED")}
    detail = open_a_call(panel)
    expect(detail.get_by_role("definition").first).to_be_visible()
    facts = detail.locator(".allo-facts-line").inner_text()
    name = facts.partition(" by ")[2].partition(" · ")[0]

    assert name in team
    assert name in panel.get_by_role("button", name=re.compile("Answered")).first.inner_text()


def test_tags_are_added_and_removed(panel, office, allo):
    """A tag goes to the API and shows on the call; the button beside it removes it."""
    detail = open_a_call(panel)
    tags = detail.get_by_role("group", name="Tags")
    tags.get_by_label("New tag").fill("vip")
    tags.get_by_role("button", name="Add tag").click()
    expect(tags.get_by_text("vip", exact=True)).to_be_visible()
    expect(tags.get_by_label("New tag")).to_have_value("")
    tagged = allo.v2.items.search(tags=["vip"]).total_count
    tags.get_by_role("button", name="Remove tag vip").click()
    expect(tags.get_by_text("vip", exact=True)).to_have_count(0)

    assert (tagged, allo.v2.items.search(tags=["vip"]).total_count) == (1, 0)


def test_a_tag_that_is_refused_says_why(panel, office):
    """The reason is beside the field, and the call keeps its tags."""
    tags = open_a_call(panel).get_by_role("group", name="Tags")
    office.mock.faults.next(status=403, body='{"error": {"code": "FORBIDDEN"}}', method="POST", path="/tags")
    tags.get_by_label("New tag").fill("vip")
    tags.get_by_role("button", name="Add tag").click()
    expect(tags.get_by_role("alert")).to_be_visible()
    expect(tags.get_by_text("vip", exact=True)).to_have_count(0)


def test_contacts_are_searched_by_the_server(panel, office):
    """What is typed is in a request; no other page of the address book is read for it."""
    go(panel, "Contacts")
    expect(panel.get_by_text("120 contacts")).to_be_visible()
    office.mock.requests.clear()
    panel.get_by_label("Search").fill("rosa o'")
    expect(panel.get_by_text("1 of 120 contacts")).to_be_visible()
    asked = [request.json.get("search") for request in office.mock.requests if request.path.endswith("/people/search")]

    assert asked == ["rosa o'"]
    assert [request.path for request in office.mock.requests if "/v1/api/contacts" in request.path] == []


def test_a_conversation_has_the_deals_of_the_contact(panel, allo):
    """By name and stage, under the name of the contact."""
    deal = next(deal for deal in allo.v2.deals.iter() if deal.company and somebody_at(allo, deal.company.name))
    person = somebody_at(allo, deal.company.name)
    go(panel, "Contacts")
    panel.get_by_label("Search").fill(person.full_name)
    panel.get_by_role("region", name="Contacts").get_by_role("button", name=person.full_name).first.click()
    conversation = panel.get_by_role("region", name="Conversation")

    expect(conversation.get_by_role("list", name="Deals")).to_contain_text(deal.name)


def somebody_at(allo, company):
    """Return somebody of a company who has talked with us."""
    return next(
        (
            person
            for person in allo.v2.people.iter(company=company)
            if person.numbers and allo.v2.items.search(contact_number=person.numbers[0], size=1).results
        ),
        None,
    )


def test_unread_is_listed_and_marked_as_read(panel, office, allo):
    """A message from a number that nobody has is unread; its conversation opens, and is read after a click."""
    office.mock.simulate_sms(office.mock.numbers[0], contact_number=STRANGER, content="Do you deliver?")
    go(panel, "Contacts")
    panel.get_by_role("button", name="Unread", exact=True).click()
    people = panel.get_by_role("region", name="Contacts").get_by_role("listitem")
    people.filter(has_text=STRANGER).get_by_role("button").click()
    conversation = panel.get_by_role("region", name="Conversation")
    expect(conversation.get_by_role("log")).to_contain_text("Do you deliver?")
    conversation.get_by_role("button", name="Mark as read").click()
    expect(people.filter(has_text=STRANGER)).to_have_count(0)

    assert allo.v2.items.search(contact_number=STRANGER, unread=True).total_count == 0


def test_who_waits_for_a_response_is_listed(panel, office):
    """The same people as the API says, each once."""
    go(panel, "Contacts")
    panel.get_by_role("button", name="Unresponded", exact=True).click()
    expect(panel.get_by_role("button", name="Unresponded", exact=True)).to_have_attribute("aria-pressed", "true")
    people = panel.get_by_role("region", name="Contacts").get_by_role("listitem")
    expect(people.first).to_be_visible()

    assert people.count() > 1


def test_a_call_leads_to_the_conversation(panel):
    """Also where the call has no contact of version 1."""
    detail = open_a_call(panel)
    detail.get_by_role("button", name="Open conversation").click()

    expect(panel.get_by_role("region", name="Conversation").get_by_role("log")).to_be_visible()
