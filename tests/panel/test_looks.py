"""The panel as it looks, and what it keeps to itself: dark, light, narrow, and no word to a stranger."""

from __future__ import annotations

import os
import re
import struct

import pytest

from allo_ext.testing import event

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make .venv")
sync_api.expect.set_options(timeout=20_000)
expect = sync_api.expect

# The contrast of every text with what is painted behind it, by WCAG's formula; the lowest are returned.
FAINT = """() => {
  const read = (colour) => { const c = colour.match(/[\\d.]+/g).map(Number); return c.length < 4 ? [...c, 1] : c; };
  const bend = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (c) => { const f = c.slice(0, 3).map((v) => bend(v / 255));
    return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const behind = (node) => { for (let n = node; n; n = n.parentElement) {
    const colour = getComputedStyle(n).backgroundColor, c = read(colour);
    if (c[3] === 1 && colour.startsWith('rgb')) return c; } return [255, 255, 255, 1]; };
  const found = [];
  for (const node of document.querySelectorAll('.allo-desk *')) {
    const text = [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!text || !node.checkVisibility() || node.closest(':disabled, svg, .allo-hidden')) continue;
    const pair = [light(read(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) found.push(node.className + ': ' + node.textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return found;
}"""
KNOCK = """(url) => new Promise((done) => {
  const socket = new WebSocket(url);
  socket.onopen = () => done('in');
  socket.onerror = () => done('out');
})"""
WIDTH = "[document.documentElement.scrollWidth, window.innerWidth]"


def go(page, view):
    page.get_by_role("navigation").get_by_role("button", name=view).click()


def open_a_call(page):
    page.get_by_role("button", name=re.compile("Answered")).first.click()
    expect(page.get_by_role("region", name=re.compile("The call with"))).to_be_visible()


def open_a_conversation(page):
    go(page, "Contacts")
    page.get_by_role("region", name="Contacts").get_by_role("button", name="Rosa O'Connell").click()
    expect(page.get_by_role("log", name="Calls and SMS")).to_be_visible()


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)], ids=["light", "dark"])
def test_every_text_can_be_read(office, open_panel, scheme, is_dark):
    """The colours follow the system, and each text stands out from what is behind it by 4.5 to 1."""
    page = open_panel(office.address, color_scheme=scheme).page
    open_a_call(page)
    faint = page.evaluate(FAINT)
    open_a_conversation(page)
    faint += page.evaluate(FAINT)
    go(page, "Webhooks")
    expect(page.get_by_role("button", name="Create", exact=True)).to_be_visible()
    faint += page.evaluate(FAINT)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert ([], is_dark) == (faint, max(map(int, re.findall(r"\d+", ground))) < 60)


def test_a_narrow_window_is_enough(office, open_panel):
    """On 390 points nothing is wider than the window, and one goes from a conversation back to the list."""
    page = open_panel(office.address, viewport={"width": 390, "height": 844}).page
    open_a_call(page)
    widths = [page.evaluate(WIDTH)]
    open_a_conversation(page)
    widths.append(page.evaluate(WIDTH))
    expect(page.get_by_label("Search")).to_be_hidden()
    page.get_by_role("button", name="All contacts").click()
    expect(page.get_by_label("Search")).to_be_visible()
    go(page, "Webhooks")
    expect(page.get_by_role("button", name="Create", exact=True)).to_be_visible()
    widths.append(page.evaluate(WIDTH))

    assert widths == [[390, 390]] * 3


def test_neither_key_nor_token_reaches_the_browser(office, open_panel):
    """Every frame both ways, every response and the page itself are searched for both."""
    visit = open_panel(office.address)
    page = visit.page
    open_a_call(page)
    open_a_conversation(page)
    page.get_by_label("Message").fill("Until Thursday then, Rosa!")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent to")).to_be_visible()
    go(page, "Webhooks")
    page.get_by_role("textbox", name="URL").fill("https://tunnel.example")
    page.get_by_label(re.compile("leads to this panel")).check()
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("https://tunnel.example/allo/…")).to_be_visible()
    frames = [frame if isinstance(frame, bytes) else frame.encode() for frame in visit.frames]
    bodies = [response.body() for response in visit.responses if response.ok and response.request.method == "GET"]
    seen = [*frames, *bodies, page.content().encode()]

    assert [text[:80] for text in seen for secret in (office.key, office.token) if secret.encode() in text] == []
    assert any(b"Until Thursday then, Rosa!" in frame for frame in frames)
    assert len(bodies) > 5


