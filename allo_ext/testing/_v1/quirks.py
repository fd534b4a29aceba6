"""The variants of responses that the API is known to return."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from allo_ext.testing._arguments import flag, one_of, shown

Metadata = Literal["flat", "nested", "null", "absent"]
Dates = Literal["naive", "z", "offset", "micros"]


@dataclass(frozen=True, slots=True)
class Quirks:
    """The variants of the API's responses. The defaults are the documented ones.

    `MockAllo(quirks=Quirks(call_metadata="nested"))`, or later `mock.quirks = Quirks(...)`.
    """

    call_metadata: Metadata = "flat"
    """Paging metadata of `/calls`: documented as flat, seen live as nested."""
    page_metadata: Metadata = "nested"
    """Paging metadata of `/contacts` and of conversations."""
    webhook_ids: bool = False
    """True if the list of webhooks contains their ids."""
    webhook_number: Literal["alloNumber", "allo_number"] = "alloNumber"
    """The name of the number field in the response to creating a webhook."""
    contact_filter_broken: bool = False
    """True if `contact_number=` on `/calls` finds nothing, as seen live."""
    dates: Dates = "naive"
    """`2026-02-27T17:59:54`, or with `Z`, with `+00:00`, or with microseconds and `Z`."""
    null_results: bool = False
    """True if an empty list of contacts is null."""
    call_result: Literal["sometimes", "always", "never"] = "sometimes"
    """True if calls have a `result`."""
    recordings: str | None = None
    """The origin of recording URLs, such as `http://127.0.0.1:8080`, instead of the API's two hosts."""
    contact_not_found: Literal[400, 404] = 400
    """The status of CONTACT_NOT_FOUND."""
    sms_envelope: bool = True
    """True if the response to an SMS is wrapped in `data`, like all others."""
    emails_everywhere: bool = False
    """True if contacts include their e-mail addresses in every response, not only when one contact is read."""
    ignores_unknown_keys: bool = True
    """Version 2: whether a key that an operation does not have is ignored, as live, and not refused."""
    ignores_dates: bool = False
    """Version 2: whether the search of items ignores `date`."""

    def __post_init__(self) -> None:
        """Check the values.

        Raises:
            ValueError: A value is not valid.
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
    """Return the given quirks, or the documented ones; with ids of webhooks if requested.

    Raises:
        ValueError: It is not a `Quirks`.
    """
    shapes = Quirks() if quirks is None else quirks
    if not isinstance(shapes, Quirks):
        message = f"quirks must be a Quirks(…), not {shown(quirks)}"
        raise ValueError(message)  # noqa: TRY004 — one kind of refusal for every argument
    return replace(shapes, webhook_ids=True) if flag("webhook_ids", webhook_ids) else shapes
