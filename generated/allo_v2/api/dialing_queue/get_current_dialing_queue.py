from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dialing_queue_page import DialingQueuePage
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["user_id"] = user_id

    params["email"] = email

    params["page"] = page

    params["size"] = size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/dialing-queues/current",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DialingQueuePage | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = DialingQueuePage.from_dict(response.json())

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
) -> Response[DialingQueuePage | ErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
) -> Response[DialingQueuePage | ErrorResponse]:
    """Read the current queue and its numbers

     The numbers by position, with the queue in a third member beside `data` and `pagination`.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DialingQueuePage | ErrorResponse]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
        email=email,
        page=page,
        size=size,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
) -> DialingQueuePage | ErrorResponse | None:
    """Read the current queue and its numbers

     The numbers by position, with the queue in a third member beside `data` and `pagination`.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DialingQueuePage | ErrorResponse
    """

    return sync_detailed(
        client=client,
        user_id=user_id,
        email=email,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
) -> Response[DialingQueuePage | ErrorResponse]:
    """Read the current queue and its numbers

     The numbers by position, with the queue in a third member beside `data` and `pagination`.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DialingQueuePage | ErrorResponse]
    """

    kwargs = _get_kwargs(
        user_id=user_id,
        email=email,
        page=page,
        size=size,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    page: int | Unset = 1,
    size: int | Unset = 20,
) -> DialingQueuePage | ErrorResponse | None:
    """Read the current queue and its numbers

     The numbers by position, with the queue in a third member beside `data` and `pagination`.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DialingQueuePage | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            user_id=user_id,
            email=email,
            page=page,
            size=size,
        )
    ).parsed
