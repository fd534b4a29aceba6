"""Import and client creation of other API clients, compared to import of httpx in the same environment."""

from __future__ import annotations

from pathlib import Path

import imports
from table import Row

PYTHON = Path(__file__).resolve().parent.parent / "build" / "peers" / "python" / "bin" / "python"
PEERS = {
    "stripe": "import stripe; stripe.StripeClient('key')",
    "githubkit": "import githubkit; githubkit.GitHub('key')",
    "svix": "import svix; svix.Svix('key')",
    "openai": "import openai; openai.OpenAI(api_key='key')",
    "telnyx": "import telnyx; telnyx.Telnyx(api_key='key')",
}


def rows() -> list[Row]:
    """Measure all installed clients."""
    if not PYTHON.exists():
        return [Row("import of other clients", imports.THEIRS, "", [float("nan")], "not measured: make bench-peers")]
    return [
        row
        for name, code in PEERS.items()
        for row in imports.rows(ours=code, what=f"import {name}, first client", goal="", python=PYTHON)
    ]
