"""Which of the shapes that the API has been seen in the mock answers with."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from allo_ext.testing._arguments import flag, one_of, shown

Metadata = Literal["flat", "nested", "null", "absent"]
Dates = Literal["naive", "z", "offset", "micros"]


@dataclass(frozen=True, slots=True)
class Quirks:
    """The oddities of the API, each at its documented form unless asked otherwise.

    `MockAllo(quirks=Quirks(call_metadata="nested"))`, or later `mock.quirks = Quirks(...)`.
    """

    call_metadata: Metadata = "flat"
    """Paging metadata of `/calls`: the documents show it flat, live code reads it nested."""
    page_metadata: Metadata = "nested"
    """Paging metadata of `/contacts` and of conversations."""
    webhook_ids: bool = False
    """Whether the list of webhooks tells their ids."""
    webhook_number: Literal["alloNumber", "allo_number"] = "alloNumber"
    """What the reply to creating a webhook calls its number."""
    contact_filter_broken: bool = False
    """`contact_number=` on `/calls` finds nothing, as has been seen live."""
    dates: Dates = "naive"
    """`2026-02-27T17:59:54`, or with `Z`, with `+00:00`, or with microseconds and `Z`."""
    null_results: bool = False
    """An empty list of contacts is null."""
    call_result: Literal["sometimes", "always", "never"] = "sometimes"
    """Whether calls tell their `result`."""
    recordings: str | None = None
    """An origin such as `http://127.0.0.1:8080` that recordings are said to lie on, instead of the API's two hosts."""
    contact_not_found: Literal[400, 404] = 400
    """The status of CONTACT_NOT_FOUND."""
    sms_envelope: bool = True
    """Whether the reply to an SMS lies under `data`, as everything else does."""
    emails_everywhere: bool = False
    """Whether contacts tell their e-mail addresses in other places than the reply to a single get."""
    ignores_unknown_keys: bool = True
    """Version 2: whether a key that an operation does not have is ignored, as live, and not refused."""
    ignores_dates: bool = False
    """Version 2: whether the search of items ignores `date`."""

    def __post_init__(self) -> None:
        """Refuse a value that no answer could be given with.

        Raises:
            ValueError: for such a value.
        """
        for field in fields(self):
            kind, value = get_type_hints(type(self))[field.name], getattr(self, field.name)
            if kind is bool:
                flag(field.name, value)
            elif get_origin(kind) is Literal and value not in get_args(kind):
                one_of(field.name, value, [str(choice) for choice in get_args(kind)])
        if self.recordings is not None and not str(self.recordings).startswith(("http://", "https://")):
            message = f"recordings must be an origin such as http://127.0.0.1:8080, not {shown(self.recordings)}"
            raise ValueError(message)


def checked_quirks(quirks: Any, *, webhook_ids: Any = False) -> Quirks:
    """Return which shapes to answer with; the documented ones unless given, and ids of webhooks if asked for.

    Raises:
        ValueError: it is not a `Quirks`.
    """
    shapes = Quirks() if quirks is None else quirks
    if not isinstance(shapes, Quirks):
        message = f"quirks must be a Quirks(…), not {shown(quirks)}"
        raise ValueError(message)  # noqa: TRY004 — one kind of refusal for every argument
    return replace(shapes, webhook_ids=True) if flag("webhook_ids", webhook_ids) else shapes
