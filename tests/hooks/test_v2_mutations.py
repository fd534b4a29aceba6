"""The mutations of version 2: what each sends, and which queries are asked again afterwards."""

from __future__ import annotations

import pytest

from allo_ext import AlloClient, AlloError
from allo_ext.hooks import (
    use_add_tags,
    use_append_queue_numbers,
    use_clear_queue_numbers,
    use_companies,
    use_contacts,
    use_conversations,
    use_create_company,
    use_create_deal,
    use_create_person,
    use_create_summary_template,
    use_create_webhook_v2,
    use_deals,
    use_delete_deal,
    use_delete_summary_template,
    use_delete_webhook_v2,
    use_dialing_queue,
    use_execute_action,
    use_item,
    use_items,
    use_numbers_v2,
    use_people,
    use_person,
    use_remove_tag,
    use_replace_summary_template,
    use_reset_dialing_queue,
    use_send_sms,
    use_set_default_summary_template,
    use_summary_templates,
    use_tags,
    use_update_company,
    use_update_deal,
    use_update_person,
    use_update_summary,
    use_update_webhook_v2,
    use_upsert_dialing_queue,
    use_webhooks_v2,
)

LINE, OTHER = "+12025550143", "+12025550178"
URL = "https://example.com/allo"

# The hook, what is done with it, and the queries that are asked again; {0} and {1} are calls, {2} and {3} people.
MUTATIONS = {
    "use_execute_action": (
        use_execute_action,
        lambda act, ids: act(ids["number"], "UNREAD"),
        ["conversations", "items"],
    ),
    "use_add_tags": (use_add_tags, lambda act, ids: act(ids["call"], ["vip"]), ["items", "tags", "item"]),
    "use_remove_tag": (use_remove_tag, lambda act, ids: act(ids["call"], "to_drop"), ["items", "item"]),
    "use_update_summary": (
        use_update_summary,
        lambda act, ids: act(ids["call"], content="They will call back."),
        ["items", "item"],
    ),
    "use_create_person": (
        use_create_person,
        lambda act, _: act(numbers=["+33639989876"], name="Jeanne"),
        ["people", "contacts"],
    ),
    "use_update_person": (
        use_update_person,
        lambda act, ids: act(ids["person"], job_title="CEO"),
        ["people", "contacts", "person"],
    ),
    "use_create_company": (use_create_company, lambda act, _: act(name="Elm"), ["companies"]),
    "use_update_company": (use_update_company, lambda act, ids: act(ids["company"], name="Elm"), ["companies"]),
    "use_create_deal": (use_create_deal, lambda act, _: act(name="A boat"), ["deals"]),
    "use_update_deal": (use_update_deal, lambda act, ids: act(ids["deal"], name="Two boats"), ["deals"]),
    "use_delete_deal": (use_delete_deal, lambda act, ids: act(ids["deal"]), ["deals"]),
    "use_reset_dialing_queue": (use_reset_dialing_queue, lambda act, _: act(name="Monday"), ["queue"]),
    "use_upsert_dialing_queue": (use_upsert_dialing_queue, lambda act, _: act(name="Tuesday"), ["queue"]),
    "use_append_queue_numbers": (use_append_queue_numbers, lambda act, _: act([OTHER]), ["queue"]),
    "use_clear_queue_numbers": (use_clear_queue_numbers, lambda act, _: act(unassigned=True), ["queue"]),
    "use_create_summary_template": (use_create_summary_template, lambda act, _: act(name="Short"), ["templates"]),
    "use_replace_summary_template": (
        use_replace_summary_template,
        lambda act, ids: act(ids["template"], name="Long", call_context=None, icon=None, sections=[]),
        ["templates"],
    ),
    "use_delete_summary_template": (
        use_delete_summary_template,
        lambda act, ids: act(ids["template"]),
        ["templates"],
    ),
    "use_set_default_summary_template": (
        use_set_default_summary_template,
        lambda act, ids: act(LINE, template_key=ids["template"]),
        ["numbers"],
    ),
    "use_create_webhook_v2": (use_create_webhook_v2, lambda act, _: act(url=URL, topics=["call.completed"]), ["hooks"]),
    "use_update_webhook_v2": (use_update_webhook_v2, lambda act, ids: act(ids["hook"], enabled=False), ["hooks"]),
    "use_delete_webhook_v2": (use_delete_webhook_v2, lambda act, ids: act(ids["hook"]), ["hooks"]),
    "use_send_sms": (
        use_send_sms,
        lambda act, _: act(from_=LINE, to=OTHER, message="On our way"),
        ["conversations", "items"],
    ),
}
# The queries on the page, and where each asks.
SCREEN = {
    "items": (lambda _: use_items(size=3), "POST /v2/api/conversations/items/search"),
    "item": (lambda ids: use_item(ids["call"]), "GET /v2/api/conversations/items/{call}"),
    "other item": (lambda ids: use_item(ids["other"]), "GET /v2/api/conversations/items/{other}"),
    "conversations": (lambda _: use_conversations(allo_number=LINE), "GET /v2/api/conversations"),
    "tags": (lambda _: use_tags(), "GET /v2/api/tags"),
    "people": (lambda _: use_people(size=3), "POST /v2/api/crm/people/search"),
    "person": (lambda ids: use_person(ids["person"]), "GET /v2/api/crm/people/{person}"),
    "other person": (lambda ids: use_person(ids["stranger"]), "GET /v2/api/crm/people/{stranger}"),
    "contacts": (lambda _: use_contacts(size=3), "GET /v1/api/contacts"),
    "companies": (lambda _: use_companies(), "POST /v2/api/crm/companies/search"),
    "deals": (lambda _: use_deals(), "POST /v2/api/crm/deals/search"),
    "queue": (lambda _: use_dialing_queue(), "GET /v2/api/dialing-queues/current"),
    "templates": (lambda _: use_summary_templates(), "GET /v2/api/summary_templates"),
    "numbers": (lambda _: use_numbers_v2(), "GET /v2/api/numbers"),
    "hooks": (lambda _: use_webhooks_v2(), "GET /v2/api/webhooks"),
}
READS = {path for _, path in SCREEN.values()}


