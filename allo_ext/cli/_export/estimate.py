"""Estimates of the number of calls. The API counts pages, not calls, and cannot filter by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from allo_ext import AlloError
from allo_ext._lists.refusals import is_refusal

if TYPE_CHECKING:
    from allo_ext import AlloClient, Call, Page

_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """The expected size of an export.

    Attributes:
        total: The number of calls according to the page counts; None if unknown, or if calls are filtered.
        newest: The start of the newest call.
        since: The date at which reading ends.
    """

    total: int | None
    newest: datetime | None = None
    since: datetime | None = None

    def after(self, count: int, moment: datetime | None) -> int | None:
        """Return the expected number of calls, given the number read so far and the start of the last one.

        Calls are listed newest first. If the period has a start, the share of it that was read is more precise than
        the page counts.
        """
        if self.since is None or self.newest is None or moment is None or moment >= self.newest:
            return self.total if self.total is None else max(self.total, count)
        covered = (self.newest - moment) / (self.newest - self.since) if self.newest > self.since else 1.0
        return max(count, round(count / covered))


def estimate(allo: AlloClient, number: str | None, since: date | None, until: date | None, *, whole: bool) -> Estimate:
    """Read the first page of each line and add up the page counts.

    Args:
        allo: The client.
        number: A single line; None for all lines.
        since: The date at which reading ends.
        until: The date at which reading begins.
        whole: Whether all calls in that period are exported.
    """
    lines = [number] if number is not None else sorted(allo.numbers.owned())
    pages = [page for page in (_first_page(allo, line) for line in lines) if page is not None]
    dates = [page[0].start_date for page in pages if len(page)]
    newest = max((moment for moment in dates if moment is not None), default=None)
    counts = [
        len(page) if page.total_pages == 1 else page.total_pages and page.total_pages * _SIZE - _SIZE // 2
        for page in pages
    ]
    known = [count for count in counts if count is not None]
    total = sum(known) if whole and since is None and len(known) == len(counts) else None
    return Estimate(total, _moment(until) or newest, _moment(since))


def _moment(value: date | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def _first_page(allo: AlloClient, line: str) -> Page[Call] | None:
    try:
        return allo.with_options(validate=False).calls.search(allo_number=line, size=_SIZE)
    except AlloError as error:
        if not is_refusal(error):
            raise
        return None
