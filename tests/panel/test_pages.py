"""The panel in a browser, against MockAllo."""

from __future__ import annotations

import re

import pytest

from allo_ext.testing import event

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make .venv")
sync_api.expect.set_options(timeout=20_000)
expect = sync_api.expect

ROSA = "Rosa O'Connell"
INES = re.compile("Inès Tessier")
GAPS = (0, 5, 60, 100, 115, 130, 180)
"""Milliseconds between two clicks."""


@pytest.fixture
def rosa(panel):
    """The conversation with a contact in America."""
    return choose(panel, ROSA)


def choose(page, name):
    page.get_by_role("button", name="Contacts", exact=True).click()
    page.get_by_role("region", name="Contacts").get_by_role("button", name=name).click()
    conversation = page.get_by_role("region", name="Conversation")
    expect(conversation.get_by_role("heading", name=name)).to_be_visible()
    return conversation


def test_the_day_is_there_when_the_page_is(panel, office):
    """Numbers, sums, the chart and the newest calls, by the names of the contacts, in the zone that is named."""
    sums = panel.get_by_label("Today in numbers")
    expect(sums).to_contain_text(re.compile(r"answer rate\s*\d+ %"))
    expect(panel.get_by_role("region", name="Numbers").get_by_role("listitem")).to_have_count(6)
    expect(panel.get_by_role("img", name="Calls of today by hour")).to_be_visible()
    expect(panel.get_by_text(re.compile(r"Times in \w+"))).to_be_visible()
    first = panel.get_by_role("region", name="Today's calls").get_by_role("listitem").first
    expect(first).to_contain_text("Liam Mercer")
    expect(first).to_contain_text("Incoming, Head office")


def test_a_call_opens_with_what_was_said(panel):
    """Summary, transcript and recording; a second click closes it."""
    row = panel.get_by_role("button", name=re.compile("Answered")).first
    row.click()
    detail = panel.get_by_role("region", name=re.compile("The call with"))
    expect(detail.get_by_role("definition").first).to_be_visible()
    expect(detail).to_contain_text(re.compile(r"Team\s+\d:\d\d"))
    recording = detail.get_by_role("link", name="Download recording").get_attribute("href")
    saved = panel.request.get(panel.url.rstrip("/") + recording)
    row.click()
    expect(detail).to_have_count(0)

    assert (saved.headers["content-type"], len(saved.body()) > 1000) == ("audio/mpeg", True)


def test_more_calls_come_when_they_are_asked_for(panel):
    """The list is read in pieces, and ends."""
    rows = panel.get_by_role("region", name="Today's calls").get_by_role("listitem")
    expect(rows).to_have_count(15)
    more = panel.get_by_role("button", name=re.compile(r"Show \d+ more"))
    calls = 15
    while more.count():  # the hour of the day decides how many calls there are
        counts = [int(count) for count in re.findall(r"\d+", more.inner_text())]
        assert counts[0] == min(15, counts[-1])
        calls, shown = rows.count() + counts[-1], rows.count() + counts[0]
        more.click()
        expect(rows).to_have_count(shown)

    expect(rows).to_have_count(calls)


def test_calls_are_counted_by_day_too(panel):
    """The switch draws the week; the table beside says the same in numbers."""
    panel.get_by_role("button", name="By day").click()
    expect(panel.get_by_role("img", name="Calls of the last 7 days by day")).to_be_visible()
    panel.get_by_text("Show as table").click()
    expect(panel.get_by_role("table").get_by_role("row")).to_have_count(8)


def test_contacts_are_found_over_all_pages(panel, office):
    """All 120 are searched, though the API gives 100 a page; numbers are found as people write them."""
    panel.get_by_role("button", name="Contacts", exact=True).click()
    expect(panel.get_by_text("120 contacts")).to_be_visible()
    last = office.mock._state.contacts(119, 120)[0]
    field = panel.get_by_label("Search")
    field.fill(last.numbers[0][-9:])
    people = panel.get_by_role("region", name="Contacts").get_by_role("listitem")
    expect(people.filter(has_text=last.name)).to_be_visible()
    expect(people).to_have_count(1)
    field.fill("nobody is called that")
    expect(panel.get_by_text("None of 120 contacts matches")).to_be_visible()


