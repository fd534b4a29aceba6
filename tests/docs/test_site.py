"""The site: built without a warning, complete, and without a request to anyone else."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

ROOT = Path(__file__).parents[2]
LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=["']?([^"'\s>]+)"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|icon|preload|preconnect|manifest))[^>]*?\bhref=["']?([^"'\s>]+)"""
    r"""|(?:@import\s+|url\()["']?([^"')\s]+)"""
)
SHOWN = [
    "index",
    "quickstart",
    "faq",
    "cli",
    "webhooks",
    "behind-nginx",
    "nightly-job",
    "testing",
    "recipes",
    "reference/records",
]
"""Pages that are looked at on a wide and on a narrow screen."""
NOT_LOADED = re.compile(r"data:|#")
MODULES = [
    "allo_ext",
    *(f"allo_ext.{name}" for name in ("receiver", "testing", "phone", "hooks", "frames", "panel")),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site as `make docs` builds it: what mkdocs warns of ends the build."""
    pytest.importorskip("mkdocs", reason="mkdocs is not installed here")
    site = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", site],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search(r"warning|deprecat|error", done.stderr, re.IGNORECASE), done.stderr
    return site


def test_every_page_is_in_the_navigation(site, pages):
    """Whoever opens the first page can come to every other one."""
    first = (site / "index.html").read_text(encoding="utf-8")
    docs = ROOT / "docs"
    expected = [page.relative_to(docs).with_suffix(".html").as_posix() for page in pages if docs in page.parents]

    assert [page for page in expected if f'href="{page}"' not in first] == []


def public_names() -> list[tuple[str, str]]:
    return [(name, entry) for name in MODULES for entry in importlib.import_module(name).__all__]


@pytest.fixture(scope="module")
def described(site) -> set[str]:
    """The last word of everything that the reference describes."""
    pages = (page.read_text(encoding="utf-8") for page in (site / "reference").glob("*.html"))
    return {found.rpartition(".")[2] for page in pages for found in re.findall(r'id="(allo_ext[\w.]+)"', page)}


def test_every_public_name_is_in_the_reference(described):
    """With its docstring."""
    assert [f"{module}.{name}" for module, name in public_names() if name not in described] == []


def test_examples_of_docstrings_are_code(site):
    """Where a docstring is not in the form that the site reads, `>>>` comes out as a quotation in a quotation."""
    quoted = [page.name for page in (site / "reference").glob("*.html") if "<blockquote>" in page.read_text("utf-8")]

    assert quoted == []


def test_nothing_is_loaded_from_elsewhere(site):
    """No page, style or picture names another host for what a browser loads when it shows the page."""
    loaded = []
    for file in (*site.rglob("*.html"), *site.rglob("*.css")):
        for groups in LOADED.findall(file.read_text(encoding="utf-8")):
            (target,) = filter(None, groups)
            if not NOT_LOADED.match(target) and re.match(r"(\w+:)?//", target):
                loaded.append((file.name, target))

    assert loaded == []


def test_fields_are_in_one_table_for_each_record(site):
    """Without labels of the tool that writes the page."""
    page = (site / "reference" / "records.html").read_text(encoding="utf-8")
    records = importlib.import_module("allo_ext.records").__all__
    tables = re.findall(r'<div class="doc-fields"><table>.*?</table></div>', page, re.DOTALL)
    rows = [re.findall(r'<tr id="allo_ext\.records\.(\w+)\.\w+">', table) for table in tables]

    assert sorted(name for found in rows for name in {*found}) == sorted(records)
    assert not re.search("class-attribute|instance-attribute", page)


@pytest.fixture(scope="module")
def tab(chromium):
    """A page in a browser."""
    from playwright import sync_api

    with sync_api.sync_playwright() as started:
        options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        browser = started.chromium.launch(executable_path=chromium, args=options)
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("width", [1400, 390])
def test_everything_fits_on_the_screen(site, tab, width):
    """No block of code and no page has to be scrolled to the side."""
    tab.set_viewport_size({"width": width, "height": 1000})
    wide = []
    for name in SHOWN:
        tab.goto((site / f"{name}.html").as_uri(), wait_until="load")
        blocks = tab.locator(".md-content pre > code").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText.slice(0, 60))"
        )
        over = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide += [(name, block) for block in blocks] + ([(name, over)] if over > 0 else [])

    assert wide == []


def test_a_copy_of_a_session_is_its_commands(site, tab):
    """The button copies neither `$` nor what the commands print."""
    tab.set_viewport_size({"width": 1400, "height": 1000})
    tab.goto((site / "cli.html").as_uri(), wait_until="load")
    tab.evaluate("document.addEventListener('copy', event => { window.copied = event.target.value }, true)")
    block = tab.locator(".md-content pre", has_text="allo contacts list").first
    block.hover()
    block.locator("button.md-code__button").click()
    tab.wait_for_function("window.copied !== undefined")
    copied = tab.evaluate("window.copied").splitlines()

    assert "allo contacts list --limit 3" in copied
    assert [line for line in copied if line.strip() and not line.startswith("allo ")] == []


def test_a_browser_asks_nobody_else(site, tab):
    """In chromium: the pages with the most scripts on them, with every request that leaves the folder noted."""
    asked: list[str] = []
    headings = []
    page = tab.context.browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index.html", "reference/resources.html", "http-api.html"):
        page.goto((site / name).as_uri(), wait_until="load")
        headings.append(page.locator("h1").first.inner_text().strip("¶"))
    page.close()

    assert headings == ["withallo-sdk", "Resources", "The HTTP API"]
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
