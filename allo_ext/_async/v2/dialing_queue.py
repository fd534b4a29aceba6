"""The Power Dialer queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from allo_ext._async.v2.walking import every
from allo_ext._wire.body import Body, objects
from allo_ext._wire.envelope import one, page_of, part
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.errors import AlloError, InvalidArgumentError
from allo_ext.v2 import AppendResult, Cleared, DialingQueue, DoNotDisturb, QueueNumber, VoicemailHandling

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from allo_ext._async.session import AsyncSession
    from allo_ext.pages import Page

Text = str | None | NotGiven
Voicemail = VoicemailHandling | Literal["SKIP", "NO_SKIP"] | None | NotGiven
Silence = DoNotDisturb | Literal["ENABLED", "DISABLED"] | None | NotGiven


class AsyncCurrentQueue:
    """The Power Dialer queue (https://help.withallo.com/en/api-reference/v2/dialing-queues/get-current-dialing-queue).

    Each method takes the member whose queue is meant: `user_id`, or `email`; without either it is the key's owner.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(
        self,
        *,
        user_id: str | NotGiven = NOT_GIVEN,
        email: str | NotGiven = NOT_GIVEN,
        page: int | NotGiven = NOT_GIVEN,
        size: int | NotGiven = NOT_GIVEN,
    ) -> DialingQueue | None:
        """Return a member's current queue with its numbers, or None if the member does not have one.

        Args:
            user_id: The member's id.
            email: The member's e-mail address, where no `user_id` is given.
            page: Return only this page of the numbers, from 1; without it and `size`, all numbers are read.
            size: Numbers per page, 1 to 100.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such member.
            AlloError: See `allo_ext.errors`. The key needs the scope DIALING_QUEUE_READ_WRITE.

        Examples:
            >>> queue = await allo.v2.dialing_queue.get(email="claire@example.com")
            >>> waiting = [entry for entry in queue.numbers or () if entry.call_start_date is None] if queue else []

        Wraps `GET /dialing-queues/current`.
        """
        if page is not NOT_GIVEN or size is not NOT_GIVEN:
            queue, asked = await self._page(user_id, email, page, size)
            return queue and _with(queue, asked.results)
        queue, first = await self._page(user_id, email, 1, 100)
        if queue is None:
            return None

        async def fetch(number: int) -> Page[QueueNumber]:
            return first if number == 1 else (await self._page(user_id, email, number, 100))[1]

        entries = every(fetch, size=100, prefetch=0, limit=None, key=_key)
        numbers = [entry async for entry in entries]
        return _with(queue, numbers)

    async def _page(
        self, user_id: str | NotGiven, email: str | NotGiven, page: int | NotGiven, size: int | NotGiven
    ) -> tuple[DialingQueue | None, Page[QueueNumber]]:
        from allo_v2.api.dialing_queue import get_current_dialing_queue

        read_queue, read_page = part("queue", DialingQueue), page_of(QueueNumber, asked=page or 1)
        return await self._session.call(
            get_current_dialing_queue,
            lambda body: (read_queue(body), read_page(body)),
            user_id=user_id,
            email=email,
            page=page,
            size=size,
        )

    async def reset(
        self,
        *,
        name: Text = NOT_GIVEN,
        user_id: Text = NOT_GIVEN,
        email: Text = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> DialingQueue:
        """Start a new, empty queue for a member. The old one, with its numbers, can no longer be reached.

        Args:
            name: The name of the queue, at most 255 characters.
            user_id: The member's id.
            email: The member's e-mail address, where no `user_id` is given.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such member.
            AlloError: See `allo_ext.errors`. The key needs the scope DIALING_QUEUE_READ_WRITE.

        Examples:
            >>> queue = await allo.v2.dialing_queue.reset(name="Monday")

        Wraps `POST /dialing-queues/current`.
        """
        from allo_v2.api.dialing_queue import reset_current_dialing_queue

        return await self._session.call(
            reset_current_dialing_queue,
            one(DialingQueue),
            idempotency_key=idempotency_key,
            body=Body(name=name, user_id=user_id, email=email),
        )

    async def upsert(
        self,
        *,
        name: Text = NOT_GIVEN,
        voicemail_handling: Voicemail = NOT_GIVEN,
        do_not_disturb: Silence = NOT_GIVEN,
        user_id: Text = NOT_GIVEN,
        email: Text = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> DialingQueue:
        """Change the settings of a member's queue, or create it. Arguments that are not given stay unchanged.

        It is not retried after a lost response; see `maybe_sent` of the error.

        Args:
            name: The name of the queue, 1 to 255 characters.
            voicemail_handling: "SKIP" to go on to the next number, "NO_SKIP" to stay.
            do_not_disturb: "ENABLED" to silence incoming calls while dialing, or "DISABLED".
            user_id: The member's id.
            email: The member's e-mail address, where no `user_id` is given.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. The API does not promise to honour it here.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such member.
            AlloError: See `allo_ext.errors`. The key needs the scope DIALING_QUEUE_READ_WRITE.

        Examples:
            >>> await allo.v2.dialing_queue.upsert(voicemail_handling="SKIP")

        Wraps `PATCH /dialing-queues/current`.
        """
        from allo_v2.api.dialing_queue import upsert_current_dialing_queue

        body = Body(
            name=name,
            voicemail_handling=voicemail_handling,
            do_not_disturb=do_not_disturb,
            user_id=user_id,
            email=email,
        )
        return await self._session.call(
            upsert_current_dialing_queue, one(DialingQueue), idempotency_key=idempotency_key, body=body
        )

    async def append_numbers(
        self,
        numbers: Iterable[str | Mapping[str, Any]],
        *,
        user_id: str | NotGiven = NOT_GIVEN,
        email: str | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> AppendResult:
        """Add numbers to the end of a member's queue, up to 1,000 in all. Each also creates or matches a contact.

        The queue's size is read first. Then the numbers are sent, at most 500 per request, until the queue is full. A
        request is not retried after a lost response, because the people would be called twice.

        Args:
            numbers: Phone numbers in any notation; or mappings with `number` and any of `name`, `last_name`, `company`,
                `website`, `job_title`, `emails` and `addresses`.
            user_id: The member's id.
            email: The member's e-mail address, where no `user_id` is given.
            idempotency_key: Your key for the first request, 1 to 245 printable ASCII characters; further requests add
                their number to it. None for new ones.

        Returns:
            The numbers that were added, and those that were skipped, each with the reason.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such member.
            AlloError: See `allo_ext.errors`. After the first request, `error.done` is the result of those that
                succeeded. The key needs the scope DIALING_QUEUE_READ_WRITE.

        Examples:
            >>> result = await allo.v2.dialing_queue.append_numbers(
            ...     ["+12025550178", {"number": "+12025550179", "name": "Ada"}]
            ... )
            >>> [(skipped.number, skipped.reason) for skipped in result.skipped or ()]

        Wraps `POST /dialing-queues/current/numbers` and `GET /dialing-queues/current`.
        """
        from allo_ext._wire.queue import Append
        from allo_ext._wire.request import check_arguments
        from allo_v2.api.dialing_queue import append_dialing_queue_numbers

        entries = objects(numbers, "numbers", text="number")
        if self._session.config.validate:
            check_arguments(append_dialing_queue_numbers, Body(numbers=entries, user_id=user_id, email=email))
        _, page = await self._page(user_id, email, 1, 1)
        append, count = Append(entries, page.total_count), 0
        while sent := append.next():
            count += 1
            key = f"{idempotency_key}-{count}" if idempotency_key is not None and count > 1 else idempotency_key
            try:
                answer = await self._session.call(
                    append_dialing_queue_numbers,
                    one(AppendResult),
                    idempotency_key=key,
                    body=Body(numbers=sent, user_id=user_id, email=email),
                )
            except AlloError as error:
                error.done = append.so_far()
                raise
            append.took(sent, answer)
        return append.result()

    async def clear_numbers(
        self,
        *,
        number: str | NotGiven = NOT_GIVEN,
        position: int | NotGiven = NOT_GIVEN,
        unassigned: Literal[True] | NotGiven = NOT_GIVEN,
        user_id: str | NotGiven = NOT_GIVEN,
        email: str | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Cleared:
        """Remove numbers from a member's queue.

        A request with a `position` is not retried after a lost response, because it would remove another number.

        Args:
            number: Remove this number, in any notation, wherever it is in the queue.
            position: Remove the number at this position, from 0; together with `number`, that occurrence of it.
            unassigned: True removes all numbers that have not been dialed yet; not together with the two above.
            user_id: The member's id.
            email: The member's e-mail address, where no `user_id` is given.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such member, no queue, or nothing at that position.
            AlloError: See `allo_ext.errors`. The key needs the scope DIALING_QUEUE_READ_WRITE.

        Examples:
            >>> (await allo.v2.dialing_queue.clear_numbers(unassigned=True)).removed

        Wraps `DELETE /dialing-queues/current/numbers`.
        """
        from allo_v2.api.dialing_queue import clear_dialing_queue_numbers

        if self._session.config.validate:
            one_is_given = number is not NOT_GIVEN or position is not NOT_GIVEN
            if one_is_given == (unassigned is not NOT_GIVEN) or not (unassigned is True or unassigned is NOT_GIVEN):
                raise InvalidArgumentError(
                    "Pass number, position or both, or unassigned=True alone.", field="unassigned"
                )
        return await self._session.call(
            clear_dialing_queue_numbers,
            one(Cleared),
            idempotency_key=idempotency_key,
            number=number,
            position=position,
            unassigned=unassigned,
            user_id=user_id,
            email=email,
        )


def _with(queue: DialingQueue, numbers: Iterable[QueueNumber]) -> DialingQueue:
    import attrs

    return attrs.evolve(queue, numbers=tuple(numbers))


def _key(entry: QueueNumber) -> Hashable:
    return entry.position, entry.number_to, entry.created_at