def test_a_message_is_sent_once_and_stands_in_the_conversation(panel, office, rosa):
    """What is written is counted, goes out from the line that is chosen, and is the last of the chat."""
    before = len(office.mock.sent)
    expect(rosa.get_by_role("button", name="Send")).to_be_disabled()
    rosa.get_by_label("Message").fill("Merci ! À jeudi, 10 €.")
    expect(rosa.get_by_text("22 characters · 1 SMS")).to_be_visible()
    rosa.get_by_label("From").select_option(label="West coast sales · +14155550187")
    rosa.get_by_role("button", name="Send").click()
    expect(rosa.get_by_text("Sent to +12125550101.")).to_be_visible()
    expect(rosa.get_by_role("log").get_by_role("listitem").last).to_contain_text("Merci ! À jeudi, 10 €.")
    expect(rosa.get_by_label("Message")).to_have_value("")
    sent = office.mock.sent[before:]

    assert [(message.from_number, message.to_number) for message in sent] == [("+14155550187", "+12125550101")]


REPEAT = """() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    send.call(this, data);
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    if (text.includes('"event":"send"') || text.includes('"event": "send"')) {
      window.repeated = (window.repeated || 0) + 1;
      for (const delay of [0, 60, 150, 400]) setTimeout(() => send.call(this, data), delay);
    }
  };
}"""


@pytest.fixture
def slow(office):
    """Every answer of the API takes a moment."""
    office.mock.latency = 0.1
    yield
    office.mock.latency = 0.0


def test_the_sender_stays_while_a_message_is_written(panel, office, rosa):
    """A message that arrives on another line does not change the sender of the one that is being written."""
    sender = rosa.get_by_label("From")
    rosa.get_by_label("Message").fill("I will call you back.")
    chosen = sender.input_value()
    other = next(
        value for value in sender.locator("option").evaluate_all("all => all.map(one => one.value)") if value != chosen
    )
    office.mock.simulate_sms(contact_number="+12125550101", allo_number=other, content="This is my other line.")
    office.deliver(
        event("SMS_RECEIVED", contact_number="+12125550101", allo_number=other, content="This is my other line.")
    )
    expect(rosa.get_by_role("log").get_by_role("listitem").last).to_contain_text("This is my other line.")

    assert sender.input_value() == chosen


def test_a_double_click_sends_one_message(panel, office, rosa, slow):
    """A second click is ignored while the message is being sent, and when its answer has just arrived."""
    before = len(office.mock.sent)
    texts = [f"Twice, {gap} ms apart" for gap in GAPS]
    for gap, text in zip(GAPS, texts, strict=True):
        rosa.get_by_label("Message").fill(text)
        expect(rosa.get_by_role("button", name="Send")).to_be_enabled()
        panel.evaluate(
            """(gap) => {
              const submit = () => document.querySelector('.allo-composer').requestSubmit();
              submit();
              setTimeout(submit, gap);
            }""",
            gap,
        )
        expect(rosa.get_by_label("Message")).to_have_value("")
        expect(rosa.get_by_role("log").get_by_role("listitem").last).to_contain_text(text)

    assert [message.content for message in office.mock.sent[before:]] == texts


def test_holding_ctrl_enter_sends_one_message(panel, office, rosa, slow):
    """A key that is held repeats; the message is sent once."""
    before = len(office.mock.sent)
    rosa.get_by_label("Message").fill("Held down")
    panel.keyboard.down("Control")
    for _ in range(60):
        panel.keyboard.down("Enter")
    panel.keyboard.up("Enter")
    panel.keyboard.up("Control")
    expect(rosa.get_by_text("Sent to")).to_be_visible()
    expect(rosa.get_by_role("log").get_by_role("listitem").last).to_contain_text("Held down")

    assert [message.content for message in office.mock.sent[before:]] == ["Held down"]


