"""`python -m allo_ext.testing`: MockAllo on a port."""

from __future__ import annotations

import sys

from allo_ext.testing._command import main

if __name__ == "__main__":
    sys.exit(main())
