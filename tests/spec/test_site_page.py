"""The specification in the documentation's site."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site_page")]

pytest.importorskip("mkdocs_swagger_ui_tag", reason="mkdocs-swagger-ui-tag is not installed: make .venv")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site of that page alone, built as the whole one is: warnings are errors."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "http-api.md", folder / "docs" / "index.md")
    (folder / "docs" / "quirks.md").write_text("# Quirks\n", encoding="utf-8")
    settings = {
        "site_name": "x",
        "plugins": ["swagger-ui-tag"],
        "hooks": [str(ROOT / "scripts" / "site_spec.py")],
        "use_directory_urls": False,
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


VERSIONS = pytest.mark.parametrize("name", ["allo-v1.yaml", "allo-v2.yaml"])


@VERSIONS
def test_the_site_holds_the_document_itself(site, name):
    """Byte by byte what the client is generated from, and no copy of it is committed."""
    source = (ROOT / "openapi" / name).read_bytes()

    assert (site / name).read_bytes() == source
    assert list((ROOT / "docs").rglob(name)) == []


@VERSIONS
def test_the_page_shows_it_and_sends_nothing(site, name):
    """Its files lie in the site, and nothing can be tried out on a real account."""
    pages = [frame.read_text(encoding="utf-8") for frame in site.glob("swagger-*.html")]
    (page,) = (page for page in pages if f'var url = "{name}"' in page)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)

    assert re.search(r'"supportedSubmitMethods": \[\]', page)
    assert [file for file in loaded if not (site / file).is_file()] == []
