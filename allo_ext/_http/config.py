"""The settings of a client: an immutable value, with one function to check each field.

os.environ is only read here and in `proxy`.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeGuard

import httpx

from allo_ext._http import address as _address
from allo_ext._http import host as _host
from allo_ext._http.proxy import proxy_for
from allo_ext._wire.given import NotGiven
from allo_ext.errors import ConfigurationError
from allo_ext.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.pace import AsyncLimiter, Limiter, Pace

Timeout = float | httpx.Timeout | None
AuthScheme = Literal["raw", "api-key"]

_LONGEST_TIMEOUT: Final = 3_600
_HEADER_NAME: Final = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
"""The pattern of a header name, compiled when it is needed."""

_OF_THE_REQUEST: Final = frozenset(
    {
        *("connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive"),
        *("proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
    }
)
"""Headers that are determined by the request or connection: another value would break the request."""

MAX_BODY: Final = 64 * 1024 * 1024
"""The default of `max_body` in bytes, decompressed. A page of 100 calls with long transcripts is about 5 MB."""


class Secret:
    """A string that is hidden in repr and cannot be pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> Any:
        raise TypeError("A Secret cannot be pickled.")

    def reveal(self) -> str:
        """Return the string."""
        return self._value


class Config(NamedTuple):
    """The checked settings of a client. A named tuple, because defining a dataclass takes longer at every import."""

    authorization: Secret
    root: httpx.URL
    proxy: str | None
    timeout: Timeout
    headers: Mapping[str, str]
    retry: RetryPolicy
    pace: Pace | Limiter | AsyncLimiter | None
    validate: bool
    max_body: int | None

    def __repr__(self) -> str:
        """Return the settings, except those that may contain secrets: proxy and headers."""
        shown = (f"{name}={value!r}" for name, value in self._asdict().items() if name not in {"headers", "proxy"})
        return f"{type(self).__name__}({', '.join(shown)})"

    @property
    def base_url(self) -> httpx.URL:
        """The URL of version 1."""
        return self.address("v1")

    def address(self, version: str) -> httpx.URL:
        """Return the URL of a version of the API."""
        return _address.versioned(self.root, version)

    def limiter(self) -> Limiter | AsyncLimiter | None:
        """Return this client's rate limiter."""
        from allo_ext.pace import Pace

        return self.pace.limiter() if isinstance(self.pace, Pace) else self.pace

    def changed(
        self,
        *,
        timeout: Timeout | NotGiven,
        headers: Mapping[str, str] | NotGiven,
        retry: RetryPolicy | None | NotGiven,
        validate: bool | NotGiven,
    ) -> Config:
        """Return a copy with some settings replaced; headers are added to the existing ones."""
        changes: dict[str, Any] = {}
        if not isinstance(timeout, NotGiven):
            changes["timeout"] = _timeout(timeout)
        if not isinstance(headers, NotGiven):
            changes["headers"] = {**self.headers, **_headers(headers)}
        if not isinstance(retry, NotGiven):
            changes["retry"] = _retry(retry)
        if not isinstance(validate, NotGiven):
            changes["validate"] = _validate(validate)
        return self._replace(**changes)


def load(
    api_key: Secret | None,
    *,
    base_url: str | httpx.URL | None,
    timeout: Timeout,
    headers: Mapping[str, str] | None,
    auth_scheme: AuthScheme,
    retry: RetryPolicy | None,
    pace: Pace | Limiter | AsyncLimiter | None,
    validate: bool,
    has_transport: bool,
    max_body: int | None = MAX_BODY,
) -> Config:
    """Build the settings from arguments and, for missing ones, from the environment.

    A client with its own transport does not use the proxy of the environment.

    Raises:
        ConfigurationError: A setting is missing or not valid; the message says what to do.
    """
    root = _root(base_url)
    return Config(
        authorization=_authorization(api_key, auth_scheme),
        root=root,
        proxy=proxy_for(root, is_used=not has_transport),
        timeout=_timeout(timeout),
        headers=_headers(headers),
        retry=_retry(retry),
        pace=_pace(pace),
        validate=_validate(validate),
        max_body=_max_body(max_body),
    )


