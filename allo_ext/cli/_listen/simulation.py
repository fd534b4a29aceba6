"""--simulate: a mock sends one event of each kind over loopback."""

from __future__ import annotations

from typing import Final

from allo_ext import AlloClient, Topic

_HOOK: Final = "https://listen.example/allo"
_TOPICS: Final = [topic for topic in Topic if topic is not Topic.PING]


class Simulation:
    """A mock with a webhook of one version."""

    def __init__(self, *, version_2: bool) -> None:
        """Create the mock.

        Raises:
            ConfigurationError: The extra is not installed.
        """
        from allo_ext.testing import MockAllo

        self._mock = MockAllo(contacts=20, calls=50)
        self._is_version_2 = version_2
        self.secret: str | None = None
        """The signing secret of version 2's webhook."""
        with self._client() as allo:
            if version_2:
                topics = [topic.name for topic in allo.v2.webhooks.event_types() if topic.name]
                self.secret = allo.v2.webhooks.create(url=_HOOK, topics=topics).signing_secret
            else:
                allo.webhooks.create(allo_number=self._mock.numbers[0], url=_HOOK, topics=_TOPICS)

    def send(self, url: str) -> None:
        """Simulate calls, messages, and a contact that is created and changed; in version 2 also tags and a summary.

        Args:
            url: The URL that receives the events.
        """
        mock, line = self._mock, self._mock.numbers[0]
        mock.forward(_HOOK, url)
        with self._client() as allo:
            call = mock.simulate_call(line)
            mock.simulate_call(line, direction="OUTBOUND", result="VOICEMAIL")
            mock.simulate_sms(line)
            allo.sms.send(from_=line, to="+12025550178", message="On our way")
            contact = allo.contacts.create(numbers=["+12025550178"], name="Jo", last_name="Archer")
            allo.contacts.update(contact.id, job_title="CEO")
            if self._is_version_2:
                item = f"cll-{call.key}"
                allo.v2.items.add_tags(item, ["vip"])
                allo.v2.items.remove_tag(item, "vip")
                allo.v2.items.update_summary(item, content="Wants to know where the order is.")
            mock.deliver_waiting()

    def _client(self) -> AlloClient:
        return AlloClient(self._mock.api_key, transport=self._mock.transport)
