from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.execute_conversation_action_request import (
    ExecuteConversationActionRequest,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    contact_number: str,
    *,
    body: ExecuteConversationActionRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/conversations/{contact_number}/action".format(
            contact_number=quote(str(contact_number), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = cast(Any, None)
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
) -> Response[Any | ErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    contact_number: str,
    *,
    client: AuthenticatedClient | Client,
    body: ExecuteConversationActionRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[Any | ErrorResponse]:
    """Mark a conversation as read or unread, archive or unarchive it

     Without `allo_number` it applies to every line that ever talked with the number.

    Scope: CONVERSATIONS_WRITE.

    Args:
        contact_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        idempotency_key (str | Unset):
        body (ExecuteConversationActionRequest): An action on a conversation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_number=contact_number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    contact_number: str,
    *,
    client: AuthenticatedClient | Client,
    body: ExecuteConversationActionRequest,
    idempotency_key: str | Unset = UNSET,
) -> Any | ErrorResponse | None:
    """Mark a conversation as read or unread, archive or unarchive it

     Without `allo_number` it applies to every line that ever talked with the number.

    Scope: CONVERSATIONS_WRITE.

    Args:
        contact_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        idempotency_key (str | Unset):
        body (ExecuteConversationActionRequest): An action on a conversation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse
    """

    return sync_detailed(
        contact_number=contact_number,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    contact_number: str,
    *,
    client: AuthenticatedClient | Client,
    body: ExecuteConversationActionRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[Any | ErrorResponse]:
    """Mark a conversation as read or unread, archive or unarchive it

     Without `allo_number` it applies to every line that ever talked with the number.

    Scope: CONVERSATIONS_WRITE.

    Args:
        contact_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        idempotency_key (str | Unset):
        body (ExecuteConversationActionRequest): An action on a conversation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_number=contact_number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    contact_number: str,
    *,
    client: AuthenticatedClient | Client,
    body: ExecuteConversationActionRequest,
    idempotency_key: str | Unset = UNSET,
) -> Any | ErrorResponse | None:
    """Mark a conversation as read or unread, archive or unarchive it

     Without `allo_number` it applies to every line that ever talked with the number.

    Scope: CONVERSATIONS_WRITE.

    Args:
        contact_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        idempotency_key (str | Unset):
        body (ExecuteConversationActionRequest): An action on a conversation.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse
    """

    return (
        await asyncio_detailed(
            contact_number=contact_number,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