def test_the_guard_sees_a_stranger(office, open_panel):
    """A request to another host is noted, so that the tests above could fail; it does not leave."""
    visit = open_panel(office.address)
    visit.page.evaluate("fetch('https://stranger.example/').catch(() => 0)")
    noted = list(visit.strangers)
    visit.strangers.clear()

    assert noted == ["https://stranger.example/"]


def test_another_page_cannot_work_the_panel(office, open_panel):
    """A websocket from a page of another origin is refused."""
    socket = office.url.replace("http", "ws") + "/jupyter/api/kernels/a/channels?session_id=b"
    visit = open_panel(office.base_url.removesuffix("/v1/api") + "/nowhere")

    assert visit.page.evaluate(KNOCK, socket) == "out"


def test_a_key_that_allo_does_not_know_is_said_once(office, open_panel, started):
    """Every view has one box about it, however many requests were refused."""
    with started(office.base_url, "a-key-that-nobody-knows") as address:
        page = open_panel(address).page
        for view in ("Today", "Contacts", "Webhooks"):
            go(page, view)
            expect(page.get_by_role("alert")).to_have_text(re.compile("The API key is invalid"))
            page.wait_for_timeout(500)
            expect(page.get_by_role("alert")).to_have_count(1)


def test_an_address_that_cannot_be_reached_is_named(open_panel, started):
    """One box says where the panel looked for the API."""
    with started("http://127.0.0.1:9/v1/api", "key") as address:
        page = open_panel(address).page
        expect(page.get_by_role("alert")).to_contain_text(
            "Allo cannot be reached at http://127.0.0.1:9.", timeout=40_000
        )


@pytest.mark.parametrize("size", [(1280, 860), (1920, 1080), (1100, 700)], ids=str)
def test_the_list_of_contacts_shows_whole_rows(office, open_panel, size):
    """It does not end in the middle of one, and no number is cut."""
    page = open_panel(office.address, viewport={"width": size[0], "height": size[1]}).page
    go(page, "Contacts")
    expect(page.get_by_text("120 contacts")).to_be_visible()
    height, row = page.evaluate(
        "['.allo-contacts ul', '.allo-person'].map((s) => document.querySelector(s).clientHeight)"
    )
    cut = page.evaluate(
        "[...document.querySelectorAll('.allo-reach span')].filter((n) => n.scrollWidth > n.clientWidth + 1).length"
    )
    names = page.locator(".allo-person b").all_inner_texts()

    assert (height % row, cut, height > 3 * row) == (0, 0, True)
    assert names[:3] == sorted(names[:3])


def test_whoever_was_chosen_from_a_search_stays_in_sight(mock_office, open_panel):
    """When the search is cleared, the list is where the chosen contact is, however far down, and marks that row."""
    page = open_panel(mock_office, viewport={"width": 1280, "height": 860}).page
    go(page, "Contacts")
    expect(page.get_by_role("button", name="Show 100 more", exact=True)).to_be_visible()
    page.get_by_label("Search").fill("Wesley Navarro")
    expect(page.locator(".allo-person")).to_have_count(1)
    page.locator(".allo-person").click()
    expect(page.get_by_role("log", name="Calls and SMS")).to_be_visible()
    page.get_by_label("Search").fill("")
    expect(page.get_by_text("300 contacts", exact=True)).to_be_visible()

    expect(page.locator(".allo-person.on")).to_be_in_viewport(ratio=0.9)


def test_a_key_that_lacks_a_scope_shows_the_rest(office, open_panel, started):
    """Calls stand there with their numbers; where the scope is missing, its name is said."""
    with started(office.base_url, "without-contacts") as url:
        page = open_panel(url).page
        expect(page.get_by_role("alert")).to_contain_text("The key lacks the scope CONTACTS_READ.")
        expect(page.get_by_role("button", name=re.compile(r"\+1212555")).first).to_be_visible()
        go(page, "Contacts")
        expect(page.get_by_role("alert").get_by_role("button", name="Retry")).to_be_visible()
        go(page, "Webhooks")
        expect(page.get_by_role("alert")).to_contain_text("WEBHOOKS_READ_WRITE")


def test_without_a_key_it_says_how_to_set_one(office, open_panel, started):
    """The page stands, and tells what to type; live events are off, and it says how to have them."""
    panel = started(office.base_url, None, "--host", "127.0.0.2")
    with panel as url:
        page = open_panel(url).page
        expect(page.get_by_role("alert").first).to_contain_text("There is no API key.")
        expect(page.get_by_text("export ALLO_API_KEY=…").first).to_be_visible()
        expect(page.get_by_text("Live events are off. ALLO_WEBHOOK_TOKEN is not set.")).to_be_visible()

    assert "Anyone with the panel's URL can read your calls" in "".join(panel.said)


