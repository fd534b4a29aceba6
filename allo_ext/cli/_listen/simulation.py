"""--simulate: a mock sends one event of each kind over loopback."""

from __future__ import annotations

from typing import Final

from allo_ext import AlloClient, Topic

_HOOK: Final = "https://listen.example/allo"
_TOPICS: Final = [topic for topic in Topic if topic is not Topic.PING]


def simulate_events(url: str) -> None:
    """Simulate an incoming call, an outgoing call, messages, and a contact that is created and changed.

    Args:
        url: The URL that receives the events.

    Raises:
        ConfigurationError: The extra is not installed.
    """
    from allo_ext.testing import MockAllo

    mock = MockAllo(contacts=20, calls=50)
    mock.forward(_HOOK, url)
    with AlloClient(mock.api_key, transport=mock.transport) as allo:
        line = mock.numbers[0]
        allo.webhooks.create(allo_number=line, url=_HOOK, topics=_TOPICS)
        mock.simulate_call(line)
        mock.simulate_call(line, direction="OUTBOUND", result="VOICEMAIL")
        mock.simulate_sms(line)
        allo.sms.send(from_=line, to="+12025550178", message="On our way")
        contact = allo.contacts.create(numbers=["+12025550178"], name="Jo", last_name="Archer")
        allo.contacts.update(contact.id, job_title="CEO")
        mock.deliver_waiting()
