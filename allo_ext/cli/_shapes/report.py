"""The report of `allo doctor --shapes`: JSON types, and Markdown made of it.

Its strings are words of this package, names of the spec, and names and values that `names` lets pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext._version import __version__
from allo_ext.cli._shapes import names
from allo_ext.cli._shapes.alternatives import alternatives, constructor, quirks
from allo_ext.cli._shapes.observing import Observed
from allo_ext.cli._shapes.questions import event_types, operation_name, questions, reads, unknown_endpoints
from allo_ext.cli._shapes.spec import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.cli._shapes.answers import Answers
    from allo_ext.cli._shapes.names import Private
    from allo_ext.cli._shapes.observing import Field, Kind

Report = dict[str, Any]

_INTRODUCTION: Final = """\
No value of the account is in this report: no name, number, address, id, text or date. Names of fields that are not in
the spec are shown if they look like the API's own and no word of the account is in them. Read it before you post it."""


def report(answers: Answers) -> Report:
    """Return what the answers of an account show."""
    observed = Observed(answers.values())
    found = alternatives(answers)
    topics = [topic for topic in event_types(answers) if topic not in document("v2")["webhooks"]]
    return {
        "version": __version__,
        "quirks": constructor(quirks(found)),
        "alternatives": [{"name": one.name, "value": one.value, "because": one.because} for one in found],
        "questions": [{"question": one.asked, "answer": one.answer} for one in questions(answers)],
        "reads": [
            {
                "read": one.name,
                "operation": one.operation,
                "status": one.status,
                "codes": _guarded(*names.values([one.code] if one.code else [], observed.private)),
                "headers": list(one.headers),
            }
            for one in reads(answers)
        ],
        "endpoints": _guarded(*names.paths(unknown_endpoints(answers), observed.private)),
        "topics": _guarded(*names.topics(topics, observed.private)),
        "objects": [
            {"operation": operation_name(version, operation), "name": name, **_kind(kind, observed.private)}
            for (version, operation, name), kind in observed.kinds.items()
            if name
        ],
    }


def _kind(kind: Kind, private: Private) -> Report:
    some = {key: field for key, field in kind.fields.items() if field.present < kind.seen}
    # A field of the API is rarely in one object only; a field that a user added may be.
    unknown = [name for name, count in kind.unknown.items() if count > 1 or kind.seen == 1]
    shown, hidden = names.fields(unknown, private)
    return {
        "seen": kind.seen,
        "others": kind.others,
        "missing": sorted(kind.documented.keys() - kind.fields.keys()),
        "missing_in_some": sorted(some),
        "always_null": sorted(key for key, field in kind.fields.items() if set(field.types) == {"null"}),
        "other_types": {key: types for key in sorted(kind.fields) if (types := _other_types(kind, key))},
        "forms": {key: sorted(field.forms) for key, field in sorted(kind.fields.items()) if field.forms},
        "values": {
            key: _values(kind.fields[key], kind.known_values[key], private)
            for key in sorted(kind.fields.keys() & kind.known_values.keys())
            if kind.fields[key].values
        },
        "not_in_the_spec": _guarded(shown, hidden + len(kind.unknown) - len(unknown)),
    }


def _other_types(kind: Kind, key: str) -> list[str]:
    """Return the types of a field that the spec does not have."""
    documented = kind.documented[key]
    expected = {*documented, *({"integer"} if "number" in documented else ())}
    return sorted(set(kind.fields[key].types) - expected) if documented else []


def _values(field: Field, known: frozenset[str], private: Private) -> Report:
    shown, hidden = names.values(field.values - known, private)
    return {"known": sorted(field.values & known), **_guarded(shown, hidden)}


def _guarded(shown: list[str], hidden: int) -> Report:
    return {"shown": shown, "hidden": hidden}


def markdown(found: Report) -> Iterator[str]:
    """Yield the lines of the report for an issue."""
    yield f"# What an account shows (withallo-sdk {found['version']})"
    yield ""
    yield from _INTRODUCTION.splitlines()
    yield from ("", "## MockAllo answers alike with", "", "```python", f"MockAllo(quirks={found['quirks']})", "```", "")
    yield from _table(
        ("quirk", "shown", "by"),
        ((f"`{one['name']}`", _shown(one["value"]), one["because"]) for one in found["alternatives"]),
    )
    yield from ("", "## Questions", "")
    yield from _table(("question", "answer"), ((one["question"], one["answer"]) for one in found["questions"]))
    yield from ("", "## Reads", "")
    yield from _table(
        ("read", "operation", "answer", "headers"),
        ((one["read"], f"`{one['operation']}`", _answer(one), ", ".join(one["headers"])) for one in found["reads"]),
    )
    yield from ("", "## Not in the spec", "")
    yield f"- endpoints that `/me` lists: {_list(found['endpoints'])}"
    yield f"- topics: {_list(found['topics'])}"
    yield from ("", "## Objects")
    for one in found["objects"]:
        yield from _object(one)


def _answer(one: Report) -> str:
    return str(one["status"]) + (f" {_list(one['codes'])}" if one["codes"]["shown"] else "")


def _object(one: Report) -> Iterator[str]:
    lines = list(_facts(one))
    if lines:
        yield from ("", f"### {one['name']} in `{one['operation']}` ({one['seen']})", "", *lines)


def _facts(one: Report) -> Iterator[str]:
    if one["others"]:
        yield f"- without any field of the spec: {one['others']}"
    for key, says in (
        ("missing", "missing in all"),
        ("missing_in_some", "missing in some"),
        ("always_null", "null in all"),
    ):
        if one[key]:
            yield f"- {says}: {_code(one[key])}"
    for key, types in one["other_types"].items():
        yield f"- `{key}` has another type than in the spec: {', '.join(types)}"
    for key, forms in one["forms"].items():
        yield f"- `{key}` has the form: {'; '.join(forms)}"
    for key, values in one["values"].items():
        yield f"- `{key}` has the values: {_code(values['known']) or 'none of the known'}"
        if values["shown"] or values["hidden"]:
            yield f"- `{key}` has values that are not in the spec: {_list(values)}"
    if one["not_in_the_spec"]["shown"] or one["not_in_the_spec"]["hidden"]:
        yield f"- fields that are not in the spec: {_list(one['not_in_the_spec'])}"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _shown(value: Any) -> str:
    return "not known" if value is None else f"`{value!r}`"


def _list(found: Report) -> str:
    hidden = [f"{found['hidden']} not shown"] if found["hidden"] else []
    return ", ".join([*(f"`{one}`" for one in found["shown"]), *hidden]) or "none"


def _code(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
