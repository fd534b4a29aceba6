"""`check_endpoint` finds a mistake, and only that."""

from __future__ import annotations

import threading
from typing import Any

import pytest

MISTAKES = [
    "unknown-topic",
    "duplicates",
    "repetition",
    "body-before-check",
    "raw-body",
    "hex-digest",
    "undecoded-secret",
    "unsigned",
    "malformed-signature",
    "token-in-query",
    "own-number",
    "failure",
    "completed-call",
    "stale-timestamp",
    "in-time",
]


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_fails_the_check_named_for_it_and_no_other(check, apps, name):
    """Fifteen endpoints that differ from the correct one in one method."""
    report = check(apps.MISTAKES[name](), timeout=1.5 if name == "in-time" else 20.0)

    assert [result.name for result in report.failed] == [name], report


def test_all_endpoints_with_a_mistake_are_tried(apps):
    """The list above is complete."""
    assert list(apps.MISTAKES) == MISTAKES


def test_the_correct_endpoint_passes_every_check(check, apps):
    """Of both versions, without a skipped one."""
    report = check(apps.Endpoint())

    assert report.ok
    assert not report.skipped, report


@pytest.mark.parametrize("without", ["secret", "token"])
def test_it_passes_with_one_version_too(check, apps, without):
    """The checks of the other version are skipped."""
    report = check(apps.Endpoint(**{without: None}), **{without: None})

    assert report.ok, report
    assert {result.received for result in report.skipped} == {f"needs {without}= or --{without}"}


def test_what_needs_to_be_seen_is_skipped_and_not_passed(check, apps):
    """Without the arguments that show what was handled."""
    report = check(apps.HandlesDuplicates(), handled=None, break_next=None)

    assert report.ok
    assert [result.name for result in report.skipped] == [
        *("duplicates", "parallel-duplicates", "two-events", "failure", "repetition", "own-number"),
    ]


def test_a_number_of_events_is_enough(check, apps):
    """The checks on repetitions only count."""
    endpoint = apps.HandlesDuplicates()

    report = check(endpoint, handled=lambda: len(endpoint.handled))

    assert [result.name for result in report.failed] == ["duplicates"]


def test_the_other_party_is_looked_for_in_what_was_handled(check, apps):
    """An endpoint for any number accepts a call of which it reads the wrong field, and handles it without a number."""

    class ForAnyNumber(apps.ReadsToNumber):
        def parties(self, topic, data) -> Any:
            return super().parties(topic, data)[0], apps.OWN

    report = check(ForAnyNumber(), number=None)

    (result,) = report.failed
    assert result.name == "completed-call"
    assert "without the other party's number" in result.received
    assert "outbound" in result.sent


def test_an_exception_of_the_application_is_a_500(check, apps):
    """As in a server."""

    class Raises(apps.Endpoint):
        def other(self, topic) -> int:
            if topic == "PING":
                raise KeyError(topic)
            return 200

    (result,) = check(Raises()).failed

    assert (result.name, result.received) == ("ping", "received 500")


def test_work_after_the_response_is_waited_for(check, apps):
    """An endpoint that queues events handles them a little later."""

    class Queues(apps.Endpoint):
        def work(self, topic, other) -> None:
            threading.Timer(0.02, super().work, (topic, other)).start()

    endpoint = Queues()
    report = check(endpoint, break_next=None, settle=2.0)

    assert report.ok, report
    assert "duplicates" in {result.name for result in report.passed}


def test_a_limit_on_the_requests_of_strangers_is_not_a_mistake(check, apps):
    """They get 429 at some point, whatever their body is."""

    class Limits(apps.Endpoint):
        refused = 0

        def status_of(self, environ, body) -> int:
            status = super().status_of(environ, body)
            self.refused += status == 401
            return 429 if status == 401 and self.refused > 30 else status

    assert check(Limits()).ok


def test_no_secret_and_no_token_is_in_the_report(check, apps):
    """It may be printed, logged and shown in CI."""
    report = check(apps.AcknowledgesFailures())

    for written in (str(report), repr(report), str(report.to_dict())):
        assert apps.TOKEN not in written
        assert apps.SECRET not in written
        assert apps.SECRET.removeprefix("whsec_") not in written


def test_a_line_says_what_was_sent_what_came_back_and_why_it_matters(check, apps):
    """For each check that was carried out."""
    line = next(line for line in str(check(apps.FailsOnUnknownTopics())).splitlines() if "unknown-topic" in line)

    assert line.startswith("failed   unknown-topic: sent CALL_PARKED; received 500. Allo adds topics.")
