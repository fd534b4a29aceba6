"""Response envelopes: `data`, once, twice or not at all, and paging metadata that is flat, nested, null or absent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from allo_ext._wire.essentials import check_of
from allo_ext._wire.fields import record_of, records_from, records_of
from allo_ext._wire.json import is_array, is_object
from allo_ext.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable

Record = TypeVar("Record")

_LONGEST_COUNT: Final = 10
_SUCCESS: Final = ("success", "deleted", "ok")


def one(cls: type[Record], *fields: str) -> Callable[[Any], Record]:
    """Return a reader for a body with one record.

    Args:
        cls: The record's class.
        *fields: The required fields, instead of those declared for the class.
    """

    def read(body: Any) -> Record:
        return _record(cls, _inside(body), *fields)

    return read


def many(cls: type[Record]) -> Callable[[Any], list[Record]]:
    """Return a reader for a body with a list without pages."""

    def read(body: Any) -> list[Record]:
        items, _ = _items(body)
        return _records(cls, items)

    return read


def page_of(cls: type[Record], *, asked: int = 0) -> Callable[[Any], Page[Record]]:
    """Return a reader for a body with a page.

    Args:
        cls: The class of its records.
        asked: The number of the requested page.
    """

    def read(body: Any) -> Page[Record]:
        items, metadata = _items(body)
        said = (_count(metadata, name) for name in ("current_page", "page"))
        current = next((number for number in said if number is not None), asked)
        return Page(
            results=tuple(_records(cls, items)),
            current_page=current,
            total_pages=_count(metadata, "total_pages"),
            total_count=_count(metadata, "total_count"),
            has_more=more if isinstance(more := metadata.get("has_more"), bool) else None,
            record=cls,
        )

    return read


def no_content(body: Any) -> None:
    """Check the response of an operation that returns nothing: it is empty, a plain success, or the record.

    Anything else may come from a proxy, or mean that nothing was done.

    Raises:
        TypeError: It is something else.
    """
    inside = _inside(body)
    said = [level[name] for level in map(_object, (body, inside)) for name in _SUCCESS if name in level]
    done = bool(said) or inside is None or inside == {} or bool(_object(inside).get("id"))
    if not done or not all(word is True for word in said):
        raise TypeError(inside)


def part(name: str, cls: type[Record]) -> Callable[[Any], Record | None]:
    """Return a reader for a record next to `data`; it returns None if the record is missing.

    Args:
        name: Its name in the body.
        cls: The record's class.
    """

    def read(body: Any) -> Record | None:
        value = _object(body).get(name)
        return None if value is None else _record(cls, value)

    return read


def accepted(body: Any) -> None:
    """Check the response of an operation whose body is not documented: anything that does not report failure.

    Raises:
        TypeError: It reports failure.
    """
    for level in map(_object, (body, _inside(body))):
        if any(level.get(name) is False for name in _SUCCESS):
            raise TypeError(body)


def _record(cls: type[Record], value: Any, *fields: str) -> Record:
    record, check = record_of(cls, value), check_of(cls, *fields)
    return record if check is None else cast("Record", check(record, value))


def _records(cls: type[Record], objects: list[Any]) -> list[Record]:
    check = check_of(cls)
    return records_from(cls, objects) if check is None else list(map(check, records_of(cls, objects), objects))


def _inside(body: Any) -> Any:
    """Unwrap `data`, which may be missing or nested twice."""
    for _ in range(2):
        if is_object(body) and "data" in body and not body.keys() & {"results", "id"}:
            body = body["data"]
    return body


def _items(body: Any) -> tuple[list[Any], dict[str, Any]]:
    """Return the list and its paging metadata, which may be next to it or around it."""
    inside = _inside(body)
    if inside is None and _object(_object(body).get("pagination")):
        inside = list[Any]()  # version 2's lists may be null
    if is_array(inside):
        inside = {**_object(body), "results": inside}
    if not is_object(inside):
        raise TypeError(inside)
    metadata = _object(inside.get("metadata"))
    pagination = _object(metadata.get("pagination")) or _object(inside.get("pagination"))
    if "results" not in inside and not metadata and not pagination:
        raise TypeError(inside)  # an object without a list is not an empty list
    results: Any = inside.get("results")
    if results is None:
        results = []  # the API's spec allows null
    if not is_array(results):
        raise TypeError(results)
    return results, {**inside, **metadata, **pagination}


def _object(value: Any) -> dict[str, Any]:
    return value if is_object(value) else {}


def _count(metadata: dict[str, Any], key: str) -> int | None:
    value = metadata.get(key)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _LONGEST_COUNT:
        return int(value)
    if isinstance(value, float) and value.is_integer() and value >= 0:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
