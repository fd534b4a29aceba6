"""The base classes of records and pages: `to_dict`, `to_json`, `from_dict`.

They have no state. Reading, and the schemas for pydantic, are in modules that are imported when first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from allo_ext._plain.jsonable import as_text, fields_as_json, jsonable

if TYPE_CHECKING:
    from collections.abc import Mapping


class Plain:
    """An object that can be written as plain JSON types."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain JSON types: what `json.dumps` accepts without help.

        Datetimes are ISO 8601 strings in UTC, such as `2026-01-15T10:30:00Z`, days are `2026-01-15`, durations are
        seconds (a float), enums are strings, tuples are lists. `extra` has its own key. Secrets, such as
        `signing_secret`, are included. What JSON cannot contain is replaced: NaN and infinite numbers by None, half of
        a surrogate pair by U+FFFD.

        Raises:
            TypeError: `extra` or another mapping contains an object that is not in an API response.

        Examples:
            >>> Call(id="cal_1", duration=timedelta(minutes=2)).to_dict()["duration"]
            120.0
        """
        return fields_as_json(self, self.__class__)

    def to_json(self, *, indent: int | None = None) -> str:
        r"""Return `to_dict()` as a JSON string; `from_dict(json.loads(…))` reads it.

        Args:
            indent: The number of spaces for each level; one line by default.

        Raises:
            TypeError: As for `to_dict`.

        Examples:
            >>> file.write(call.to_json() + "\n")  # one line of JSON Lines
        """
        return as_text(self.to_dict(), indent)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return the schema for pydantic, which calls this; nothing else imports it."""
        from allo_ext._plain.pydantic import schema_of

        return schema_of(cls, source, handler)


@jsonable.register(Plain)
def _(value: Plain) -> dict[str, Any]:
    return value.to_dict()


class Record(Plain):
    """An object of the API."""

    __slots__ = ("__weakref__",)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the record that `to_dict` wrote: `Call.from_dict(call.to_dict()) == call`.

        Missing keys get the field's default, and unknown ones are kept in `extra`. The result of `attrs.asdict` is
        accepted too. The API's own JSON has other names and units: it is not read by this method.

        Args:
            data: The fields by name.

        Raises:
            TypeError: The data is not a mapping.
            ValueError: A required field is missing, or a value does not have its field's type. The message names the
                field, not the value.

        Examples:
            >>> Call.from_dict({"id": "cal_1", "duration": 120.0}).duration
            datetime.timedelta(seconds=120)
        """
        from allo_ext._plain.loading import record_from

        return record_from(cls, data)
