"""The project's scripts can be imported, wherever the tests run from."""

from __future__ import annotations

import sys
from pathlib import Path

# At the end: what is installed comes first, also where the suite runs against an installed wheel.
sys.path.append(str(Path(__file__).parents[2]))
