from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.extension import Extension
from ...models.item_envelope import ItemEnvelope
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    extend: Extension | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_extend: str | Unset = UNSET
    if not isinstance(extend, Unset):
        json_extend = extend

    params["extend"] = json_extend

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/conversations/items/{id}".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | ItemEnvelope | None:
    if response.status_code == 200:
        response_200 = ItemEnvelope.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ErrorResponse.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorResponse.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ErrorResponse.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ErrorResponse.from_dict(response.json())

        return response_404

    if response.status_code == 429:
        response_429 = ErrorResponse.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = ErrorResponse.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorResponse | ItemEnvelope]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    extend: Extension | Unset = UNSET,
) -> Response[ErrorResponse | ItemEnvelope]:
    """Get one call or message

     The prefix of the id decides: `cll-` is a call, `msg-` a message, anything else is 400.

    Scope: CONVERSATIONS_READ.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | ItemEnvelope]
    """

    kwargs = _get_kwargs(
        id=id,
        extend=extend,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    extend: Extension | Unset = UNSET,
) -> ErrorResponse | ItemEnvelope | None:
    """Get one call or message

     The prefix of the id decides: `cll-` is a call, `msg-` a message, anything else is 400.

    Scope: CONVERSATIONS_READ.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | ItemEnvelope
    """

    return sync_detailed(
        id=id,
        client=client,
        extend=extend,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    extend: Extension | Unset = UNSET,
) -> Response[ErrorResponse | ItemEnvelope]:
    """Get one call or message

     The prefix of the id decides: `cll-` is a call, `msg-` a message, anything else is 400.

    Scope: CONVERSATIONS_READ.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | ItemEnvelope]
    """

    kwargs = _get_kwargs(
        id=id,
        extend=extend,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    extend: Extension | Unset = UNSET,
) -> ErrorResponse | ItemEnvelope | None:
    """Get one call or message

     The prefix of the id decides: `cll-` is a call, `msg-` a message, anything else is 400.

    Scope: CONVERSATIONS_READ.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | ItemEnvelope
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            extend=extend,
        )
    ).parsed
