"""The content of a cassette of pytest-recording, without keys, secrets and phone numbers.

A phone number is replaced by one from a range reserved for fiction, always by the same one, so that a request matches
its recording. The ranges are small on purpose: many numbers have the same replacement, so it does not reveal the
original.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache
from hashlib import sha256
from typing import Any, Final, cast
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import httpx
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from allo_ext._http.network import ThreadTransport
from allo_ext._wire.json import is_array, is_object
from allo_ext._wire.same_number import E164

HIDDEN: Final = "hidden"
"""The replacement of keys and secrets."""
_SHORTEST_KEY: Final = 8
"""A shorter key is one of a test, and a word of other texts."""
_SECRET_FIELDS: Final = frozenset({"api_key", "signing_secret"})
_SECRET_HEADERS: Final = frozenset({"authorization", "cookie", "idempotency-key", "set-cookie"})
_SIGNING_SECRET: Final = "whsec_aGlkZGVuIGZyb20gdGhlIGNhc3NldHRl"  # noqa: S105 (base64 of words: clients check the format)
_E164: Final = re.compile(rf"(?<!\w){E164.pattern}(?![0-9])", re.ASCII)
_AREAS: Final = (205, 207, 208, 209, 210, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234, 239)
_FICTION: Final = re.compile(
    rf"\+1({'|'.join(map(str, _AREAS))})55501[0-9]{{2}}|\+3346571[0-9]{{4}}|\+441632960[0-9]{{3}}"
)
_REGIONS: Final = ("US", "FR", "GB")
"""The regions whose national formats are found."""


class Scrubber:
    """The filters of one cassette. It learns the key from the requests, and removes it wherever else it is."""

    def __init__(self) -> None:
        self._keys: set[str] = set()

    def settings(self) -> dict[str, Any]:
        """Return the settings for vcrpy."""
        return {
            "before_record_request": self.request,
            "before_record_response": self.response,
            "custom_patches": ((ThreadTransport, "handle_request", _send_by_httpx),),
            "decode_compressed_response": True,
        }

    def request(self, request: Any) -> Any:
        """Return a request of vcrpy without keys, secrets and numbers."""
        for name in list(request.headers):
            if name.lower() == "authorization":
                self._learn(str(request.headers[name]).rpartition(" ")[2])
            if name.lower() in _SECRET_HEADERS:
                del request.headers[name]
            else:
                request.headers[name] = self._text(str(request.headers[name]))
        request.uri = self._uri(request.uri)
        if request.body:
            request.body = self._body(request.body)
            _correct_length(request.headers, request.body)
        return request

    def response(self, response: dict[str, Any]) -> dict[str, Any] | None:
        """Return a response of vcrpy without keys, secrets and numbers; None, not recorded, if it cannot be read."""
        headers = {
            name: [self._text(value) for value in values]
            for name, values in cast("dict[str, list[str]]", response["headers"]).items()
            if name.lower() not in _SECRET_HEADERS
        }
        if any(name.lower() == "content-encoding" for name in headers):
            return None
        body = self._body(response["body"]["string"])
        _correct_length(headers, body)
        return {**response, "headers": headers, "body": {**response["body"], "string": body}}

    def _learn(self, key: str) -> None:
        if len(key) >= _SHORTEST_KEY:
            self._keys.add(key)

    def _uri(self, uri: str) -> str:
        parts = urlsplit(uri)
        path = quote(self._text(unquote(parts.path)), safe="/+:@,;=")
        query = urlencode([(name, self._text(value)) for name, value in parse_qsl(parts.query, keep_blank_values=True)])
        return urlunsplit(parts._replace(path=path, query=query))

    def _body(self, body: Any) -> Any:
        if isinstance(body, str):
            return self._body(body.encode()).decode()
        try:
            text = bytes(body).decode()
        except (TypeError, UnicodeDecodeError):
            return body  # audio, or a stream
        with suppress(ValueError):
            value = json.loads(text)
            scrubbed = self._json(value)
            return body if scrubbed == value else json.dumps(scrubbed, ensure_ascii=False).encode()
        return self._text(text).encode()

    def _json(self, value: Any) -> Any:
        if is_object(value):
            return {
                self._text(name): _secret(name) if name in _SECRET_FIELDS and inner else self._json(inner)
                for name, inner in value.items()
            }
        if is_array(value):
            return [self._json(item) for item in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        for key in self._keys:
            text = text.replace(key, HIDDEN)
        return without_numbers(text)


def without_numbers(text: str) -> str:
    """Return a string in which each phone number is a fictional one, in E.164."""
    text = _E164.sub(lambda found: fictional(found[0]), text)
    if sum(map(str.isdigit, text)) < 7:  # noqa: PLR2004 (the shortest number)
        return text
    for region, leniency in ((None, Leniency.POSSIBLE), *((region, Leniency.VALID) for region in _REGIONS)):
        for found in reversed(list(PhoneNumberMatcher(text, region, leniency=leniency))):
            number = fictional(format_number(found.number, PhoneNumberFormat.E164))
            text = f"{text[: found.start]}{number}{text[found.end :]}"
    return text


def fictional(number: str) -> str:
    """Return the fictional number for a number in E.164; a fictional one is returned as it is."""
    if _FICTION.fullmatch(number):
        return number
    chosen = int.from_bytes(sha256(number.encode()).digest()[:8])
    if number.startswith("+33"):
        return f"+3346571{chosen % 10_000:04}"
    if number.startswith("+44"):
        return f"+441632960{chosen % 1000:03}"
    return f"+1{_AREAS[chosen // 100 % len(_AREAS)]}55501{chosen % 100:02}"


def _secret(name: str) -> str:
    return _SIGNING_SECRET if name == "signing_secret" else HIDDEN


def _correct_length(headers: Any, body: Any) -> None:
    for name in list(headers):
        if name.lower() == "content-length" and isinstance(body, bytes | str):
            length = str(len(body if isinstance(body, bytes) else body.encode()))
            headers[name] = [length] if isinstance(headers[name], list) else length


def _send_by_httpx(_transport: ThreadTransport, request: httpx.Request) -> httpx.Response:
    """Send a request by a transport that vcrpy knows, instead of that of the synchronous client."""
    return _httpx_transport().handle_request(request)


@cache
def _httpx_transport() -> httpx.HTTPTransport:
    return httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))  # leaves no connection open
