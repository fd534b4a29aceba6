"""The alternatives of `Quirks` that an account shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_array, is_object
from allo_ext.cli._shapes.forms import datetime_form
from allo_ext.testing import Quirks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.cli._shapes.answers import Answer, Answers

_DATES: Final = {"naive": "naive", "Z": "z", "offset": "offset"}
_REFUSED: Final = frozenset({400, 422})
_NOT_FOUND: Final = frozenset({400, 404})
_WRITES: Final = "only a change would show it"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One field of `Quirks`.

    Attributes:
        name: The name of the field.
        value: The value that the account shows; None if it shows none.
        because: The read that shows it, or the reason why none does.
    """

    name: str
    value: Any
    because: str


def alternatives(answers: Answers) -> list[Alternative]:
    """Return what an account shows of every field of `Quirks`."""
    return [_JUDGES[field.name](answers, field.name) for field in fields(Quirks)]


def quirks(found: list[Alternative]) -> Quirks:
    """Return the variant in which MockAllo answers alike; what is not known is as documented."""
    return Quirks(**{one.name: one.value for one in found if one.value is not None})


def constructor(found: Quirks) -> str:
    """Return the Python expression, with the fields that differ from the documented ones."""
    documented = Quirks()
    names = [field.name for field in fields(found)]
    changed = [name for name in names if getattr(found, name) != getattr(documented, name)]
    return f"Quirks({', '.join(f'{name}={getattr(found, name)!r}' for name in changed)})"


def _call_metadata(answers: Answers, name: str) -> Alternative:
    return _metadata(answers, name, ("calls",))


def _page_metadata(answers: Answers, name: str) -> Alternative:
    return _metadata(answers, name, ("contacts", "conversation"))


def _metadata(answers: Answers, name: str, reads: tuple[str, ...]) -> Alternative:
    for read in reads:
        if (answer := answers.successful(read)) is not None:
            style = metadata_style(answer.data)
            return Alternative(name, style, f"the read `{read}`" if style else f"`{read}` has another form")
    return _unread(name, reads[0])


def metadata_style(data: Any) -> str | None:
    """Return the form of a page's metadata; None if it is not one of the known."""
    if not is_object(data) or "metadata" not in data:
        return "absent" if is_object(data) else None
    metadata = data["metadata"]
    if metadata is None:
        return "null"
    if is_object(metadata) and is_object(metadata.get("pagination")):
        return "nested"
    return "flat" if is_object(metadata) and "total_pages" in metadata else None


def _webhook_ids(answers: Answers, name: str) -> Alternative:
    hooks = answers.entries("webhooks")
    if not hooks:
        return _empty(answers, name, "webhooks")
    return Alternative(name, all(hook.get("id") is not None for hook in hooks), _of("webhooks", hooks))


def _contact_filter(answers: Answers, name: str) -> Alternative:
    answer = answers.successful("calls of one contact")
    if answer is None:
        return _unread(name, "calls of one contact")
    return Alternative(name, not answer.entries, "a number that the list of calls contains")


def _dates(answers: Answers, name: str) -> Alternative:
    texts = [call.get("start_date") for call in answers.entries("calls")]
    for contact in answers.entries("contacts"):
        texts += [contact.get("created_at"), contact.get("updated_at")]
    forms = Counter(datetime_form(text) for text in texts if isinstance(text, str))
    if not forms:
        return _empty(answers, name, "calls")
    form = forms.most_common(1)[0][0]
    shown = _DATES.get(form) or ("micros" if form == "Z, 6 fraction digits" else None)
    if shown is None:
        return Alternative(name, None, f"another form: {form}")
    return Alternative(name, shown, "calls and contacts" + (", not all alike" if len(forms) > 1 else ""))


def _null_results(answers: Answers, name: str) -> Alternative:
    for read in ("contacts beyond the end", "calls beyond the end"):
        answer = answers.successful(read)
        data = answer.data if answer is not None else None
        if is_object(data) and "results" in data and not data["results"]:
            return Alternative(name, data["results"] is None, f"the read `{read}`")
    return _unread(name, "contacts beyond the end")


def _call_result(answers: Answers, name: str) -> Alternative:
    calls = answers.entries("calls")
    if not calls:
        return _empty(answers, name, "calls")
    having = sum("result" in call for call in calls)
    value = "always" if having == len(calls) else "sometimes" if having else "never"
    return Alternative(name, value, _of("calls", calls))


def _recordings(_: Answers, name: str) -> Alternative:
    return Alternative(name, None, "the address of recordings is not shown")


def _contact_not_found(answers: Answers, name: str) -> Alternative:
    read = "contact that does not exist"
    answer = answers.get(read)
    if answer is None or answer.status not in _NOT_FOUND:
        return _unread(name, read) if answer is None else Alternative(name, None, f"`{read}` got {answer.status}")
    return Alternative(name, answer.status, f"the read `{read}`")


def _emails(answers: Answers, name: str) -> Alternative:
    contacts = answers.entries("contacts")
    if not contacts:
        return _empty(answers, name, "contacts")
    return Alternative(name, any("emails" in contact for contact in contacts), _of("contacts", contacts))


def _unknown_keys(answers: Answers, name: str) -> Alternative:
    read = "items with an unknown key"
    answer = answers.get(read)
    if answer is None:
        return _unread(name, read)
    if not answer.succeeded and answer.status not in _REFUSED:
        return Alternative(name, None, f"`{read}` got {answer.status}")
    return Alternative(name, answer.succeeded, f"the read `{read}`")


def _ignored_dates(answers: Answers, name: str) -> Alternative:
    answer = answers.successful("items of long ago")
    if answer is None or not is_array(answer.data):
        return _unread(name, "items of long ago")
    return Alternative(name, bool(answer.entries), "a search in two days of 1990")


def _change(_: Answers, name: str) -> Alternative:
    return Alternative(name, None, _WRITES)


def _of(what: str, entries: list[Mapping[str, Any]]) -> str:
    return f"a list of {len(entries)} {what}"


def _unread(name: str, read: str) -> Alternative:
    return Alternative(name, None, f"`{read}` was not read")


def _empty(answers: Answers, name: str, read: str) -> Alternative:
    answer: Answer | None = answers.successful(read)
    return _unread(name, read) if answer is None else Alternative(name, None, f"there are no {read}")


_JUDGES: Final[dict[str, Callable[[Answers, str], Alternative]]] = {
    "call_metadata": _call_metadata,
    "page_metadata": _page_metadata,
    "webhook_ids": _webhook_ids,
    "webhook_number": _change,
    "contact_filter_broken": _contact_filter,
    "dates": _dates,
    "null_results": _null_results,
    "call_result": _call_result,
    "recordings": _recordings,
    "contact_not_found": _contact_not_found,
    "sms_envelope": _change,
    "emails_everywhere": _emails,
    "ignores_unknown_keys": _unknown_keys,
    "ignores_dates": _ignored_dates,
}
