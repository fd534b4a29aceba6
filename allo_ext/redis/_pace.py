"""One rate limit for all processes that use the same key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Literal

from allo_ext.errors import ConfigurationError
from allo_ext.pace import Pace, spacing
from allo_ext.redis._server import Server
from allo_ext.redis._share import Share

if TYPE_CHECKING:
    import redis

_MICROSECONDS: Final = 1_000_000
_RESERVE: Final = """
local gap, time = tonumber(ARGV[1]), redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local stored = redis.call('HMGET', KEYS[1], 'free', 'seen')
local free, seen = tonumber(stored[1] or now), tonumber(stored[2] or now)
if now < seen then free = free - (seen - now) end
local place = math.max(free, now + ARGV[2])
redis.call('HSET', KEYS[1], 'free', string.format('%.0f', place + gap), 'seen', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', (place + gap - now) / 1000 + 60000))
return place - now
"""
"""Times are in microseconds. If the server's clock was set back, the free place moves back as well."""


class RedisPace:
    """A rate limit that all processes with the same name share; pass it as `pace=` to any client.

    Places are evenly spaced and given in the order in which the processes ask. A client reserves at most four ahead, so
    no process waits for long because another one is busy. Places are measured by the clock of the Redis server.

    Examples:
        >>> pace = RedisPace("redis://127.0.0.1:6379/0", name=os.environ["ALLO_API_KEY"])
        >>> allo = AlloClient(pace=pace)
    """

    def __init__(
        self,
        redis: str | redis.Redis | redis.RedisCluster,
        *,
        name: str,
        pace: Pace = Pace(),
        local_share: float | None = None,
        timeout: float = 1.0,
        prefix: str = "allo:",
    ) -> None:
        """Create a limiter; it connects at the first request.

        Args:
            redis: The server's URL, or a client of the redis library (`redis.Redis`, `redis.RedisCluster`).
            name: The API key, or any name for it. Redis stores only a digest of it.
            pace: The limit of all processes together; the same in each.
            local_share: The part of the read rate that this process uses while Redis cannot be reached, such as 1/8 if
                there are eight processes; None to fail. Writes always fail.
            timeout: The seconds to wait for each response of the server, if `redis` is a URL.
            prefix: The beginning of the keys in Redis.

        Raises:
            ConfigurationError: An argument is not valid.
        """
        if not isinstance(name, str) or not name.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError("RedisPace: name is missing. Pass the API key, or any name for it.")
        if local_share is not None and not 0 < local_share <= 1:
            raise ConfigurationError("RedisPace: local_share is a number above 0 and at most 1, or None.")
        self._pace = pace
        self._gaps = {kind: round(gap * _MICROSECONDS) for kind, gap in spacing(pace).items()}
        self._local = None
        if local_share is not None and pace.read_per_second is not None:
            self._local = Share(pace.read_per_second * local_share)
        self._key = f"{prefix}pace:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
        self._reserve = Server("RedisPace", redis, timeout).script(_RESERVE)

    def __repr__(self) -> str:
        return f"RedisPace({self._pace})"

    def reserve(self, kind: Literal["read", "write"], /) -> float:
        """Reserve the next place and return the seconds to wait for it.

        Args:
            kind: The limit that applies.

        Raises:
            ConfigurationError: Redis cannot be reached (`reason` is "no connection") or refused the request.
        """
        gap = self._gaps.get(kind)
        if gap is None:
            return 0.0
        local, wait = self._local if kind == "read" else None, 0.0
        if local is not None:
            wait = local.reserve()
            if local.alone:
                return wait
        try:
            found = self._reserve(f"{self._key}:{kind}", gap, round(wait * _MICROSECONDS))
        except ConfigurationError as error:
            if local is None or error.reason != "no connection":
                raise
            return local.lost(wait)
        if local is not None:
            local.reached()
        return int(found) / _MICROSECONDS
