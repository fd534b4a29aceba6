from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.cleared_numbers_envelope import ClearedNumbersEnvelope
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    number: str | Unset = UNSET,
    position: int | Unset = UNSET,
    unassigned: bool | Unset = UNSET,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["number"] = number

    params["position"] = position

    params["unassigned"] = unassigned

    params["user_id"] = user_id

    params["email"] = email

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/dialing-queues/current/numbers",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ClearedNumbersEnvelope | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = ClearedNumbersEnvelope.from_dict(response.json())

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

    if response.status_code == 409:
        response_409 = ErrorResponse.from_dict(response.json())

        return response_409

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
) -> Response[ClearedNumbersEnvelope | ErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    number: str | Unset = UNSET,
    position: int | Unset = UNSET,
    unassigned: bool | Unset = UNSET,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[ClearedNumbersEnvelope | ErrorResponse]:
    """Remove numbers from the queue

     Send `number`, or `position`, or both for one occurrence of a duplicate, or `unassigned=true` alone.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        number (str | Unset):
        position (int | Unset):
        unassigned (bool | Unset):
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ClearedNumbersEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        number=number,
        position=position,
        unassigned=unassigned,
        user_id=user_id,
        email=email,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    number: str | Unset = UNSET,
    position: int | Unset = UNSET,
    unassigned: bool | Unset = UNSET,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> ClearedNumbersEnvelope | ErrorResponse | None:
    """Remove numbers from the queue

     Send `number`, or `position`, or both for one occurrence of a duplicate, or `unassigned=true` alone.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        number (str | Unset):
        position (int | Unset):
        unassigned (bool | Unset):
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ClearedNumbersEnvelope | ErrorResponse
    """

    return sync_detailed(
        client=client,
        number=number,
        position=position,
        unassigned=unassigned,
        user_id=user_id,
        email=email,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    number: str | Unset = UNSET,
    position: int | Unset = UNSET,
    unassigned: bool | Unset = UNSET,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[ClearedNumbersEnvelope | ErrorResponse]:
    """Remove numbers from the queue

     Send `number`, or `position`, or both for one occurrence of a duplicate, or `unassigned=true` alone.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        number (str | Unset):
        position (int | Unset):
        unassigned (bool | Unset):
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ClearedNumbersEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        number=number,
        position=position,
        unassigned=unassigned,
        user_id=user_id,
        email=email,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    number: str | Unset = UNSET,
    position: int | Unset = UNSET,
    unassigned: bool | Unset = UNSET,
    user_id: str | Unset = UNSET,
    email: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> ClearedNumbersEnvelope | ErrorResponse | None:
    """Remove numbers from the queue

     Send `number`, or `position`, or both for one occurrence of a duplicate, or `unassigned=true` alone.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        number (str | Unset):
        position (int | Unset):
        unassigned (bool | Unset):
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        email (str | Unset): An e-mail address.
        idempotency_key (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ClearedNumbersEnvelope | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            number=number,
            position=position,
            unassigned=unassigned,
            user_id=user_id,
            email=email,
            idempotency_key=idempotency_key,
        )
    ).parsed