def test_a_submission_that_arrives_again_sends_one_message(panel, office, rosa, slow):
    """The panel's server decides: what a browser or a network repeats, during or after sending, is ignored."""
    before = len(office.mock.sent)
    panel.evaluate(REPEAT)
    rosa.get_by_label("Message").fill("Repeated on the way")
    rosa.get_by_role("button", name="Send").click()
    expect(rosa.get_by_text("Sent to")).to_be_visible()
    panel.wait_for_timeout(600)

    assert panel.evaluate("window.repeated") == 1
    assert [message.content for message in office.mock.sent[before:]] == ["Repeated on the way"]


def test_a_message_that_is_tried_again_keeps_its_key(panel, office, rosa):
    """Where the first answer was lost, the second request has the same idempotency key, so the API can tell."""
    office.mock.requests.clear()
    office.mock.faults.next(status=503, path="/sms")
    rosa.get_by_label("Message").fill("Are you there?")
    rosa.get_by_role("button", name="Send").click()
    expect(rosa.get_by_role("alert")).to_be_visible()
    rosa.get_by_role("button", name="Send").click()
    expect(rosa.get_by_text("Sent to")).to_be_visible()
    keys = [request.headers["idempotency-key"] for request in office.mock.requests if request.path.endswith("/sms")]

    assert (len(keys), len(set(keys))) == (2, 1)


def test_the_length_tells_what_it_costs(panel, rosa):
    """A character outside the alphabet is named; what is too long cannot be sent."""
    rosa.get_by_label("Message").fill("ж" * 71)
    expect(rosa.get_by_text("71 characters · 2 SMS · 63 left in this one · UCS-2, because of ж")).to_be_visible()
    rosa.get_by_label("Message").fill("a" * 1001)
    expect(rosa.get_by_text("1 too many")).to_be_visible()
    expect(rosa.get_by_role("button", name="Send")).to_be_disabled()


def test_france_is_written_to_under_a_name(panel, office):
    """The account's sender id is offered first; another one is refused with its rule before anything is sent."""
    before = len(office.mock.sent)
    ines = choose(panel, INES)
    ines.get_by_label("Message").fill("Bonjour")
    ines.get_by_label("From").select_option(label="Another sender ID…")
    ines.get_by_label("Sender ID", exact=True).fill("No")
    ines.get_by_role("button", name="Send").click()
    expect(ines.get_by_role("alert")).to_contain_text("sender_id")
    ines.get_by_label("From").select_option(label="MyCompany · sender ID")
    ines.get_by_role("button", name="Send").click()
    expect(ines.get_by_text("Sent to +336")).to_be_visible()
    expect(ines.get_by_role("log").get_by_role("listitem").last).to_contain_text("SMS · MyCompany")

    assert [message.sender_id for message in office.mock.sent[before:]] == ["MyCompany"]


def test_an_error_is_said_and_mended_by_retry(panel, office):
    """A failing conversation says so; Retry asks again, and the conversation is there."""
    path = {1: "/conversation", 2: "/conversations/items/search"}[office.version]
    panel.get_by_role("button", name="Contacts", exact=True).click()  # "Today" reads conversations, too
    expect(panel.get_by_text("120 contacts")).to_be_visible()
    office.mock.faults.next(status=400, body='{"code": "SOMETHING"}', path=path)
    conversation = choose(panel, ROSA)
    alert = conversation.get_by_role("alert")
    expect(alert).to_contain_text("Allo rejected the request (400 SOMETHING).")
    alert.get_by_role("button", name="Retry").click()
    expect(conversation.get_by_role("log")).to_be_visible()
    expect(alert).to_have_count(0)


def test_a_message_that_fails_is_kept(panel, office, rosa):
    """The text stays in the box, and it is said whether it may have gone out."""
    office.mock.faults.next(status=503, path="/sms")
    rosa.get_by_label("Message").fill("Hello again")
    rosa.get_by_role("button", name="Send").click()
    expect(rosa.get_by_role("alert")).to_contain_text("The request may have succeeded")
    expect(rosa.get_by_label("Message")).to_have_value("Hello again")


