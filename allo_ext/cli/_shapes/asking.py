"""One read over a client, whose answer may be an error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from allo_ext._wire.json import loads
from allo_ext.cli._shapes.answers import Answer, Ask
from allo_ext.cli._shapes.spec import operations
from allo_ext.errors import AlloApiError, AuthenticationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import httpx

    from allo_ext.client import AlloClient

_V1 = "/v1/api"


@contextmanager
def asking(client: AlloClient) -> Generator[Callable[[Ask], Answer]]:
    """Return a function that makes a read with a client's key, pace and retries."""
    with client.low_level as generated:
        http = generated.get_httpx_client()
        root = str(http.base_url).rstrip("/").removesuffix(_V1)
        yield lambda ask: _answer(ask, http, root)


def _answer(ask: Ask, http: httpx.Client, root: str) -> Answer:
    """Make one read.

    Raises:
        AuthenticationError: The key is not valid for version 1.
        AlloError: There was no answer.
    """
    method, path, _ = operations(ask.version)[ask.operation]
    for name, value in ask.parts.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    try:
        response = http.request(method, f"{root}/{ask.version}/api{path}", params=ask.query or None, json=ask.body)
    except AlloApiError as error:
        if error.response is None or (isinstance(error, AuthenticationError) and ask.version == "v1"):
            raise
        response = error.response
    return Answer(ask, response.status_code, dict(response.headers), _json(response))


def _json(response: httpx.Response) -> Any:
    try:
        return loads(response.content)
    except ValueError:
        return None
