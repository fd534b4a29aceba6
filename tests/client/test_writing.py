"""What goes over the wire, and what is refused before it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from allo_ext import NOT_GIVEN, InvalidArgumentError, Topic
from allo_ext._operations.v1 import TABLE

# None of them is the example that messages show.
A, B, FR = "+14155550187", "+14155550162", "+33639980077"


def sent(transport: Any) -> Any:
    return json.loads(transport.requests[-1].content)


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"name": NOT_GIVEN}, {}, id="not-given"),
        pytest.param({"name": None}, {"name": None}, id="none"),
        pytest.param({"name": ""}, {"name": ""}, id="empty"),
        pytest.param({"numbers": None, "emails": None}, {"numbers": None, "emails": None}, id="none-lists"),
        pytest.param({"numbers": [], "emails": ()}, {"numbers": [], "emails": []}, id="empty-lists"),
        pytest.param({"emails": {"a@example.com": 0}.keys()}, {"emails": ["a@example.com"]}, id="any-iterable"),
        pytest.param(
            {"last_name": "é\u2028😀", "job_title": None, "website": "https://example.com"},
            {"last_name": "é\u2028😀", "job_title": None, "website": "https://example.com"},
            id="several",
        ),
    ],
)
def test_not_given_and_none_differ_on_the_wire(make, scripted, given, wire):
    """What is not given is not sent; None is sent as null; a list replaces a list."""
    transport = scripted({"data": {"id": "cnt_1"}})
    make(transport).contacts.update("cnt_1", **given)

    assert wire == sent(transport)


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        pytest.param({}, {"numbers": [A]}, id="numbers-alone"),
        pytest.param({"name": None, "emails": None}, {"numbers": [A], "name": None, "emails": None}, id="none"),
        pytest.param({"emails": ["a@example.com"]}, {"numbers": [A], "emails": ["a@example.com"]}, id="emails"),
    ],
)
def test_creating_sends_what_was_given(make, scripted, given, wire):
    """The same for a new contact."""
    transport = scripted({"data": {"id": "cnt_1"}})
    make(transport).contacts.create(numbers=(A,), **given)

    assert wire == sent(transport)


@pytest.mark.parametrize(
    ("given", "wire"),
    [({}, {}), ({"enabled": False}, {"enabled": False}), ({"enabled": True}, {"enabled": True})],
    ids=repr,
)
def test_a_webhook_is_sent_as_asked(make, scripted, given, wire):
    """Topics may be members or texts; `enabled` is only sent when given."""
    transport = scripted({"data": {"id": "web-1"}})
    make(transport).webhooks.create(allo_number=A, url="https://example.com/x", topics={Topic.PING}, **given)

    assert {"allo_number": A, "url": "https://example.com/x", "topics": ["PING"], **wire} == sent(transport)


def test_messages_are_sent_as_they_are(make, scripted):
    """The two forms of /sms, with `from` where Python has `from_`."""
    transport = scripted({"data": {"content": "x"}})
    allo = make(transport)
    allo.sms.send(from_=A, to=B, message="Hi\n😀")
    first = sent(transport)
    allo.sms.send_france(sender_id="MyCompany", to=FR, message="Bonjour")

    assert first == {"from": A, "to": B, "message": "Hi\n😀"}
    assert sent(transport) == {"sender_id": "MyCompany", "to": FR, "message": "Bonjour"}


@pytest.mark.parametrize(
    ("call", "query"),
    [
        pytest.param(lambda allo: allo.calls.search(allo_number=A), "allo_number=%2B14155550187", id="a-number"),
        pytest.param(
            lambda allo: allo.calls.search(allo_number=A, contact_number=B, page=0, size=100),
            "allo_number=%2B14155550187&contact_number=%2B14155550162&page=0&size=100",
            id="everything",
        ),
        pytest.param(lambda allo: allo.contacts.search(), "", id="nothing"),
        pytest.param(lambda allo: allo.contacts.search(page=0), "page=0", id="page-0-is-given"),
        pytest.param(
            lambda allo: allo.contacts.get("c", extend=("engagement", "activity")),
            "extend=engagement%2Cactivity",
            id="extend",
        ),
        pytest.param(lambda allo: allo.contacts.get("c", extend="activity"), "extend=activity", id="extend-a-text"),
        pytest.param(lambda allo: allo.contacts.get("c", extend=()), "", id="extend-by-nothing"),
        pytest.param(
            lambda allo: allo.contacts.conversation("c", allo_number=A), "allo_number=%2B14155550187", id="conversation"
        ),
    ],
)
def test_the_query_holds_what_was_given(make, scripted, call, query):
    """A plus is sent as %2B, or it would arrive as a space; what was not given is not there."""
    transport = scripted({"data": {"id": "c", "content": "x", "results": []}})
    call(make(transport))

    assert query == transport.requests[0].url.query.decode()


class Check(NamedTuple):
    """A call with one value, and the argument that is refused for it, if it is."""

    call: Callable[[Any, Any], Any]
    value: Any
    field: str | None

    def __str__(self) -> str:
        return f"{self.field or 'accepted'} {self.value!a:.60}"


def table(build: Any, field: str, good: list[Any], bad: list[Any]) -> list[Check]:
    return [*(Check(build, value, None) for value in good), *(Check(build, value, field) for value in bad)]


def of_a_number(build: Any, field: str) -> list[Check]:
    """Both sides of each bound of an E.164 number."""
    good = ["+1415555", "+" + "1" * 15, A]
    bad = ["+141555", "+" + "1" * 16, A[1:], "+04155550187", "", "+1 415 555 0187", A + "\n", "+١٤١٥٥٥٥٠١٨٧", None, 5]
    return table(build, field, good, bad)


PAGES = {"page": ([0, 1, 10**6], [-1, None, "0", 1.0, True]), "size": ([1, 100], [0, 101, None, "10", False])}
LONG = ["x", "x" * 1000], ["", "x" * 1001, None, 5]
IDS = ["cnt_1", "a", "1", "web-2NfD.x:y", "x" * 200], ["", ".", "..", "a/b", "a b", "é", "x" * 201, "a\n", None, 5]

CHECKS = [
    *of_a_number(lambda allo, v: allo.calls.search(allo_number=v), "allo_number"),
    *of_a_number(lambda allo, v: allo.calls.search(allo_number=A, contact_number=v), "contact_number"),
    *of_a_number(lambda allo, v: allo.contacts.conversation("c", allo_number=v), "allo_number"),
    *of_a_number(lambda allo, v: allo.contacts.create(numbers=[A, v]), "numbers"),
    *of_a_number(lambda allo, v: allo.contacts.update("c", numbers=[v]), "numbers"),
    *of_a_number(lambda allo, v: allo.sms.send(from_=v, to=B, message="x"), "from_"),
    *of_a_number(lambda allo, v: allo.sms.send(from_=A, to=v, message="x"), "to"),
    *of_a_number(
        lambda allo, v: allo.webhooks.create(allo_number=v, url="https://example.com", topics=["PING"]), "allo_number"
    ),
    *[
        check
        for name, bounds in PAGES.items()
        for build in (
            lambda allo, v, name=name: allo.calls.search(allo_number=A, **{name: v}),
            lambda allo, v, name=name: allo.contacts.search(**{name: v}),
            lambda allo, v, name=name: allo.contacts.conversation("c", **{name: v}),
        )
        for check in table(build, name, *bounds)
    ],
    *table(
        lambda allo, v: allo.contacts.create(numbers=v),
        "numbers",
        [[A], (A,), {A: 0}.keys()],
        [[], A, None, 5, [None], [[]]],
    ),
    *table(lambda allo, v: allo.contacts.update("c", numbers=v), "numbers", [[], None, [A]], [A, 5, [5]]),
    *table(lambda allo, v: allo.contacts.create(numbers=[A], name=v), "name", ["", "x", None], [5, ["x"], {}]),
    *table(
        lambda allo, v: allo.contacts.create(numbers=[A], emails=v), "emails", [[], None], ["a@example.com", 5, [5]]
    ),
    *table(lambda allo, v: allo.contacts.update("c", website=v), "website", ["https://example.com", None], [5]),
    *table(
        lambda allo, v: allo.contacts.get("c", extend=v), "extend", ["engagement", ["activity"]], ["x", ["x"], 5, [5]]
    ),
    *table(lambda allo, v: allo.contacts.get(v), "contact_id", *IDS),
    *table(lambda allo, v: allo.contacts.update(v, name="x"), "contact_id", *IDS),
    *table(lambda allo, v: allo.contacts.conversation(v), "contact_id", *IDS),
    *table(lambda allo, v: allo.webhooks.delete(v), "webhook_id", *IDS),
    *table(lambda allo, v: allo.sms.send(from_=A, to=B, message=v), "message", *LONG),
    *table(lambda allo, v: allo.sms.send_france(sender_id="MyCo", to=FR, message=v), "message", *LONG),
    *table(
        lambda allo, v: allo.sms.send_france(sender_id=v, to=FR, message="x"),
        "sender_id",
        ["Abc", "A12", "12a", "ElevenChars", "36111", "123456", "123"],
        ["Ab", "TwelveChars1", "My Co", "My-Co", "1234567", "12", "", "Société", "Abc\n", None, 36111],
    ),
    *table(
        lambda allo, v: allo.sms.send_france(sender_id="MyCo", to=v, message="x"),
        "to",
        [FR, "+33199000000"],
        [A, "+330639980001", "0639980001", "+33", "", None, FR + "\n"],
    ),
    *table(
        lambda allo, v: allo.webhooks.create(allo_number=A, url=v, topics=["PING"]),
        "url",
        ["https://example.com", "https://example.com/a?b=c#d", "https://example.com:8443/"],
        [
            "http://example.com",
            "https://",
            "https:///x",
            "example.com",
            "",
            "https://example.com/a b",
            "https://x\n",
            None,
            5,
        ],
    ),
    *table(
        lambda allo, v: allo.webhooks.create(allo_number=A, url="https://example.com", topics=v),
        "topics",
        [["PING"], ("CALL_RECEIVED", Topic.SMS_SENT), {Topic.PING}],
        [[], ["CALL_ENDED"], ["ping"], "PING", None, 5, [None], [5]],
    ),
    *table(
        lambda allo, v: allo.webhooks.create(allo_number=A, url="https://example.com", topics=["PING"], enabled=v),
        "enabled",
        [True, False],
        [None, "yes", 1],
    ),
]


def fault(check: Check, caught: InvalidArgumentError | None, sent: int) -> str | None:
    """Say how a call went other than its check wants, if it did."""
    if check.field is None:
        return f"refused: {caught}" if caught else None if sent == 1 else f"{sent} requests were sent"
    if caught is None:
        return "accepted"
    if (caught.field, caught.attempts, sent) != (check.field, 0, 0):
        return f"refused as {caught.field} after {caught.attempts} attempts and {sent} requests"
    if check.field not in str(caught):
        return f"the argument is not named: {caught}"
    if isinstance(check.value, str) and len(check.value) >= 5 and check.value.strip() in str(caught):
        return f"the value is shown: {caught}"
    return None


def test_arguments_are_checked_before_sending(make, scripted):
    """Both sides of each bound: accepted and sent, or refused by the argument's name, the value unsaid."""
    faults = []
    for check in CHECKS:
        transport = scripted({"data": {"id": "1", "content": "x", "results": []}})
        caught = None
        try:
            check.call(make(transport), check.value)
        except InvalidArgumentError as error:
            caught = error
        if found := fault(check, caught, len(transport.requests)):
            faults.append(f"{check}: {found}")

    assert faults == []
    assert issubclass(InvalidArgumentError, ValueError)


