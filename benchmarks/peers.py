"""Import and client creation of other API clients, compared to import of httpx in the same environment."""

from __future__ import annotations

from pathlib import Path

import imports
from table import Row

PYTHON = Path(__file__).resolve().parent.parent / "build" / "peers" / "python" / "bin" / "python"
LINE = "import of another client, first client"
PEERS = {
    "stripe": "import stripe; stripe.StripeClient('key')",
    "githubkit": "import githubkit; githubkit.GitHub('key')",
    "svix": "import svix; svix.Svix('key')",
    "openai": "import openai; openai.OpenAI(api_key='key')",
    "telnyx": "import telnyx; telnyx.Telnyx(api_key='key')",
}


def not_measured(line: str, beside: str) -> Row:
    """Return the line that says what is missing."""
    return Row(line, beside, [float("nan")], "not measured: make bench-peers")


def rows() -> list[Row]:
    """Measure all installed clients."""
    if not PYTHON.exists():
        return [not_measured(LINE, imports.THEIRS)]
    return [
        row
        for name, code in PEERS.items()
        for row in imports.rows(ours=code, what=f"import of {name}, first client", line=LINE, python=PYTHON)
    ]
