from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.conversation_page import ConversationPage
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    contact_id: str,
    *,
    allo_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["allo_number"] = allo_number

    params["page"] = page

    params["size"] = size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/contact/{contact_id}/conversation".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
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

    if response.status_code == 422:
        response_422 = ErrorResponse.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = ErrorResponse.from_dict(response.json())

        return response_429

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
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    allo_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> Response[ConversationPage | ErrorResponse]:
    """List the calls and messages exchanged with a contact

     Calls and text messages together, newest first.

    Scope: CONVERSATIONS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        allo_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConversationPage | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        allo_number=allo_number,
        page=page,
        size=size,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    allo_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> ConversationPage | ErrorResponse | None:
    """List the calls and messages exchanged with a contact

     Calls and text messages together, newest first.

    Scope: CONVERSATIONS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        allo_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConversationPage | ErrorResponse
    """

    return sync_detailed(
        contact_id=contact_id,
        client=client,
        allo_number=allo_number,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    allo_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> Response[ConversationPage | ErrorResponse]:
    """List the calls and messages exchanged with a contact

     Calls and text messages together, newest first.

    Scope: CONVERSATIONS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        allo_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConversationPage | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        allo_number=allo_number,
        page=page,
        size=size,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    allo_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> ConversationPage | ErrorResponse | None:
    """List the calls and messages exchanged with a contact

     Calls and text messages together, newest first.

    Scope: CONVERSATIONS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        allo_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConversationPage | ErrorResponse
    """

    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
            allo_number=allo_number,
            page=page,
            size=size,
        )
    ).parsed