REFUSED_EVERYWHERE = ("", ".", "..", [[]])


def test_validate_false_sends_it_all_the_same(make, scripted):
    """The check is turned off on the client: whatever can be written down is sent, for the API to judge."""
    refused = [check for check in CHECKS if check.field and isinstance(check.value, (str, list))]
    unsent = []
    for check in refused:
        if check.value != "PING" and check.value not in REFUSED_EVERYWHERE:
            transport = scripted({"data": {"id": "1", "content": "x", "results": []}})
            check.call(make(transport, validate=False), check.value)
            if len(transport.requests) != 1:
                unsent.append(str(check))

    assert unsent == []
    assert len(refused) > 100


def test_validation_can_be_turned_off_for_a_copy(make, scripted):
    """`with_options(validate=False)` leaves the original as it is."""
    transport = scripted({"data": {"content": "x"}})
    allo = make(transport)
    allo.with_options(validate=False).sms.send(from_="x", to="y", message="")
    with pytest.raises(InvalidArgumentError):
        allo.sms.send(from_="x", to="y", message="")

    assert len(transport.requests) == 1


@pytest.mark.parametrize("value", [object(), float("nan"), {1}, b"x"], ids=["object", "nan", "set", "bytes"])
def test_what_cannot_be_written_down_is_an_error_of_the_tree(make, scripted, value):
    """Without validation, a value that JSON cannot carry is still refused as an argument."""
    with pytest.raises(InvalidArgumentError):
        make(scripted({}), validate=False).contacts.update("c", name=value)


def test_every_constraint_of_the_spec_is_tested():
    """The table above holds every operation and field that the document puts a rule on."""
    fields = {check.field for check in CHECKS}
    ruled = {
        rule.get("name", name)
        for operation in TABLE
        for rules in (operation.rules, *(form["properties"] for form in operation.forms.values()))
        for name, rule in rules.items()
        if rule.keys() & {"pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "items"}
    }

    assert ruled <= fields
