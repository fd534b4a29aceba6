"""Whether the server may have acted: told over all attempts of a call."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from allo_ext import (
    AlloConnectionError,
    AlloError,
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


def test_every_status_says_whether_the_server_could_have_acted(make, scripted):
    """A refusal or a redirect did not act; "see other", a server's timeout and a server's failure may follow an act."""
    transport = scripted(200)
    allo = make(transport, retry=None)
    acted = set()
    for status in [*range(300, 600), 600, 799, 999]:
        transport.answers[0] = status
        with pytest.raises(AlloError) as caught:
            allo.sms.send(from_="+12025550143", to="+12025550178", message="x")
        acted |= {status} if caught.value.maybe_sent else set()

    assert acted == {303, 408, 499, *range(500, 600), 600, 799, 999}


ANSWERED: list[tuple[int, dict[str, Any], bool]] = [
    (400, {"code": "INTERNAL_SERVER_ERROR"}, True),
    (200, {"code": "INTERNAL_SERVER_ERROR"}, True),
    (200, {"error": {"type": "server_error"}}, True),
    (200, {"error": {"type": "validation_error"}}, False),
    (200, {"code": "A_NEW_CODE"}, False),
    (200, {"code": "API_KEY_INVALID"}, False),
    (200, {"error": {"type": "a_new_type"}}, True),
    (299, {"id": "1"}, True),
]


def test_an_error_body_says_whether_the_server_could_have_acted(make, scripted):
    """With a code or a type of refusal it did not; an error of the server's own, or of no known kind, is in doubt."""
    found = []
    for status, body, _ in ANSWERED:
        with pytest.raises(AlloError) as caught:
            make(scripted(httpx.Response(status, json=body)), retry=None).sms.send(
                from_="+12025550143", to="+12025550178", message="x"
            )
        found.append((status, body, caught.value.maybe_sent))

    assert found == ANSWERED
