from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.conversation_page import ConversationPage
from ...models.error_response import ErrorResponse
from ...models.extension import Extension
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    allo_number: str,
    last_activity_since: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
    extend: Extension | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["allo_number"] = allo_number

    params["last_activity_since"] = last_activity_since

    params["unread"] = unread

    params["page"] = page

    params["size"] = size

    json_extend: str | Unset = UNSET
    if not isinstance(extend, Unset):
        json_extend = extend

    params["extend"] = json_extend

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/conversations",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ConversationPage | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = ConversationPage.from_dict(response.json())

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
) -> Response[ConversationPage | ErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    allo_number: str,
    last_activity_since: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
    extend: Extension | Unset = UNSET,
) -> Response[ConversationPage | ErrorResponse]:
    """List the conversations of a line

     One row for each outside number, latest activity first. Rows move while you page: drop duplicates.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        last_activity_since (str | Unset):
        unread (bool | Unset):
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConversationPage | ErrorResponse]
    """

    kwargs = _get_kwargs(
        allo_number=allo_number,
        last_activity_since=last_activity_since,
        unread=unread,
        page=page,
        size=size,
        extend=extend,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    allo_number: str,
    last_activity_since: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
    extend: Extension | Unset = UNSET,
) -> ConversationPage | ErrorResponse | None:
    """List the conversations of a line

     One row for each outside number, latest activity first. Rows move while you page: drop duplicates.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        last_activity_since (str | Unset):
        unread (bool | Unset):
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConversationPage | ErrorResponse
    """

    return sync_detailed(
        client=client,
        allo_number=allo_number,
        last_activity_since=last_activity_since,
        unread=unread,
        page=page,
        size=size,
        extend=extend,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    allo_number: str,
    last_activity_since: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
    extend: Extension | Unset = UNSET,
) -> Response[ConversationPage | ErrorResponse]:
    """List the conversations of a line

     One row for each outside number, latest activity first. Rows move while you page: drop duplicates.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        last_activity_since (str | Unset):
        unread (bool | Unset):
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConversationPage | ErrorResponse]
    """

    kwargs = _get_kwargs(
        allo_number=allo_number,
        last_activity_since=last_activity_since,
        unread=unread,
        page=page,
        size=size,
        extend=extend,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    allo_number: str,
    last_activity_since: str | Unset = UNSET,
    unread: bool | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
    extend: Extension | Unset = UNSET,
) -> ConversationPage | ErrorResponse | None:
    """List the conversations of a line

     One row for each outside number, latest activity first. Rows move while you page: drop duplicates.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        last_activity_since (str | Unset):
        unread (bool | Unset):
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.
        extend (Extension | Unset): What to add to an item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConversationPage | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            allo_number=allo_number,
            last_activity_since=last_activity_since,
            unread=unread,
            page=page,
            size=size,
            extend=extend,
        )
    ).parsed
