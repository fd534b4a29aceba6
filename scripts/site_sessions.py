"""A mkdocs hook that moves the newline of each line of output into its element, which site.css hides in copies.

`mkdocs.yml` names this file under `hooks`. The copy button copies what is visible: without this, every hidden line of
output would leave an empty line between the commands.
"""

from __future__ import annotations

import re

OUTPUT = re.compile(r'(<span class="go">[^\n]*)</span>\n')
"""A line of output, as Pygments writes it."""


def on_page_content(html: str, **_: object) -> str:
    """Return the page with each newline inside the element of its line of output."""
    return OUTPUT.sub(r"\1\n</span>", html)
