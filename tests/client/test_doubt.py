"""Whether the server may have acted: told over all attempts of a call."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import (
    AlloConnectionError,
    AlloTimeoutError,
    NotFoundError,
)


def test_a_lost_answer_to_a_delete_says_that_it_may_have_worked(make, mock, quick):
    """The first DELETE worked and its answer was lost; the second finds nothing: doubt is told."""
    allo = make(mock.transport, retry=quick())
    hook = allo.webhooks.create(allo_number=mock.numbers[0], url="https://example.com", topics=["PING"])
    mock.faults.next(disconnect=True, applied=True)
    with pytest.raises(NotFoundError) as caught:
        allo.webhooks.delete(hook.id)

    assert (caught.value.attempts, caught.value.maybe_sent, allo.webhooks.list()) == (2, True, [])


def test_what_an_earlier_attempt_may_have_done_is_not_forgotten(make, scripted, clock):
    """A PUT that timed out and then found nobody: the first one may have been carried out."""
    transport = scripted(httpx.ReadTimeout, httpx.ConnectError)
    with pytest.raises(AlloConnectionError) as caught:
        make(transport).contacts.update("cnt_1", name="Jean")

    assert (caught.value.attempts, caught.value.maybe_sent) == (4, True)
    assert not isinstance(caught.value, AlloTimeoutError)