def test_a_call_that_ends_shows_at_once(panel, office):
    """A delivery is in the live list, in the sums and in today's calls, without a reload."""
    live = panel.get_by_role("region", name="Live")
    count = int(panel.get_by_label("Today in numbers").locator("dd").first.inner_text())
    call = office.mock.simulate_call(contact_number="+12025550199", summary="A caller asks for a quote.")
    delivery = office.deliver(event("CALL_RECEIVED", id=call.id, contact_number="+12025550199", generation="snake"))
    expect(live.get_by_role("listitem").first).to_contain_text("Call from +12025550199")
    expect(panel.get_by_label("Today in numbers").locator("dd").first).to_have_text(str(count + 1))
    expect(panel.get_by_role("region", name="Today's calls")).to_contain_text("A caller asks for a quote.")

    assert delivery.status == 200


def test_a_message_that_comes_shows_in_the_open_conversation(panel, office, rosa):
    """The chat that is open grows by what arrives."""
    office.mock.simulate_sms(contact_number="+12125550101", content="Are you open on Saturday?")
    office.deliver(event("SMS_RECEIVED", contact_number="+12125550101", content="Are you open on Saturday?"))
    expect(rosa.get_by_role("log").get_by_role("listitem").last).to_contain_text("Are you open on Saturday?")


def test_webhooks_come_and_go(panel, office):
    """One is created behind a tunnel, without its token reaching the page; deleting it asks once more."""
    panel.get_by_role("button", name="Webhooks", exact=True).click()
    panel.get_by_role("textbox", name="URL").fill("https://tunnel.example")
    panel.get_by_label(re.compile("leads to this panel")).check()
    panel.get_by_role("button", name="Create", exact=True).click()
    hooks = panel.get_by_role("region", name="Webhooks").get_by_role("listitem")
    expect(hooks.first).to_contain_text("https://tunnel.example/allo/…")
    registered = [hook.url for hook in office.mock._state.webhooks.values()]
    hooks.first.get_by_role("button", name=re.compile("Delete")).click()
    hooks.first.get_by_role("button", name="Confirm delete").click()
    expect(panel.get_by_text("No webhooks.")).to_be_visible()

    assert [f"https://tunnel.example{office.path}"] == registered
    assert dict(office.mock._state.webhooks) == {}


def test_it_works_from_the_keyboard(panel, office):
    """Tab goes from the skip link to views and calls, with the focus to be seen; Enter opens, a form is submitted."""
    keyboard = panel.keyboard
    keyboard.press("Tab")
    expect(panel.get_by_role("link", name="Skip to content")).to_be_focused()
    for _ in range(2):
        keyboard.press("Tab")
    expect(panel.get_by_role("button", name="Contacts", exact=True)).to_be_focused()
    outline = panel.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    keyboard.press("Enter")
    expect(panel.get_by_label("Search")).to_be_visible()
    expect(panel.get_by_text("120 contacts")).to_be_visible()
    for _ in range({1: 2, 2: 5}[office.version]):  # past "Webhooks", and in version 2 past what the list shows
        keyboard.press("Tab")
    expect(panel.get_by_label("Search")).to_be_focused()
    keyboard.type("rosa o'")
    expect(panel.get_by_text("1 of 120 contacts")).to_be_visible()
    keyboard.press("Tab")
    keyboard.press("Enter")
    conversation = panel.get_by_role("region", name="Conversation")
    expect(conversation.get_by_role("log")).to_be_visible()
    expect(conversation.get_by_label("Message")).to_be_visible()
    before = len(office.mock.sent)
    for _ in range(3):
        keyboard.press("Tab")
    expect(conversation.get_by_label("Message")).to_be_focused()
    keyboard.type("By hand")
    keyboard.press("Control+Enter")
    expect(conversation.get_by_text("Sent to +12125550101.")).to_be_visible()

    assert (outline, [message.content for message in office.mock.sent[before:]]) == ("solid", ["By hand"])
