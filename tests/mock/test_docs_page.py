"""The specification as a page, on a mock that listens."""

from __future__ import annotations

import json
import re
import sys
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.testing import Served

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def served(mock: MockAllo) -> Iterator[Served]:
    with mock.serve() as served:
        yield served


@pytest.fixture
def http(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.origin, trust_env=False, timeout=10) as client:
        yield client


def assets(page: str) -> list[str]:
    """What a page loads by itself."""
    return re.findall(r'(?:src|href)="(?!data:)([^"]+)"', page)


def test_the_page_and_all_it_names_come_from_the_mock(http, served):
    """Each file that the page asks for is answered, with its type, by the host that the page came from."""
    page = http.get("/docs")
    kinds = {}
    for name in assets(page.text):
        answer = http.get(urljoin(served.docs_url, name))
        assert urlsplit(str(answer.url)).netloc == urlsplit(served.origin).netloc
        kinds[name.rsplit("/", 1)[-1]] = (answer.status_code, answer.headers["content-type"].partition(";")[0])

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert kinds == {
        "swagger-ui.css": (200, "text/css"),
        "swagger-ui-bundle.js": (200, "text/javascript"),
        "start.js": (200, "text/javascript"),
    }


def test_no_foreign_host_is_named(http):
    """Neither the page nor its script says where else to go; the browser would not be let go there, either."""
    page, start = http.get("/docs"), http.get("/docs/start.js")

    assert "//" not in page.text + start.text
    assert page.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize(
    ("path", "version"), [pytest.param("/openapi.json", "v1", id="v1"), pytest.param("/openapi-v2.json", "v2", id="v2")]
)
def test_a_specification_is_the_document_with_the_mock_as_its_server(http, path, version):
    """Nothing but `servers` differs from what the mock validates with."""
    served = http.get(path)
    document = json.loads((resources.files("allo_ext.testing") / f"allo-{version}.json").read_text(encoding="utf-8"))
    servers = served.json()["servers"]

    assert served.headers["content-type"] == "application/json"
    assert {**served.json(), "servers": document["servers"]} == document
    assert [urljoin(str(served.url), server["url"]) for server in servers] == [
        str(served.url).replace(path, f"/{version}/api")
    ]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        pytest.param("key", 'const key = "key";', id="the-one-everybody-knows"),
        pytest.param("ak_test_another", "const key = null;", id="another"),
    ],
)
def test_only_the_key_that_everybody_knows_is_filled_in(key, line):
    """A key that somebody chose is not handed to whoever opens the page."""
    with MockAllo(api_key=key, contacts=0, calls=0).serve() as served:
        script = httpx.get(f"{served.docs_url}/start.js", trust_env=False).text

    assert script.splitlines()[0] == line
    assert ("ak_test" in script) is False


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/docs/", 200, id="trailing-slash"),
        pytest.param("HEAD", "/docs", 200, id="head"),
        pytest.param("POST", "/docs", 405, id="post"),
        pytest.param("PUT", "/openapi.json", 405, id="put"),
        pytest.param("GET", "/docs/%2e%2e/plugin.py", 404, id="no-way-out"),
        pytest.param("GET", "/docs/swagger-ui-bundle.js.map", 404, id="unknown-file"),
        pytest.param("GET", "/docsx", 501, id="another-path"),
        pytest.param("GET", "/v1/api/docs", 501, id="not-of-the-api"),
        pytest.param("GET", "/", 501, id="root"),
    ],
)
def test_nothing_else_is_answered(served, method, path, status):
    """The files are those that the page names, and every other path is as unknown as before."""
    target = httpx.URL(served.origin).copy_with(raw_path=path.encode())
    with httpx.Client(trust_env=False) as client:
        answer = client.request(method, target)

    assert answer.status_code == status


def test_a_fault_and_the_journal_do_not_meet_the_page(mock, http):
    """Looking at the page is no request to the API."""
    mock.faults.next(status=503)
    statuses = [http.get(path).status_code for path in ("/docs", "/openapi.json")]

    assert (statuses, mock.faults.pending, len(mock.requests)) == ([200, 200], 1, 0)


def test_without_the_package_the_page_says_what_to_install(http, monkeypatch):
    """One sentence for people, and the specification all the same."""
    monkeypatch.setitem(sys.modules, "mkdocs_swagger_ui_tag", None)
    page = http.get("/docs")

    assert page.status_code == 501
    assert page.headers["content-type"] == "text/plain; charset=utf-8"
    assert "pip install 'withallo-sdk[mock]'" in page.text
    assert http.get("/openapi.json").status_code == 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_every_operation_is_there_and_can_be_tried(mock, served, chromium, scheme):
    """Every operation of both versions is shown, `GET /numbers` is answered, and nothing is asked of anyone else."""
    from playwright import sync_api

    asked: list[str] = []
    complaints: list[str] = []
    with sync_api.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=FLAGS, timeout=60_000)
        page: Any = browser.new_page(color_scheme=scheme)
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(served.docs_url)
        page.get_by_text("/calls", exact=True).wait_for()
        page.get_by_text("/crm/deals/search", exact=True).wait_for()
        shown = page.locator(".opblock-summary-path").all_inner_texts()
        numbers = page.locator("#operations-numbers-list_numbers")
        numbers.locator(".opblock-summary-control").click()
        numbers.get_by_role("button", name="Execute").click()
        status = numbers.locator(".live-responses-table .response-col_status").last.inner_text()
        body = numbers.locator(".live-responses-table .highlight-code").first.inner_text()
        dark = page.evaluate("document.documentElement.classList.contains('dark-mode')")
        browser.close()

    paths = {re.sub("\N{ZERO WIDTH SPACE}", "", path) for path in shown}
    for version in ("v1", "v2"):
        text = (resources.files("allo_ext.testing") / f"allo-{version}.json").read_text(encoding="utf-8")
        document = json.loads(text)
        assert {*document["paths"], *document["webhooks"]} <= paths
    assert (status.split()[0], mock.numbers[0] in body) == ("200", True)
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert (complaints, dark) == ([], scheme == "dark")