def _authorization(api_key: Secret | None, auth_scheme: AuthScheme) -> Secret:
    """Return the value of the Authorization header: the key alone, or `Api-Key ` and the key."""
    given: Any = api_key.reveal() if api_key is not None else os.environ.get("ALLO_API_KEY", "")
    is_text = isinstance(given, str)
    key = given.strip() if is_text else ""
    del given
    problem = _problem_with_key(Secret(key)) if is_text else "api_key must be a string."
    scheme = auth_scheme.lower() if isinstance(auth_scheme, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if scheme not in {"raw", "api-key"}:
        problem = 'auth_scheme must be "raw" (the key alone) or "api-key" (`Api-Key` and the key).'
    header = Secret(f"Api-Key {key}" if scheme == "api-key" and not key.lower().startswith("api-key ") else key)
    is_missing = not key
    key = ""  # keep it out of tracebacks that show variables
    if problem:
        raise ConfigurationError(problem, reason="no key" if is_missing else None)
    return header


def _problem_with_key(key: Secret) -> str | None:
    value = key.reveal()
    if not value:
        return "There is no API key: pass api_key=… or set the environment variable ALLO_API_KEY."
    if value.lower().startswith("bearer "):
        return "The API key begins with `Bearer `, which Allo rejects with 401. Pass the key alone."
    if not value.isascii() or not value.isprintable():
        return "The API key contains characters that are not allowed in an HTTP header. Copy the whole key again."
    return None


def _root(given: str | httpx.URL | None) -> httpx.URL:
    name = "ALLO_BASE_URL" if given is None else "base_url"
    text = given if given is not None else os.environ.get("ALLO_BASE_URL") or _address.DEFAULT
    try:
        url = httpx.URL(text.strip() if isinstance(text, str) else text)
    except (httpx.InvalidURL, TypeError, ValueError):
        url = httpx.URL()
    if url.scheme not in {"http", "https"} or not _host.is_valid(url):
        raise ConfigurationError(f"{name} must be an http or https URL, like {_address.DEFAULT}.")
    if url.userinfo or url.query or url.fragment:
        raise ConfigurationError(f"{name} must not have a user name, query or fragment.")
    root = _address.root_of(url)
    if root is None:
        raise ConfigurationError(
            f"{name} must be the root of the API, like {_address.DEFAULT}, or end in /v1/api or /v2/api."
        )
    return root


def _timeout(given: Timeout) -> Timeout:
    parts = (given.connect, given.read, given.write, given.pool) if isinstance(given, httpx.Timeout) else (given,)
    for seconds in parts:
        if seconds is not None and not (_is_number(seconds) and seconds > 0):
            raise ConfigurationError(
                "timeout must be a number of seconds above 0, an httpx.Timeout of such numbers, or None for no limit."
            )
        if seconds is not None and seconds > _LONGEST_TIMEOUT:
            raise ConfigurationError(
                f"timeout is in seconds, not milliseconds: at most {_LONGEST_TIMEOUT} (an hour), or None for no limit."
            )
    return given


def _validate(given: bool) -> bool:  # noqa: FBT001 (a setting)
    if not isinstance(given, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError("validate must be True or False.")
    return given


def _max_body(given: int | None) -> int | None:
    is_whole = isinstance(given, int) and not isinstance(given, bool)
    if given is not None and not (is_whole and given > 0):
        raise ConfigurationError("max_body must be a number of bytes above 0, or None for no limit.")
    return given


def _is_number(given: object) -> TypeGuard[float]:
    return isinstance(given, (int, float)) and not isinstance(given, bool)


def _pace(given: Pace | Limiter | AsyncLimiter | None) -> Pace | Limiter | AsyncLimiter | None:
    from allo_ext.pace import Pace

    if not (given is None or isinstance(given, Pace) or callable(getattr(given, "reserve", None))):
        raise ConfigurationError("pace must be a Pace, an object with a method `reserve`, or None for no limit.")
    return given


def _retry(given: RetryPolicy | None) -> RetryPolicy:
    if not (given is None or isinstance(given, RetryPolicy)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError("retry must be a RetryPolicy, or None for no retries.")
    return given if given is not None else RetryPolicy(attempts=1, timeout=0.0)


def _headers(given: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return the caller's headers, which must not include Authorization: the key has its own argument."""
    try:
        headers = dict(given or {})
    except (TypeError, ValueError):
        raise ConfigurationError("headers must be a mapping of names to values.") from None
    for name, value in headers.items():
        if not (isinstance(name, str) and isinstance(value, str)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError("headers: names and values must be strings.")
        if not re.fullmatch(_HEADER_NAME, name):
            raise ConfigurationError(f"headers: {name!r} is not a valid header name.")
        if name.lower() == "authorization":
            raise ConfigurationError("headers must not contain Authorization: pass api_key=… and auth_scheme=….")
        if name.lower() in _OF_THE_REQUEST:
            raise ConfigurationError(f"headers must not contain {name}: the client sets it for each request.")
        if not (value.isascii() and value.isprintable()) or value != value.strip():
            raise ConfigurationError(
                f"headers: the value of {name} must be printable ASCII characters, without spaces around them."
            )
    check_key(headers)
    return headers


def check_key(headers: Mapping[str, str]) -> None:
    """Raise if the headers of a client contain Idempotency-Key; also used for the generated client."""
    if "idempotency-key" in (headers if isinstance(headers, httpx.Headers) else map(str.lower, headers)):
        raise ConfigurationError(
            "headers must not contain Idempotency-Key, which would be the same for every request: "
            "pass idempotency_key=… to the method instead."
        )
