"""A request to version 2 on its way to its handler."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from allo_ext.testing._engine.wire import Reply, json_reply
from allo_ext.testing._v2.errors import Wrong, error_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.keys import Keys
    from allo_ext.testing._engine.version import Request
    from allo_ext.testing._v1.quirks import Quirks

FIRST_PAGE, PAGE_SIZE = 1, 20
T = TypeVar("T")


@dataclass(slots=True)
class Kept:
    """State that only version 2 has, such as its webhooks: one object per noun, created on first use."""

    state: State
    _objects: dict[Callable[[State], Any], Any] = field(default_factory=dict["Callable[[State], Any]", Any])

    def of(self, kind: Callable[[State], T]) -> T:
        """Return the object of a kind, the same each time; a kind is a class that takes the account's state."""
        if kind not in self._objects:
            self._objects[kind] = kind(self.state)
        return cast("T", self._objects[kind])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has passed every check, and what it is put to."""

    state: State
    kept: Kept
    quirks: Quirks
    keys: Keys
    request: Request

    @property
    def query(self) -> Mapping[str, Any]:
        """The query's parameters, defaults filled in."""
        return self.request.query

    @property
    def path(self) -> Mapping[str, str]:
        """The path's parameters."""
        return self.request.path

    @property
    def body(self) -> Mapping[str, Any]:
        """The fields of the body; none for a request without one."""
        return cast("Mapping[str, Any]", self.request.body or {})

    def data(self, shown: object, status: int = 200) -> Reply:
        """Answer with what was asked for."""
        return json_reply(status, {"data": shown})

    def error(
        self,
        code: str,
        status: int | None = None,
        *,
        message: str | None = None,
        param: str | None = None,
        errors: Sequence[Wrong] = (),
    ) -> Reply:
        """Answer with an error; its status is the documented one unless given."""
        return error_reply(self.request, code, status, message=message, param=param, errors=errors)

    @property
    def page(self) -> tuple[int, int]:
        """The number of the page asked for, from 1, and its size: in the query of a GET, else in the body."""
        fields = self.query if "page" in self.query else self.body
        return int(fields.get("page") or FIRST_PAGE), int(fields.get("size") or PAGE_SIZE)

    @property
    def window(self) -> tuple[int, int]:
        """The range of results on that page: start, end."""
        page, size = self.page
        return (page - FIRST_PAGE) * size, (page - FIRST_PAGE + 1) * size

    def pagination(self, total: int) -> dict[str, Any]:
        """Return what a page says about its list."""
        page, size = self.page
        return {
            "page": page,
            "size": size,
            "total_count": total,
            "total_pages": math.ceil(total / size),
            "has_more": page * size < total,
        }

    def paged(self, results: Sequence[object], total: int, **more: object) -> Reply:
        """Answer with one page of a list; `more` goes beside `data`."""
        return json_reply(200, {"data": list(results), "pagination": self.pagination(total), **more})
