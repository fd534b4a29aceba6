from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.call_summary_envelope import CallSummaryEnvelope
from ...models.error_response import ErrorResponse
from ...models.update_call_summary_request import UpdateCallSummaryRequest
from ...types import Response


def _get_kwargs(
    id: str,
    *,
    body: UpdateCallSummaryRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/conversations/items/{id}/summary".format(
            id=quote(str(id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CallSummaryEnvelope | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = CallSummaryEnvelope.from_dict(response.json())

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
) -> Response[CallSummaryEnvelope | ErrorResponse]:
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
    body: UpdateCallSummaryRequest,
) -> Response[CallSummaryEnvelope | ErrorResponse]:
    """Replace the text of a call's summary

     Calls only. A repeat writes the same text and raises `version` again.

    Scope: CONVERSATIONS_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        body (UpdateCallSummaryRequest): A new text for a summary.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CallSummaryEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateCallSummaryRequest,
) -> CallSummaryEnvelope | ErrorResponse | None:
    """Replace the text of a call's summary

     Calls only. A repeat writes the same text and raises `version` again.

    Scope: CONVERSATIONS_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        body (UpdateCallSummaryRequest): A new text for a summary.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CallSummaryEnvelope | ErrorResponse
    """

    return sync_detailed(
        id=id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateCallSummaryRequest,
) -> Response[CallSummaryEnvelope | ErrorResponse]:
    """Replace the text of a call's summary

     Calls only. A repeat writes the same text and raises `version` again.

    Scope: CONVERSATIONS_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        body (UpdateCallSummaryRequest): A new text for a summary.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CallSummaryEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateCallSummaryRequest,
) -> CallSummaryEnvelope | ErrorResponse | None:
    """Replace the text of a call's summary

     Calls only. A repeat writes the same text and raises `version` again.

    Scope: CONVERSATIONS_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        body (UpdateCallSummaryRequest): A new text for a summary.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CallSummaryEnvelope | ErrorResponse
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
        )
    ).parsed
