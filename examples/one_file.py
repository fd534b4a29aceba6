# /// script
# requires-python = ">=3.11"
# dependencies = ["withallo-sdk"]
# ///
"""Print who called and was not called back: `uv run examples/one_file.py`, or `pipx run examples/one_file.py`.

Both read the block above (PEP 723) and install what it names into an environment of its own. Set ALLO_API_KEY, and
ALLO_DAYS to the number of days to look back; the default is 7.
"""

import os
import sys
from datetime import UTC, datetime, timedelta

from allo_ext import AlloClient, AlloError
from allo_ext.followup import open_calls


def main() -> int:
    """Print a line for each call that is still open; return 1 if the calls cannot be read."""
    since = datetime.now(UTC) - timedelta(days=float(os.environ.get("ALLO_DAYS", "7")))
    try:
        with AlloClient() as allo:
            calls = list(allo.calls.iter(since=since))
    except AlloError as error:
        print(error, file=sys.stderr)
        return 1
    missed = open_calls(calls)
    for one in missed:
        print(one.call.start_date, one.number or "number withheld", one.call.summary or "", sep="\t")
    print(f"{len(calls)} calls, {len(missed)} to call back.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
