"""The Redis server: scripts that run there in one step, and its failures as errors of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import AuthenticationError, ConnectionError, RedisError, TimeoutError  # noqa: A004
from redis.retry import Retry

from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    Client = redis.Redis | redis.RedisCluster

_RETRIES: Final = 2
"""A connection that was idle while the server restarted fails once."""


class Server:
    """A Redis server."""

    def __init__(self, what: str, given: str | Client, timeout: float) -> None:
        """Create a client; it connects when it is first used.

        Args:
            what: The class that uses the server, for messages.
            given: A URL, or a client of the redis library.
            timeout: The seconds to wait for each response, if a URL is given.

        Raises:
            ConfigurationError: The URL or the client is not valid.
        """
        self._what = what
        self._client = _client(what, given, timeout)

    def script(self, source: str) -> Callable[..., Any]:
        """Return a function that runs a Lua script with one key and any arguments.

        Scripts are loaded again if the server was restarted. They must return numbers, which are the same with and
        without `decode_responses`.
        """
        script: Any = self._client.register_script(source)

        def run(key: str, *arguments: str | int) -> Any:
            try:
                return script(keys=[key], args=arguments)
            except RedisError as error:
                raise self._failed(error) from None  # its message may quote the address

        return run

    def _failed(self, error: RedisError) -> ConfigurationError:
        lost = isinstance(error, (ConnectionError, TimeoutError)) and not isinstance(error, AuthenticationError)
        return ConfigurationError(
            f"{self._what}: Redis {'cannot be reached' if lost else 'refused the request'} ({type(error).__name__}).",
            reason="no connection" if lost else "refused",
        )


def _client(what: str, given: str | Client, timeout: float) -> Client:
    value: Any = given
    if isinstance(value, (redis.Redis, redis.RedisCluster)):
        return value
    if not isinstance(value, str):
        hint = "redis.Redis, not redis.asyncio" if type(value).__module__.startswith("redis.asyncio") else "redis.Redis"
        raise ConfigurationError(f"{what} needs a URL such as redis://127.0.0.1:6379/0, or a client of {hint}.")
    if not isinstance(timeout, (int, float)) or not 0 < timeout <= 3600:  # noqa: PLR2004 # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{what}: timeout is a number of seconds, above 0 and at most 3600.")
    retry = Retry(ExponentialBackoff(cap=0.2, base=0.05), _RETRIES)
    try:
        create = cast("Callable[..., redis.Redis]", redis.Redis.from_url)  # pyright: ignore[reportUnknownMemberType]
        return create(value, socket_timeout=timeout, socket_connect_timeout=timeout, retry=retry)
    except (ValueError, TypeError, RedisError):  # its message may quote the password
        raise ConfigurationError(f"{what}: this is not a URL such as redis://127.0.0.1:6379/0.") from None