@pytest.fixture
def ids(mock) -> dict[str, str]:
    """The ids of what the mutations are about."""
    with AlloClient(mock.api_key, transport=mock.transport, pace=None) as allo:
        v2 = allo.v2
        calls = [item for item in v2.items.iter(type="CALL", allo_number=LINE, limit=40) if item.contacts]
        people = list(v2.people.search(size=2))
        v2.items.add_tags(calls[0].id, ["to_drop"])
        v2.dialing_queue.upsert(name="Monday")
        found = {
            "call": calls[0].id,
            "other": calls[1].id,
            "number": calls[0].contact_number or "",
            "person": people[0].id,
            "stranger": people[1].id,
            "company": v2.companies.create(name="Oak & Sons").id,
            "deal": v2.deals.create(name="A fleet of vans").id,
            "template": v2.summary_templates.create(name="Short").id or "",
            "hook": v2.webhooks.create(url=URL, topics=["tag.added"]).id or "",
        }
    mock.requests.clear()
    return found


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_acts_and_refreshes_what_it_changes(name, screen, mock, ids):
    """It says is_pending and then is_success, and exactly the queries that it changes are asked again."""
    hook, act, refreshed = MUTATIONS[name]
    probe, *queries = screen.show(lambda _: hook(), *(query for query, _ in SCREEN.values()), argument=ids)
    for query in queries:
        query.settle()
    before = len(mock.requests)
    resting = probe.now
    began = act(resting.mutate, ids)
    screen.until(lambda: probe.now.is_success or probe.now.error)
    paths = {path.format(**ids): name for name, (_, path) in SCREEN.items()}

    def again() -> list[str]:
        asked = [f"{request.method} {request.path}" for request in list(mock.requests)[before:]]
        # append_numbers reads the queue itself, first
        return [paths[path] for path in asked[name == "use_append_queue_numbers" :] if path in paths]

    screen.until(lambda: len(again()) >= len(refreshed))
    for query in queries:
        query.settle()

    assert (resting.is_pending, resting.data, resting.error, resting.is_success, began) == (
        *(False, None, None, False),
        True,
    )
    assert (probe.now.error, probe.now.is_success) == (None, True)
    assert sorted(again()) == sorted(refreshed)


def test_a_tag_that_was_added_is_on_the_call(screen, ids):
    """The query of the call shows it without a reload; removing it as well."""
    add, remove, item = screen.show(
        lambda _: use_add_tags(), lambda _: use_remove_tag(), lambda ids: use_item(ids["call"]), argument=ids
    )
    item.settle()
    add.mutate(ids["call"], ["vip"])
    screen.until(lambda: "vip" in item.now.data.tags)
    remove.mutate(ids["call"], "vip")
    screen.until(lambda: "vip" not in item.now.data.tags)

    assert "to_drop" in item.now.data.tags


def test_a_refused_mutation_has_an_error(screen, ids):
    """A tag that is there already is refused by the API; reset clears the error."""
    probe = screen.show(lambda _: use_add_tags())
    probe.now.mutate(ids["call"], ["to_drop"])
    screen.until(lambda: probe.now.error is not None)
    error = probe.now.error
    probe.now.reset()
    screen.until(lambda: probe.now.error is None)

    assert isinstance(error, AlloError)
    assert (error.code, error.maybe_sent) == ("TAG_ALREADY_EXISTS", False)
