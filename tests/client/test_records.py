"""Records in the hands of other libraries, and the lists that an answer leaves out."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import attrs
import cattrs
import msgspec
import pytest

from allo_ext import Call, Contact, Number, TranscriptLine

pytestmark = pytest.mark.slow

AT_FIRST_USE = """
import attrs, cattrs, msgspec
from allo_ext import AlloClient, Call, Contact, records
from allo_ext.testing import MockAllo

def read():
    with AlloClient("key", transport=MockAllo(calls=20, contacts=5).transport, pace=None) as allo:
        contact = next(allo.contacts.iter())
        return allo.calls.search(allo_number="+12025550143").results, allo.contacts.get(contact.id)

def use():
    {use}

{before}
first = read()
use()
assert read() == first
from allo_ext import frames
print(*(f"{{name}}:{{kind}}" for name, kind in frames.calls(first[0]).dtypes.items()))
"""
USES = {
    "resolve_types": "[attrs.resolve_types(getattr(records, name)) for name in records.__all__]",
    "cattrs": "[cattrs.unstructure(cls(id='1')) for cls in (Call, Contact)]",
    "cattrs-structure": "cattrs.structure({'number': '+12025550143'}, records.Number)",
    "msgspec": "[msgspec.json.encode(cls(id='1')) for cls in (Call, Contact)], msgspec.convert({}, records.Number)",
}


def run(use: str, *, before: bool) -> str:
    """Use the records in a fresh process, before and after the first answer or after it alone; return the columns."""
    code = AT_FIRST_USE.format(use=use, before="use()" if before else "")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def columns() -> str:
    """The columns of a data frame in a process that leaves the records alone."""
    return run("pass", before=False)


@pytest.mark.parametrize("before", [True, False], ids=["before-the-first-answer", "after-it"])
@pytest.mark.parametrize("use", USES)
def test_other_libraries_change_nothing(columns, use, before):
    """Answers and data frames are the same after attrs, cattrs or msgspec has looked at the records."""
    assert columns == run(USES[use], before=before)


@pytest.fixture
def call(allo, mock) -> Call:
    """A call with a transcript."""
    return next(call for call in allo.calls.iter(allo_number=mock.numbers[0]) if call.transcript)


def _hooked() -> cattrs.Converter:
    """Return a converter that takes dates, durations and open enums as they are; cattrs has no rule for them."""
    converter = cattrs.Converter(prefer_attrib_converters=True)
    converter.register_structure_hook_func(lambda kind: not attrs.has(kind), lambda value, _: value)
    return converter


def _structured(call: Call) -> Call:
    return _hooked().structure(attrs.asdict(call, recurse=False), Call)


@pytest.mark.parametrize(
    "how",
    [copy.copy, copy.deepcopy, lambda call: pickle.loads(pickle.dumps(call)), attrs.evolve, _structured],
    ids=["copy", "deepcopy", "pickle", "evolve", "cattrs"],
)
@pytest.mark.parametrize("looked", [False, True], ids=["unread", "read"])
def test_a_call_survives(call, how, looked):
    """A copy equals the original in every way, transcript and all."""
    if looked:
        assert call.transcript[0].text
    other = how(call)

    assert (call, hash(call), repr(call)) == (other, hash(other), repr(other))
    assert type(other.transcript[0]) is TranscriptLine


def test_msgspec_writes_the_same_before_and_after_a_look(allo, mock):
    """It copies the memory of a record: what is in there is the lines, never the wire's own objects."""
    unread, read = (allo.calls.search(allo_number=mock.numbers[0], size=20).results for _ in range(2))
    assert any(line.text for call in read for line in call.transcript or ())
    assert not any(line.extra for call in read for line in (call, *(call.transcript or ())))

    assert msgspec.to_builtins(unread) == msgspec.to_builtins(read) != []
    assert msgspec.json.encode(unread) == msgspec.json.encode(read)


def test_msgspec_reads_what_it_wrote():
    """A record without open enums makes the round trip."""
    number = Number(number="+12025550143", name="Main", country="US", is_shared_number=False)

    assert msgspec.convert(msgspec.to_builtins(number), Number) == number


@attrs.frozen(kw_only=True)
class Scored(Call):
    """A user's own record."""

    score: int | None = None


class Plain(Call):
    """A user's own class, without attrs."""


@pytest.mark.parametrize("cls", [Scored, Plain])
def test_a_subclass_is_a_record_too(cls):
    """Users add fields and methods; lists given to it become tuples."""
    attrs.resolve_types(Scored)
    record = cls(id="1", transcript=[TranscriptLine(text="Hello")], tags=["sales"])
    other = pickle.loads(pickle.dumps(copy.deepcopy(record)))

    assert (other, other.transcript) == (record, (TranscriptLine(text="Hello"),))
    assert attrs.evolve(record, tag="x").tags == ("sales",)


def _asked(allo: Any, how: str) -> Contact:
    calls = {
        "search": lambda: allo.contacts.search().results[0],
        "iter": lambda: next(allo.contacts.iter()),
        "get": lambda: allo.contacts.get("cnt_1"),
        "create": lambda: allo.contacts.create(numbers=["+12025550178"]),
        "update": lambda: allo.contacts.update("cnt_1", name="Ada"),
    }
    return calls[how]()


@pytest.mark.parametrize("name", ["numbers", "emails", "activity"])
@pytest.mark.parametrize("how", ["search", "iter", "get", "create", "update"])
def test_a_list_that_the_answer_does_not_contain_is_none(make, scripted, how, name):
    """Absent and null are None, which is not the same as an empty list; whichever call returned the contact."""
    read = []
    for lists in ({}, {name: None}, {name: []}):
        wire = {"id": "cnt_1", "name": "Ada", **lists}
        answer = {"data": {"results": [wire]}} if how in {"search", "iter"} else {"data": wire}
        read.append(getattr(_asked(make(scripted(answer)), how), name))

    assert read == [None, None, ()]


@pytest.mark.parametrize("key", ["transcript", "transcription", "tags"])
def test_a_call_says_whether_it_has_a_list(make, scripted, key):
    """A transcript that is not there yet is None; one in which nothing was said is empty."""
    results = [{"id": "1"}, {"id": "2", key: None}, {"id": "3", key: []}]
    calls = make(scripted({"data": {"results": results}})).calls.search(allo_number="+12025550143").results

    assert [call.tags if key == "tags" else call.transcript for call in calls] == [None, None, ()]


def test_a_webhook_says_whether_it_has_topics(make, scripted):
    """An entry without topics is not one that is registered for nothing."""
    entries = [{"url": "https://example.com/a"}, {"url": "https://example.com/b", "topics": []}]

    assert [hook.topics for hook in make(scripted({"data": entries})).webhooks.list()] == [None, ()]


def test_the_stored_addresses_are_known_after_get_alone(allo):
    """The mock answers as the API does: neither create nor update returns the addresses."""
    made = allo.contacts.create(numbers=["+12025550178"], emails=["ada@example.com"])
    changed = allo.contacts.update(made.id, job_title="Buyer")

    assert (made.emails, changed.emails, allo.contacts.get(made.id).emails) == (None, None, ("ada@example.com",))
