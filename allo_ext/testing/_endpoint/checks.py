"""The checks, in order. Each says what it depends on; a check whose answer would mean nothing is skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from allo_ext._webhooks import TIMEOUT_2, WINDOW
from allo_ext.testing._endpoint import deliveries, handling, strangers
from allo_ext.testing._endpoint.report import CheckResult, Outcome, Verdict, skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allo_ext.testing._endpoint.probe import Probe


class Check(NamedTuple):
    """One check.

    Attributes:
        name: Its name in reports.
        judge: Tries an endpoint.
        why: Why it matters, for the report.
        after: The checks that must not have failed.
        needs: The arguments that it needs, of `NEEDS`.
    """

    name: str
    judge: Callable[[Probe], Verdict]
    why: str
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


NEEDS: Final = {
    "secret": "needs secret= or --secret",
    "token": "needs token= or --token",
    "number": "needs number= or --line, one of the endpoint's own numbers",
    "handled": "needs handled= or --handled-url, which returns what was handled",
    "break_next": "needs break_next= or --fail-next-url, which makes the next handling fail",
}
NEEDS_TOPIC: Final = "needs an endpoint that handles calls or messages; neither was handled"
SECRET: Final = ("secret",)
TOKEN: Final = ("token",)
HANDLED: Final = ("handled",)

ANSWERS: Final = ("in-time",)
REFUSES: Final = (*ANSWERS, "unsigned", "wrong-secret", "wrong-token")
SIGNS: Final = (*ANSWERS, "hex-digest", "undecoded-secret", "raw-body", "signed")
ACCEPTS: Final = (*SIGNS, "token")
ONCE: Final = (*ACCEPTS, "duplicates")

CHECKS: Final = (
    Check(
        "in-time",
        deliveries.in_time,
        f"Allo waits {TIMEOUT_2:g} s, then it counts the delivery as failed and repeats it.",
    ),
    Check("unsigned", strangers.unsigned, "Anyone who has the URL could send events.", ANSWERS, SECRET),
    Check(
        "wrong-secret",
        strangers.wrong_secret,
        "Anyone who has the URL could send events.",
        (*ANSWERS, "unsigned"),
        SECRET,
    ),
    Check(
        "hex-digest",
        strangers.hex_digest,
        "Allo's signature is base64, so deliveries from Allo are refused.",
        REFUSES,
        SECRET,
    ),
    Check(
        "undecoded-secret",
        strangers.undecoded_secret,
        "The key is the base64-decoded secret, so deliveries from Allo are refused.",
        REFUSES,
        SECRET,
    ),
    Check(
        "raw-body",
        strangers.raw_body,
        "The signature is that of the received bytes; JSON that was parsed and written again has others.",
        REFUSES,
        SECRET,
    ),
    Check(
        "signed",
        strangers.signed,
        "It is what Allo sends; the timestamp may be up to 5 minutes old.",
        (*ANSWERS, "hex-digest", "undecoded-secret", "raw-body"),
        SECRET,
    ),
    Check(
        "malformed-signature",
        strangers.malformed_signature,
        "A stranger must not be able to cause an exception; a comparison of different lengths may raise.",
        REFUSES,
        SECRET,
    ),
    Check(
        "rotation",
        strangers.rotation,
        "While a secret is replaced, Allo may send several signatures.",
        (*SIGNS, "malformed-signature"),
        SECRET,
    ),
    Check(
        "stale-timestamp",
        strangers.stale,
        f"A recorded delivery could be sent again at any time; refuse more than {WINDOW} s.",
        (*SIGNS, *REFUSES),
        SECRET,
    ),
    Check("token", strangers.token, "It is what Allo sends.", ANSWERS, TOKEN),
    Check("wrong-token", strangers.wrong_token, "Version 1 is not signed; the URL is its only secret.", ANSWERS, TOKEN),
    Check(
        "token-in-query",
        strangers.token_in_query,
        "Queries are written to logs and sent as referrers.",
        (*ANSWERS, "wrong-token"),
        TOKEN,
    ),
    Check(
        "body-before-check",
        strangers.body_before_check,
        "The sender must be checked before the body is parsed, so that strangers cannot reach the parser.",
        (*REFUSES, "raw-body"),
    ),
    Check("oversize", strangers.oversize, "Strangers could fill the memory.", REFUSES),
    Check("topics", deliveries.topics, "Each of these is sent today; anything but 2xx is repeated 8 times.", ACCEPTS),
    Check(
        "completed-call",
        deliveries.completed_call,
        "In call.completed the called number is `to`, in all other events `to_number`.",
        ACCEPTS,
        SECRET,
    ),
    Check("generations", deliveries.generations, "Older registrations may still get these formats.", ACCEPTS, TOKEN),
    Check("null-fields", deliveries.null_fields, "Most fields may be null.", (*ACCEPTS, "topics", "completed-call")),
    Check(
        "missing-fields",
        deliveries.missing_fields,
        "Most fields may be missing.",
        (*ACCEPTS, "topics", "completed-call"),
    ),
    Check("new-fields", deliveries.new_fields, "Allo adds fields and values without a new version.", ACCEPTS),
    Check(
        "unknown-topic",
        deliveries.unknown_topic,
        "Allo adds topics. One that is not acknowledged with 2xx is a failure, and failures disable the webhook.",
        ACCEPTS,
    ),
    Check("ping", deliveries.ping, "It is the test event of the dashboard.", ACCEPTS),
    Check(
        "out-of-order",
        deliveries.out_of_order,
        "Order is not kept: call.triggered has arrived 22 minutes after call.completed.",
        (*ACCEPTS, "topics", "completed-call"),
    ),
    Check(
        "long-call",
        deliveries.long_call,
        "The transcript of a long call exceeds the limit of some servers.",
        (*ACCEPTS, "topics", "completed-call"),
    ),
    Check("slow-body", deliveries.slow_body, "A body may arrive in several packets.", ACCEPTS),
    Check("chunked", deliveries.chunked, "Accept it or refuse it with a 4xx; do not wait for more.", ACCEPTS),
    Check("compressed", deliveries.compressed, "Accept it or refuse it with a 4xx.", ACCEPTS),
    Check("duplicates", handling.duplicates, "Allo delivers at least once.", ACCEPTS, HANDLED),
    Check(
        "parallel-duplicates",
        handling.parallel,
        "A repetition may arrive while the first is being handled.",
        ONCE,
        HANDLED,
    ),
    Check("two-events", handling.two_events, "Two events with different ids are not duplicates.", ACCEPTS, HANDLED),
    Check(
        "failure",
        handling.failure,
        "Allo repeats what was not acknowledged with 2xx; after 2xx the event is lost.",
        ACCEPTS,
        ("break_next",),
    ),
    Check(
        "repetition",
        handling.repetition,
        "An event that is marked as handled before the work is lost if the work fails.",
        (*ACCEPTS, "failure"),
        ("break_next", *HANDLED),
    ),
    Check(
        "own-number",
        handling.own_number,
        "Events of other accounts must be refused before they are handled.",
        ACCEPTS,
        ("number", *HANDLED),
    ),
)


def tried(probe: Probe) -> Iterator[CheckResult]:
    """Carry out the checks, and yield each result when it is known."""
    failed: set[str] = set()
    for check in CHECKS:
        reason = _reason_to_skip(check, probe, failed)
        verdict = check.judge(probe) if reason is None else skipped(reason)
        if verdict.outcome is Outcome.FAILED:
            failed.add(check.name)
        yield CheckResult(check.name, verdict.outcome, verdict.sent, verdict.received, check.why)


def _reason_to_skip(check: Check, probe: Probe, failed: set[str]) -> str | None:
    broken = next((name for name in check.after if name in failed), None)
    if broken is not None:
        return f"says nothing while `{broken}` fails"
    missing = next((name for name in check.needs if name in probe.missing), None)
    if missing is not None:
        return NEEDS[missing]
    return NEEDS_TOPIC if "handled" in check.needs and not probe.handled_topics else None
