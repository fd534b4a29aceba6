"""What is composed in a form."""

from __future__ import annotations

import threading

from allo_ext.panel._parts.composition import Composition

HELLO = ("+12025550143", "+12125550101", "Hello")


def test_a_turn_is_taken_once():
    """A second submission of the same turn is ignored while the first is pending, and after it has succeeded."""
    composition = Composition()
    turn = composition.turn["id"]
    first, pending = composition.take(turn, HELLO), composition.take(turn, HELLO)
    composition.succeeded()

    assert (bool(first), pending, composition.take(turn, HELLO)) == (True, None, None)


def test_a_turn_is_taken_by_one_of_many_threads():
    """However many submissions arrive at the same moment, one of them is carried out."""
    composition, start, keys = Composition(), threading.Barrier(8), []
    turn = composition.turn["id"]

    def submit() -> None:
        start.wait(10)
        keys.append(composition.take(turn, HELLO))

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert (len(keys), sum(key is not None for key in keys)) == (8, 1)


def test_a_submission_from_before_the_outcome_is_ignored():
    """What was submitted before a failure was on the screen does not try again."""
    composition = Composition()
    turn = composition.turn["id"]
    composition.take(turn, HELLO)
    composition.failed()

    assert composition.take(turn, HELLO) is None


def test_the_same_message_keeps_its_key_after_a_failure():
    """Sent again, it has the same idempotency key; another message, or the same after a success, has another."""
    composition = Composition()

    def submit(content: tuple[str, ...]) -> str | None:
        return composition.take(str(composition.turn["id"]), content)

    first = submit(HELLO)
    composition.failed()
    again = submit(HELLO)
    composition.failed()
    changed = submit((*HELLO[:2], "Hello again"))
    composition.succeeded()
    later = submit((*HELLO[:2], "Hello again"))

    assert first == again
    assert len({first, changed, later}) == 3


def test_the_browser_is_told_when_to_empty_the_form():
    """The number of successes comes with the turn: a failure leaves the form as it is."""
    composition = Composition()
    composition.failed()
    after_failure = composition.turn["done"]
    composition.succeeded()

    assert (after_failure, composition.turn["done"]) == (0, 1)
