"""Creating the initial account."""

from __future__ import annotations

from typing import Any

from allo_ext.testing._account.account import Account
from allo_ext.testing._account.clock import clock_of, moment
from allo_ext.testing._account.lines import PHONE_LINES, checked_lines
from allo_ext.testing._account.state import State
from allo_ext.testing._arguments import checked_sender_ids, whole


def opened(
    *,
    seed: Any,
    contacts: Any,
    calls: Any,
    now: Any,
    ends: Any,
    numbers: Any,
    sender_ids: Any,
    pending_sender_ids: Any,
) -> State:
    """Return a new account; see `MockAllo` for the arguments.

    Raises:
        ValueError: An argument has an invalid value.
    """
    active = checked_sender_ids("sender_ids", sender_ids)
    pending = checked_sender_ids("pending_sender_ids", pending_sender_ids)
    if both := set(active) & set(pending):
        message = f"a sender id is either active or pending: {min(both)}"
        raise ValueError(message)
    ended = None if ends is None else moment("ends", ends)
    clock = clock_of(now, ended)
    account = Account(
        seed=whole("seed", seed),
        contacts=whole("contacts", contacts, at_least=0),
        calls=whole("calls", calls, at_least=0),
        now=clock.now,
        ends=ended,
        lines=PHONE_LINES if numbers is None else checked_lines("numbers", numbers),
    )
    return State(account, clock=clock, sender_ids=active, pending_sender_ids=pending)
