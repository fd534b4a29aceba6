"""Scripts that put no spaces between words."""

from __future__ import annotations

import re
from typing import Final

LETTERS: Final = (
    "\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"  # Thai to Myanmar, Hangul, Khmer, Tai
    "\u2e80-\ua4cf\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaadf\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"  # Chinese, kana
    "\U00016fe0-\U0001b2ff\U00020000-\U0003ffff"
)
UNSPACED: Final = re.compile(f"[{LETTERS}]")
