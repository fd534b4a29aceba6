"""Guards for the names and values of a report: none may be a word of the account."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_array, is_object
from allo_ext.cli._shapes.spec import VERSIONS, document

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME: Final = re.compile(r"[a-z]{1,20}(?:_[a-z]{1,20}){0,5}\Z|[a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,5}\Z")
_VALUE: Final = re.compile(r"[A-Z]{2,20}(?:_[A-Z]{1,20}){0,5}\Z")
_PATH: Final = re.compile(r"/v[0-9]/api(?:/[a-z_-]{1,30}|/\{[a-z_]{1,30}\}){1,8}\Z")
_TOPIC: Final = re.compile(r"[a-z]{2,20}(?:[._][a-z]{2,20}){1,3}\Z")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORT: Final = 4
"""Strings with more words than this are sentences; only the words of shorter ones, such as names, are kept."""


class Private:
    """The words of an account that must not be shown."""

    def __init__(self) -> None:
        self._words = set[str]()
        self._whole = set[str]()

    def add(self, text: str) -> None:
        """Keep a string of the account, and its words if it may be a name."""
        self._whole.add(_squeezed(text))
        words = _words(text)
        if len(words) <= _SHORT:
            self._words.update(words)

    def add_below(self, value: Any) -> None:
        """Keep every string of a value that the spec does not describe, and every key."""
        waiting = [value]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                self.add(one)
            elif is_object(one):
                waiting += [*one.keys(), *one.values()]
            elif is_array(one):
                waiting += one

    def has(self, text: str) -> bool:
        """Return whether a string is one of the account's, or has a word of one."""
        return _squeezed(text) in self._whole or not self._words.isdisjoint(_words(text) - _vocabulary())


def fields(names: Iterable[str], private: Private) -> tuple[list[str], int]:
    """Return the names of fields that may be shown, and the number of the others."""
    return _shown(names, _NAME, private)


def values(found: Iterable[str], private: Private) -> tuple[list[str], int]:
    """Return the unknown values of an enumeration that may be shown, and the number of the others."""
    return _shown(found, _VALUE, private)


def paths(found: Iterable[str], private: Private) -> tuple[list[str], int]:
    """Return the paths of endpoints that may be shown, and the number of the others."""
    return _shown(found, _PATH, private)


def topics(found: Iterable[str], private: Private) -> tuple[list[str], int]:
    """Return the topics that may be shown, and the number of the others."""
    return _shown(found, _TOPIC, private)


def _shown(found: Iterable[str], form: re.Pattern[str], private: Private) -> tuple[list[str], int]:
    every = sorted(set(found))
    shown = [one for one in every if form.match(one) and not private.has(one)]
    return shown, len(every) - len(shown)


@cache
def _vocabulary() -> frozenset[str]:
    """Return the words of the API's own names: a tag `call` of an account does not make the field `call_id` private."""
    found = set[str]()
    for version in VERSIONS:
        for name, schema in document(version)["components"]["schemas"].items():
            for text in (name, *schema.get("properties", ()), *schema.get("enum", ())):
                found |= _words(str(text))
    return frozenset(found)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", text))}


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()
