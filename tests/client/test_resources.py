"""Resources of a client: made once, and let go of with it."""

from __future__ import annotations

import gc
import inspect
import weakref
from typing import get_args

import pytest

from allo_ext import AlloClient, AsyncAlloClient
from allo_ext._http.config import AuthScheme

NAMES = ("calls", "contacts", "numbers", "sms", "webhooks")
CLIENTS = (AlloClient, AsyncAlloClient)


@pytest.mark.parametrize("cls", CLIENTS)
def test_a_resource_is_made_once(cls):
    """For a client, its copies and its raw form; each of them has its own."""
    allo = cls("key")
    copy = allo.with_options(timeout=1)

    for name in NAMES:
        assert getattr(allo, name) is getattr(allo, name)
        assert getattr(copy, name) is getattr(copy, name)
        assert getattr(copy, name) is not getattr(allo, name)
        assert getattr(allo.with_raw_response, name) is getattr(allo.with_raw_response, name)
    assert allo.with_raw_response is allo.with_raw_response


def test_a_method_can_be_patched(monkeypatch):
    """So a program's tests replace what they need, as with other clients."""
    allo = AlloClient("key")
    monkeypatch.setattr(allo.calls, "search", lambda **_: "patched")

    assert allo.calls.search(allo_number="+12025550143") == "patched"
    assert allo.with_options(timeout=1).calls.search != allo.calls.search


@pytest.mark.parametrize("cls", CLIENTS)
def test_resources_do_not_keep_their_client(cls):
    """No cycle: a client that was dropped is gone at once, without the garbage collector."""
    allo = cls("key")
    kept = [getattr(allo, name) for name in NAMES], allo.with_raw_response
    gone = weakref.ref(allo)
    gc.disable()
    try:
        del allo
        assert gone() is None
    finally:
        gc.enable()
    assert kept


@pytest.mark.parametrize("cls", CLIENTS)
def test_a_search_says_that_it_is_one_page(cls):
    """In its first line, where an editor shows it."""
    allo = cls("key")
    searches = [getattr(allo, name).search for name in NAMES if hasattr(getattr(allo, name), "search")]

    assert len(searches) == 2
    for search in searches:
        first = (inspect.getdoc(search) or "").splitlines()[0]
        assert "one page" in first
        assert "`iter` reads all pages" in first


def test_the_schemes_are_two_words():
    """A type checker refuses another one, as the client does."""
    for cls in CLIENTS:
        assert inspect.signature(cls.__init__).parameters["auth_scheme"].default in get_args(AuthScheme)
    assert get_args(AuthScheme) == ("raw", "api-key")
