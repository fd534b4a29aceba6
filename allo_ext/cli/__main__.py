"""`python -m allo_ext.cli`, the same as `allo`."""

from __future__ import annotations

from allo_ext.cli import main

if __name__ == "__main__":
    main()
