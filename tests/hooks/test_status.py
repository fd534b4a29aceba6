"""Where a query stands, step by step: pure functions."""

from __future__ import annotations

import pytest

from allo_ext import AlloError
from allo_ext.hooks._status import (
    Status,
    answered,
    begun,
    failed,
    outdated,
    refetched,
)

ERROR = AlloError("broken")
NEW = Status()
LOADING = Status(is_fetching=True, run=1)
KNOWN = Status(data=7, is_known=True, run=1)
FETCHING = Status(data=7, is_known=True, is_fetching=True, run=2)
BROKEN = Status(error=ERROR, run=1)
BESIDE = Status(data=7, is_known=True, error=ERROR, run=2)


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        pytest.param(NEW, begun, LOADING, id="it begins"),
        pytest.param(KNOWN, begun, FETCHING, id="what is known stays"),
        pytest.param(BROKEN, begun, Status(is_fetching=True, run=2), id="an error alone goes"),
        pytest.param(
            BESIDE,
            begun,
            Status(data=7, is_known=True, error=ERROR, is_fetching=True, run=3),
            id="beside data it stays",
        ),
        pytest.param(LOADING, refetched, LOADING, id="who asks meanwhile joins"),
        pytest.param(KNOWN, refetched, FETCHING, id="who asks afterwards begins"),
        pytest.param(KNOWN, outdated, FETCHING, id="a change begins"),
        pytest.param(LOADING, outdated, Status(is_fetching=True, again=True, run=1), id="a change meanwhile is kept"),
        pytest.param(LOADING, lambda s: answered(s, 1, 7), KNOWN, id="an answer"),
        pytest.param(LOADING, lambda s: answered(s, 0, 7), LOADING, id="a late answer"),
        pytest.param(LOADING, lambda s: failed(s, 1, ERROR), BROKEN, id="a failure"),
        pytest.param(LOADING, lambda s: failed(s, 0, ERROR), LOADING, id="a late failure"),
        pytest.param(FETCHING, lambda s: failed(s, 2, ERROR), BESIDE, id="a failure beside data"),
        pytest.param(BESIDE, lambda s: answered(begun(s), 3, None), Status(is_known=True, run=3), id="nothing is data"),
        pytest.param(LOADING, lambda s: answered(outdated(s), 1, 7), FETCHING, id="the change has it asked again"),
        pytest.param(
            LOADING, lambda s: failed(outdated(s), 1, ERROR), Status(is_fetching=True, run=2), id="after a failure too"
        ),
    ],
)
def test_each_step(before, step, after):
    """From one status to the next."""
    assert after == step(before)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param(NEW, False, id="new"),
        pytest.param(LOADING, True, id="first request"),
        pytest.param(KNOWN, False, id="known"),
        pytest.param(FETCHING, False, id="asked again"),
        pytest.param(BROKEN, False, id="failed"),
    ],
)
def test_loading_means_that_there_is_nothing_to_show_yet(status, expected):
    """Asking again is not loading."""
    assert expected == status.is_loading
