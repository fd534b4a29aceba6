# Written by scripts/unasync.py from allo_ext/_async/calls.py: change it there, then `make generate`.
"""Calls with their transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._given import NOT_GIVEN, NotGiven
from allo_ext._normalise.envelope import page_of
from allo_ext._normalise.same_number import is_number, same_number
from allo_ext._sync.numbers import Numbers
from allo_ext._sync.walking import merged, walk
from allo_ext._window import Window
from allo_ext.errors import InvalidArgumentError
from allo_ext.records import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import date
    from os import PathLike
    from typing import IO

    from allo_ext._sync.session import Session
    from allo_ext.pages import Page


class Calls:
    """Calls with their transcripts (https://help.withallo.com/en/api-reference/calls/search-calls)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def search(
        self,
        *,
        allo_number: str,
        contact_number: str | NotGiven = NOT_GIVEN,
        page: int | NotGiven = NOT_GIVEN,
        size: int | NotGiven = NOT_GIVEN,
    ) -> Page[Call]:
        """Return one page of a line's calls, newest first.

        Args:
            allo_number: A line of the account, E.164.
            contact_number: Only calls with this number, E.164. The API's own filter, which has been seen to return
                nothing for numbers that have calls: `iter` filters by itself.
            page: Which page, from 0, which is also the API's default.
            size: Calls a page, 1 to 100; the API's default is 10.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> page = allo.calls.search(allo_number="+12025550143", size=20)
            >>> page.results[0].summary

        Wraps `GET /calls`.
        """
        from allo_v1.api.calls import search_calls

        return self._session.call(
            search_calls,
            page_of(Call, asked=page or 0),
            "search_calls",
            allo_number=allo_number,
            contact_number=contact_number,
            page=page,
            size=size,
        )

    def iter(
        self,
        *,
        allo_number: str | None = None,
        contact_number: str | None = None,
        since: date | None = None,
        until: date | None = None,
        size: int = 100,
        prefetch: int = 0,
    ) -> Generator[Call]:
        """Go through all calls, newest first, each once, to the end.

        A page that cannot be had raises: what was read is never taken for the whole. Calls that arrive while the pages
        are read do not make others come twice or be left out.

        Args:
            allo_number: A line of the account, E.164; None goes through every line that has a number.
            contact_number: Only calls with this number, in any way of writing; compared here, not by the API. Without
                a country code it is a number of the line's country.
            since: Only calls that began then or later; reading stops at the first page that is older throughout. A
                datetime without a zone means UTC, a date its first moment in UTC. Calls without a date are kept.
            until: Only calls that began before.
            size: Calls a page, 1 to 100.
            prefetch: How many pages to read ahead of the one being consumed (for each line), in threads.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> for call in allo.calls.iter(since=datetime(2026, 1, 1, tzinfo=UTC)):
            ...     print(call.contact_number, call.duration)

        Wraps `GET /calls` and, where `allo_number` is None, `GET /numbers`.
        """
        window = Window.of(since, until)
        if contact_number is not None and not is_number(contact_number, at_home=allo_number):
            raise InvalidArgumentError("contact_number is not a phone number.", field="contact_number")
        numbers = [allo_number] if allo_number is not None else sorted(Numbers(self._session).owned())
        lines = [self._line(number, window, size=size, prefetch=prefetch) for number in numbers]
        calls = (
            lines[0]
            if len(lines) == 1
            else merged(lines, when=lambda call: call.start_date, key=_key, prefetch=prefetch)
        )
        try:
            for call in calls:
                if window.holds(call.start_date) and (
                    contact_number is None or _is_with(call, contact_number, allo_number)
                ):
                    yield call
        finally:
            calls.close()

    def _line(self, number: str, window: Window, *, size: int, prefetch: int) -> Generator[Call]:
        def fetch(page: int) -> Page[Call]:
            return self.search(allo_number=number, page=page, size=size)

        def is_older(page: Page[Call]) -> bool:
            return window.is_before(call.start_date for call in page)

        return walk(fetch, size=size, prefetch=prefetch, key=_key, enough=is_older)

    def download_recording(
        self,
        call: Call | str,
        path_or_file: str | PathLike[str] | IO[bytes],
        *,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> int:
        """Save the recording of a call.

        It is streamed. A path gets a whole file or none, however many threads and processes download to it: the bytes
        go to a `.part` file beside it first, one for each download. A download that was cut off continues from its
        part, now or at the next call, unless the server says that the recording changed; behind a renewed link it
        continues where the ETag is the same. The key is sent only if the recording is on the API's own host; redirects
        are followed, without it.

        Args:
            call: A call that has a `recording_url`, or the URL itself.
            path_or_file: Where to save it: a path, or a file open for writing bytes.
            progress: Called with the bytes that there are so far and, where the server says, the bytes in all.

        Returns:
            The size of the recording in bytes.

        Raises:
            InvalidArgumentError: The call has no recording, or the URL is none.
            AlloError: See `allo_ext.errors`; a file that cannot be written raises OSError.

        Examples:
            >>> allo.calls.download_recording(call, "call.mp3")
        """
        from allo_ext._sync.recording import download

        url = call if isinstance(call, str) else getattr(call, "recording_url", None)
        return download(self._session, url, path_or_file, progress)


def _key(call: Call) -> str:
    return call.id


def _is_with(call: Call, number: str, line: str | None) -> bool:
    """Tell whether the other party has this number; without a country code it is one of the line's country."""
    home = line or call.allo_number
    parties = (call.from_number, call.to_number) if call.direction is None else (call.contact_number,)
    return any(same_number(party, number, at_home=home) for party in parties)
