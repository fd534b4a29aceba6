"""The list of mutations that change nothing for anybody, in equivalent.txt beside this file.

A mutation is written as in build/mutants/not-noticed.txt, without its line number; the next line, indented, says why.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

LIST: Final = Path(__file__).with_name("equivalent.txt")


def equivalent(text: str) -> dict[str, str]:
    """Read the list: the reason by mutation.

    Raises:
        ValueError: A mutation without a reason, or a reason without a mutation.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    keys, reasons = lines[::2], lines[1::2]
    if (
        len(keys) != len(reasons)
        or any(key[0].isspace() for key in keys)
        or not all(why[0].isspace() for why in reasons)
    ):
        raise ValueError("equivalent.txt: each mutation needs one line, and a reason on an indented line below it.")
    return dict(zip(keys, map(str.strip, reasons), strict=True))
