"""A demo of both clients, as a day of a small sales team: `make demo`, or `python -m allo_ext.demo`.

It runs against MockAllo on a free local port. With `--base-url` it uses a mock server that is already running
(`python -m allo_ext.testing`), with the key in ALLO_API_KEY. It refuses the real API, because it sends messages.
"""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import sys
from queue import Queue
from typing import TYPE_CHECKING

import httpx

from allo_ext import (
    AlloClient,
    AlloError,
    AsyncAlloClient,
    BadRequestError,
    InvalidArgumentError,
    NotFoundError,
    Topic,
)
from allo_ext.receiver import CallReceived, WebhookReceiver, new_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext import Call, Contact
    from allo_ext.testing import MockAllo

FRENCH_MOBILE = "+33639980042"


def parser_of() -> argparse.ArgumentParser:
    """Return the parser of the demo's options."""
    parser = argparse.ArgumentParser(
        prog="python -m allo_ext.demo", description="A demo of both clients, as a day of a small sales team."
    )
    parser.add_argument("--port", type=int, default=0, help="the port of the mock server; 0 picks a free port")
    parser.add_argument("--base-url", help="a mock server that is already running on this machine")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demo and return an exit code. Errors are printed as one sentence on stderr."""
    options = parser_of().parse_args(argv)
    try:
        if options.base_url:
            _require_loopback(options.base_url)
            asyncio.run(_day(options.base_url, None))
            return 0
        from allo_ext.testing import MockAllo

        mock = MockAllo()
        with mock.serve(options.port) as served:
            print(f"Mock Allo server: {served.base_url}")
            asyncio.run(_day(served.base_url, mock))
    except (AlloError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    return 0


async def _day(base_url: str, mock: MockAllo | None) -> None:
    """Run all parts: the morning with the synchronous client, the afternoon with the asynchronous one."""
    key = mock.api_key if mock else None
    with AlloClient(key, base_url=base_url) as allo:
        line, french_line = _lines(allo)
        _messages(allo, line)
        _calls(allo, line)
    async with AsyncAlloClient(key, base_url=base_url) as allo:
        contact = await _contact(allo)
        await _conversation(allo, contact, french_line, mock)
        await _webhook(allo, line, mock)
    _say("17:30", "Done. No request left this machine.")


def _lines(allo: AlloClient) -> tuple[str, str]:
    _say("08:55", "List our lines.")
    numbers = allo.numbers.list()
    for number in numbers:
        print(f"       {number.number or '(sender id)':<14} {number.country or '':<3} {number.name}")
    lines = {number.country: number.number for number in reversed(numbers) if number.number}
    return lines["US"] or "", lines["FR"] or ""


def _messages(allo: AlloClient, line: str) -> None:
    _say("09:10", f"Send an SMS from {line} to a customer in the same country.")
    sent = allo.sms.send(from_=line, to="+12025550178", message="Your samples left our warehouse this morning.")
    print(f'       sent to {sent.to_number}: "{sent.content}"')
    _say("09:15", "Send an SMS to France from our verified sender ID.")
    sent = allo.sms.send_france(sender_id="MyCompany", to=FRENCH_MOBILE, message="Vos échantillons sont en route.")
    print(f'       sent as {sent.sender_id} to {sent.to_number}: "{sent.content}"')
    _say("09:20", "Send one from a sender ID that is not verified:")
    try:
        allo.sms.send_france(sender_id="Unverified", to=FRENCH_MOBILE, message="Bonjour")
    except BadRequestError as error:
        print(f"       refused by the API ({error.code}), attempts: {error.attempts}: {error}")
    try:
        allo.sms.send_france(sender_id="No spaces!", to=FRENCH_MOBILE, message="Bonjour")
    except InvalidArgumentError as error:
        print(f"       rejected before sending ({error.field}): {error}")


def _calls(allo: AlloClient, line: str) -> None:
    _say("10:00", f"Read the calls of {line}, page by page.")
    page = allo.calls.search(allo_number=line, page=0, size=100)
    print(f"       page 1 of {page.total_pages}: {len(page)} calls, newest {page[0].start_date}")
    count, told = 0, None
    for call in allo.calls.iter(allo_number=line, prefetch=2):
        count += 1
        if told is None and call.transcript and call.summary:
            told = call
    print(f"       all pages: {count} calls, each once")
    if told is not None:
        _transcript(told)


def _transcript(call: Call) -> None:
    print(f"       Newest with a transcript: {call.direction}, {call.contact_number}, {call.duration}")
    print(f"       Summary: {call.summary}")
    said = call.transcript or ()
    for line in said[:6]:
        minutes, seconds = divmod(int(line.start_seconds or 0), 60)
        print(f"         [{minutes}:{seconds:02}] {line.source or '?':<9} {line.text}")
    if len(said) > 6:  # noqa: PLR2004 (the lines above)
        print(f"         … and {len(said) - 6} more lines")


async def _contact(allo: AsyncAlloClient) -> Contact:
    _say("14:00", "Create a contact.")
    created = await allo.contacts.create(
        numbers=[FRENCH_MOBILE], name="Camille", last_name="Aubry", emails=["camille.aubry@example.com"]
    )
    print(f"       created {created.id}: {created.full_name}, {', '.join(created.numbers or ())}")
    await allo.contacts.update(created.id, job_title="Head of purchasing")
    contact = await allo.contacts.get(created.id, extend=("engagement", "activity"))
    print(f"       updated: {contact.full_name}, {contact.job_title}, {', '.join(contact.emails or ())}")
    try:
        await allo.contacts.get("cnt_nobody")
    except NotFoundError as error:
        print(f"       an unknown contact is an error: {error.status} {error.code}")
    return contact


async def _conversation(allo: AsyncAlloClient, contact: Contact, line: str, mock: MockAllo | None) -> None:
    if mock is not None:
        _say("14:30", f"{contact.name} calls {line}.")
        mock.simulate_call(line, contact_number=FRENCH_MOBILE)
    _say("14:45", f"Read the conversation with {contact.name}.")
    async for item in allo.contacts.iter_conversation(contact.id):
        if item.call is not None:
            call = item.call
            print(f"       {item.start_date:%H:%M} call, {call.direction}, {call.duration}: {call.summary}")
        elif item.message is not None:
            print(f"       {item.start_date:%H:%M} SMS, {item.message.direction}: {item.message.content}")


async def _webhook(allo: AsyncAlloClient, line: str, mock: MockAllo | None) -> None:
    _say("16:00", f"Create a webhook, so that our CRM is notified of calls on {line}.")
    received: Queue[CallReceived] = Queue()
    url = _receiver(mock, received) if mock else "https://hooks.example.com/allo"
    hook = await allo.webhooks.create(allo_number=line, url=url, topics=[Topic.CALL_RECEIVED, Topic.SMS_RECEIVED])
    print(f"       created {hook.id} for {', '.join(hook.topics or ())}; webhooks: {len(await allo.webhooks.list())}")
    if mock is not None:
        mock.simulate_call(line, contact_number="+12025550178", summary="Wants a second delivery next week.")
        event = received.get(timeout=30)
        call = event.call
        print(f"       delivered: {event.topic}, {call.direction}, {call.contact_number}: {call.summary}")
    await allo.webhooks.delete(str(hook.id))
    print("       webhook deleted")


def _receiver(mock: MockAllo, received: Queue[CallReceived]) -> str:
    """Create a receiver and return its URL. The mock delivers to the receiver in this process, not to the URL."""
    token = new_token()
    receiver = WebhookReceiver(token, mock.numbers)

    @receiver.on("CALL_RECEIVED")
    def keep(event: CallReceived) -> None:  # pyright: ignore[reportUnusedFunction] (the receiver calls it)
        received.put(event)

    mock.forward("https://hooks.example.com/", receiver.asgi())
    return f"https://hooks.example.com/allo/{token}"


def _require_loopback(base_url: str) -> None:
    """Refuse hosts other than this machine, because the demo sends messages."""
    try:
        host = httpx.URL(base_url).host
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except (ValueError, httpx.InvalidURL):
        local = False
    if not local:
        raise InvalidArgumentError("The demo sends messages, so --base-url must be a mock server on this machine.")


def _say(clock: str, what: str) -> None:
    print(f"\n{clock}  {what}")


if __name__ == "__main__":
    sys.exit(main())
