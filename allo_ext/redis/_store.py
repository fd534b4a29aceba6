"""A store of handled deliveries for all processes of a receiver."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING, Final

from allo_ext._http.fork import renew_in_child
from allo_ext.errors import ConfigurationError
from allo_ext.receiver import Claim
from allo_ext.redis._server import Server

if TYPE_CHECKING:
    import redis

_CLAIM: Final = """
local found = redis.call('GET', KEYS[1])
if found == 'done' then return 2 end
if found and found ~= ARGV[1] then return 1 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0
"""
_CONFIRM: Final = "redis.call('SET', KEYS[1], 'done', 'PX', ARGV[1]) return 0"
_RELEASE: Final = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 0"

_CLAIMS: Final = (Claim.NEW, Claim.BUSY, Claim.DONE)


class RedisStore:
    """A store of deliveries that processes on many machines share; pass it as `store=` to `WebhookReceiver`.

    A claim is a lease that the Redis server ends if its process died. While Redis cannot be reached, no delivery is
    accepted: the receiver answers 500 with Retry-After, and Allo sends the delivery again.

    Examples:
        >>> store = RedisStore("redis://127.0.0.1:6379/0")
        >>> receiver = WebhookReceiver(token, numbers, store=store)
    """

    def __init__(
        self,
        redis: str | redis.Redis | redis.RedisCluster,
        *,
        lease: float = 600.0,
        keep: float = 30 * 3600.0,
        timeout: float = 2.0,
        prefix: str = "allo:",
    ) -> None:
        """Create a store; it connects at the first delivery.

        Args:
            redis: The server's URL, or a client of the redis library (`redis.Redis`, `redis.RedisCluster`).
            lease: The seconds after which another process may claim a delivery; longer than any handler takes.
            keep: The seconds to remember a handled delivery; Allo retries for 27.5 hours.
            timeout: The seconds to wait for each response of the server, if `redis` is a URL.
            prefix: The beginning of the keys in Redis.

        Raises:
            ConfigurationError: An argument is not valid.
        """
        for name, seconds in (("lease", lease), ("keep", keep)):
            if not isinstance(seconds, (int, float)) or not 0.001 <= seconds <= 366 * 86_400:  # noqa: PLR2004 # pyright: ignore[reportUnnecessaryIsInstance]
                raise ConfigurationError(f"RedisStore: {name} is a number of seconds, from 0.001 to a year.")
        server = Server("RedisStore", redis, timeout)
        self._claim, self._confirm, self._release = map(server.script, (_CLAIM, _CONFIRM, _RELEASE))
        self._lease, self._keep, self._prefix = round(lease * 1000), round(keep * 1000), f"{prefix}delivery:"
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Drop the claims of the parent process after a fork."""
        self._holder = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._held: set[str] = set()
        self._owed: dict[str, None] = {}
        """Deliveries that were handled while Redis was down."""

    def __repr__(self) -> str:
        return f"RedisStore(lease={self._lease / 1000:g}, keep={self._keep / 1000:g})"

    def claim(self, key: str) -> Claim:
        """Claim a key for the length of a lease.

        A key that this process already holds is BUSY. So a claim in Redis with the name of this process is one whose
        response was lost, and is claimed again.

        Raises:
            ConfigurationError: Redis cannot be reached (`reason` is "no connection") or refused the request.
        """
        self._confirm_owed()
        with self._lock:
            if key in self._held:
                return Claim.BUSY
            self._held.add(key)
        claim = Claim.BUSY
        try:
            claim = _CLAIMS[int(self._claim(self._prefix + key, self._holder, self._lease))]
        finally:
            if claim is not Claim.NEW:
                self._drop(key)
        return claim

    def confirm(self, key: str) -> None:
        """Mark a key as handled; if Redis cannot be reached, this is repeated before the next claim.

        Raises:
            ConfigurationError: As for `claim`.
        """
        self._owed[key] = None
        self._drop(key)
        self._confirm_owed()

    def release(self, key: str) -> None:
        """Delete the claim of this process.

        Raises:
            ConfigurationError: As for `claim`.
        """
        try:
            self._release(self._prefix + key, self._holder)
        finally:
            self._drop(key)

    def _drop(self, key: str) -> None:
        with self._lock:
            self._held.discard(key)

    def _confirm_owed(self) -> None:
        for key in list(self._owed):
            self._confirm(self._prefix + key, self._keep)
            self._owed.pop(key, None)
