from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dialing_queue_envelope import DialingQueueEnvelope
from ...models.error_response import ErrorResponse
from ...models.reset_current_dialing_queue_request import (
    ResetCurrentDialingQueueRequest,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ResetCurrentDialingQueueRequest | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/dialing-queues/current",
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DialingQueueEnvelope | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = DialingQueueEnvelope.from_dict(response.json())

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
) -> Response[DialingQueueEnvelope | ErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ResetCurrentDialingQueueRequest | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[DialingQueueEnvelope | ErrorResponse]:
    """Start a new current queue

     The old queue is not deleted, but it is no longer the current one and no operation reaches it. An
    optional body; without one
    the queue of the key's owner is reset.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        idempotency_key (str | Unset):
        body (ResetCurrentDialingQueueRequest | Unset): The new queue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DialingQueueEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: ResetCurrentDialingQueueRequest | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> DialingQueueEnvelope | ErrorResponse | None:
    """Start a new current queue

     The old queue is not deleted, but it is no longer the current one and no operation reaches it. An
    optional body; without one
    the queue of the key's owner is reset.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        idempotency_key (str | Unset):
        body (ResetCurrentDialingQueueRequest | Unset): The new queue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DialingQueueEnvelope | ErrorResponse
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ResetCurrentDialingQueueRequest | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[DialingQueueEnvelope | ErrorResponse]:
    """Start a new current queue

     The old queue is not deleted, but it is no longer the current one and no operation reaches it. An
    optional body; without one
    the queue of the key's owner is reset.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        idempotency_key (str | Unset):
        body (ResetCurrentDialingQueueRequest | Unset): The new queue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DialingQueueEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ResetCurrentDialingQueueRequest | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> DialingQueueEnvelope | ErrorResponse | None:
    """Start a new current queue

     The old queue is not deleted, but it is no longer the current one and no operation reaches it. An
    optional body; without one
    the queue of the key's owner is reset.

    Scope: DIALING_QUEUE_READ_WRITE.

    Args:
        idempotency_key (str | Unset):
        body (ResetCurrentDialingQueueRequest | Unset): The new queue.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DialingQueueEnvelope | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
