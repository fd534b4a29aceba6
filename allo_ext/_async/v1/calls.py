"""Calls with their transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allo_ext._async.session import AsyncSession
from allo_ext._async.v1.numbers import AsyncNumbers
from allo_ext._async.walking import check_limit, merged, newest, walk
from allo_ext._lists.order import Past
from allo_ext._lists.refusals import Refusals, is_refusal
from allo_ext._lists.window import Window
from allo_ext._wire.envelope import page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext._wire.rules import validate
from allo_ext._wire.same_number import is_number, problem, same_number
from allo_ext.errors import AlloError, InvalidArgumentError
from allo_ext.pages import Page
from allo_ext.records import Call

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
    from datetime import date, datetime
    from os import PathLike
    from typing import IO

    from allo_ext._operations import Rule

_SOME_LINE: Final = "+12025550143"


class AsyncCalls:
    """Calls with their transcripts (https://help.withallo.com/en/api-reference/calls/search-calls)."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def search(
        self,
        *,
        allo_number: str,
        contact_number: str | NotGiven = NOT_GIVEN,
        page: int | NotGiven = NOT_GIVEN,
        size: int | NotGiven = NOT_GIVEN,
    ) -> Page[Call]:
        """Return one page of a line's calls, newest first; `iter` reads all pages.

        Args:
            allo_number: A line of the account, E.164.
            contact_number: Only calls with this number, E.164. This is the API's filter, which sometimes returns
                nothing for numbers that have calls; `iter` does not use it.
            page: The page number, from 0 (the API's default).
            size: Calls per page, 1 to 100; the API's default is 10.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> page = await allo.calls.search(allo_number="+12025550143", size=20)
            >>> page.results[0].summary

        Wraps `GET /calls`.
        """
        from allo_v1.api.calls import search_calls

        return await self._session.call(
            search_calls,
            page_of(Call, asked=page or 0),
            allo_number=allo_number,
            contact_number=contact_number,
            page=page,
            size=size,
        )

    async def iter(
        self,
        *,
        allo_number: str | None = None,
        contact_number: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        size: int = 100,
        prefetch: int = 0,
        consistent: bool = False,
        strict: bool = False,
    ) -> AsyncGenerator[Call]:
        """Iterate over all calls, in the API's order (newest first), each once, to the end.

        If a page cannot be read, the iteration raises, so a partial list is never mistaken for a complete one. Calls
        that arrive during the iteration do not make other calls appear twice or go missing. If a call is deleted during
        the iteration, the calls after it shift, and one of them can be missed at a page boundary. `consistent` prevents
        this.

        Args:
            allo_number: A line of the account, E.164; None for all lines that have a number.
            contact_number: Only calls with this number, in any notation; filtered here, not by the API. Without a
                country code it is a number of the line's country.
            since: Only calls that began then or later. A datetime without a zone is in UTC, a date means 00:00 UTC.
                Calls without a date are included. Iteration stops at the first page whose calls are all older if the
                pages so far were sorted newest first; otherwise the whole list is read.
            until: Only calls that began before this time.
            limit: The maximum number of calls: the newest, sorted. Unsorted lists are read completely.
            size: Calls per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed (for each line), in tasks.
            consistent: Read each line again until two passes find the same calls, at most five times. Calls that only
                a later pass finds are yielded last. A line with one page is read once.
            strict: Raise if the API refuses to list the calls of one line. By default the other lines are read, and an
                `UnreadableLineWarning` names the refused one. If every line is refused, the error is raised.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            UnexpectedResponseError: A `consistent` iteration found no two passes that agree.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> async for call in allo.calls.iter(since=datetime(2026, 1, 1, tzinfo=UTC)):
            ...     print(call.contact_number, call.duration)

        Wraps `GET /calls` and, if `allo_number` is None, `GET /numbers`.
        """
        window = Window.of(since, until)
        if contact_number is not None and not is_number(contact_number, at_home=allo_number):
            raise InvalidArgumentError(field="contact_number", problem=problem(contact_number))
        check_limit(limit, consistent=consistent)

        def wanted(call: Call) -> bool:
            return window.holds(call.start_date) and (
                contact_number is None or _is_with(call, contact_number, allo_number)
            )

        numbers = [allo_number] if allo_number is not None else sorted(await AsyncNumbers(self._session).owned())
        refusals = Refusals(numbers)
        lines: list[AsyncGenerator[Call]] = []
        for number in numbers:
            listed = allo_number is None
            resource = self._unchecked(size) if listed and not _is_accepted(number) else self
            tolerated = refusals if listed and not strict else None
            line = _line(resource, number, window, tolerated, size=size, prefetch=prefetch, consistent=consistent)
            lines.append(line if limit is None else newest(line, limit, when=_when, wanted=wanted))
        calls = lines[0] if len(lines) == 1 else merged(lines, when=_when, key=_key, prefetch=prefetch)
        left = limit
        try:
            while left is None or left > 0:
                call = await anext(calls, None)
                refusals.report()
                if call is None:
                    break
                if wanted(call):
                    left = None if left is None else left - 1
                    yield call
        finally:
            await calls.aclose()

    def _unchecked(self, size: int) -> AsyncCalls:
        """Return the same resource without validation, for a line that the API does not return in E.164."""
        session = self._session
        if session.config.validate:
            validate(_rules(), {"allo_number": _SOME_LINE, "size": size})
        config = session.config.changed(timeout=NOT_GIVEN, headers=NOT_GIVEN, retry=NOT_GIVEN, validate=False)
        return AsyncCalls(AsyncSession(config, session.pool, session.turns, session.closing))

    async def download_recording(
        self,
        call: Call | str,
        path_or_file: str | PathLike[str] | IO[bytes],
        *,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> int:
        """Save the recording of a call.

        The download is streamed. A path gets the complete file or nothing, even if several threads or processes
        download to it: each download writes to its own `.part` file in the same folder first. An interrupted download
        continues from its part, now or at the next call, unless the recording changed; with a renewed link it
        continues if the ETag is the same. The key is sent only if the recording is on the API's own host. Redirects
        are followed without it.

        Args:
            call: A call that has a `recording_url`, or the URL itself.
            path_or_file: The target: a path, or a file open for writing bytes.
            progress: Called with the number of bytes received and the total, or None if the server does not send it.

        Returns:
            The size of the recording in bytes.

        Raises:
            InvalidArgumentError: The call has no recording, or the URL is not valid.
            AlloError: See `allo_ext.errors`.
            OSError: The file cannot be written.

        Examples:
            >>> await allo.calls.download_recording(call, "call.mp3")
        """
        from allo_ext._async.v1.recording import download

        url = call if isinstance(call, str) else getattr(call, "recording_url", None)
        return await download(self._session, url, path_or_file, progress)


def _line(
    calls: AsyncCalls,
    number: str,
    window: Window,
    refusals: Refusals | None,
    *,
    size: int,
    prefetch: int,
    consistent: bool,
) -> AsyncGenerator[Call]:
    async def fetch(page: int) -> Page[Call]:
        try:
            return await calls.search(allo_number=number, page=page, size=size)
        except AlloError as error:
            if page > 0 or refusals is None or not is_refusal(error):
                raise
            refusals.add(number, error)
            return Page()

    def ends() -> Callable[[Sequence[Call]], bool]:
        past = Past(window)
        return lambda new: past([call.start_date for call in new])

    return walk(
        fetch,
        size=size,
        prefetch=prefetch,
        key=_key,
        ends=ends,
        consistent=consistent,
        counts=lambda call: window.holds(call.start_date),
    )


def _is_accepted(number: str) -> bool:
    try:
        validate(_rules(), {"allo_number": number})
    except InvalidArgumentError:
        return False
    return True


def _rules() -> Mapping[str, Rule]:
    from allo_ext._operations.v1 import TABLE

    return TABLE["search_calls"].rules


def _key(call: Call) -> str:
    return call.id


def _when(call: Call) -> datetime | None:
    return call.start_date


def _is_with(call: Call, number: str, line: str | None) -> bool:
    """Return whether the other party has this number; without a country code it is a number of the line's country."""
    home = line or call.allo_number
    parties = (call.from_number, call.to_number) if call.direction is None else (call.contact_number,)
    return any(same_number(party, number, at_home=home) for party in parties)