def test_solara_runs_it_as_well(office, open_panel, started_by_solara):
    """`solara run allo_ext.panel` shows the same, takes deliveries, and asks no stranger for anything."""
    panel = started_by_solara(office.base_url, office.key, ALLO_WEBHOOK_TOKEN=office.token)
    with panel as url:
        page = open_panel(url).page
        expect(page.get_by_role("heading", name="Today's calls")).to_be_visible()
        delivery = office.mock.deliver(event("PING"), f"{url.partition('/?')[0]}/allo/{office.token}")
        expect(page.get_by_role("log", name="Live events")).to_contain_text("PING")

    assert delivery.status == 200
    assert sum(url.partition("?token=")[2] in line for line in panel.said) == 1  # where it is announced, in no log


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 860), (1920, 1080), (390, 844)], ids=["1280", "1920", "390"])
def test_pictures_for_the_docs(mock_office, open_panel, images, size, scheme):
    """The panel against `allo mock`; the pictures are written into the docs where ALLO_SCREENSHOTS is set."""
    page = open_panel(mock_office, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme).page
    expect(page.get_by_role("region", name="Numbers").get_by_role("listitem").first).to_be_visible()
    expect(page.get_by_label("Today in numbers")).to_be_visible()
    pictures = {"today": page.screenshot(animations="disabled")}
    go(page, "Contacts")
    page.get_by_label("Search").fill("Amelia Lindqvist")
    page.get_by_role("region", name="Contacts").get_by_role("button", name="Amelia Lindqvist").first.click()
    expect(page.get_by_role("log", name="Calls and SMS")).to_be_visible()
    if page.get_by_label("Search").is_visible():
        page.get_by_label("Search").fill("")
        expect(page.get_by_text("300 contacts", exact=True)).to_be_visible()
    page.get_by_label("Message").fill("Thank you, see you on Thursday!")
    expect(page.get_by_text(re.compile("31 characters"))).to_be_visible()
    page.mouse.move(0, 0)  # the row under it looks chosen
    pictures["contacts"] = page.screenshot(animations="disabled")
    for view, picture in pictures.items():
        (images / f"panel-{view}-{size[0]}-{scheme}.png").write_bytes(picture)

    assert {struct.unpack(">II", picture[16:24]) for picture in pictures.values()} == {size}
    assert min(map(len, pictures.values())) > 15_000


def choose_first(page, tries=4):
    """Select the first contact of the list; again if the list was replaced meanwhile by the one that was asked for."""
    first = page.get_by_role("region", name="Contacts").get_by_role("listitem").first.get_by_role("button")
    talk = page.get_by_role("log", name="Calls and SMS")
    for _ in range(tries - 1):
        first.click()
        try:
            talk.wait_for(timeout=6_000)
        except sync_api.TimeoutError:
            continue
        return
    first.click()
    expect(talk).to_be_visible()


def test_pictures_of_version_2(mock_office, open_panel, images):
    """A call with its tags, and somebody unread with a deal; they are written into the docs likewise."""
    page = open_panel(mock_office, viewport={"width": 1280, "height": 860}, color_scheme="light").page
    open_a_call(page)
    detail = page.get_by_role("region", name=re.compile("The call with"))
    expect(detail.get_by_role("definition").first).to_be_visible()
    tags = detail.get_by_role("group", name="Tags")
    tags.get_by_label("New tag").fill("follow_up")
    tags.get_by_role("button", name="Add tag").click()
    expect(tags.get_by_text("follow_up", exact=True)).to_be_visible()
    detail.scroll_into_view_if_needed()
    pictures = {"call": page.screenshot(animations="disabled")}
    go(page, "Contacts")
    page.get_by_role("button", name="Unresponded", exact=True).click()
    choose_first(page)
    page.mouse.move(0, 0)
    pictures["unresponded"] = page.screenshot(animations="disabled")
    for name, picture in pictures.items():
        (images / f"panel-v2-{name}-1280-light.png").write_bytes(picture)

    assert {struct.unpack(">II", picture[16:24]) for picture in pictures.values()} == {(1280, 860)}


@pytest.fixture
def images(tmp_path):
    """Where pictures go."""
    from pathlib import Path

    chosen = Path(__file__).parents[2] / "docs" / "images" if os.environ.get("ALLO_SCREENSHOTS") else tmp_path
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen
