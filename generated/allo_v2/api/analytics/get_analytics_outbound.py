from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.get_analytics_outbound_request import GetAnalyticsOutboundRequest
from ...models.outbound_analytics_envelope import OutboundAnalyticsEnvelope
from ...types import Response


def _get_kwargs(
    *,
    body: GetAnalyticsOutboundRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/analytics/outbound",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | OutboundAnalyticsEnvelope | None:
    if response.status_code == 200:
        response_200 = OutboundAnalyticsEnvelope.from_dict(response.json())

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
) -> Response[ErrorResponse | OutboundAnalyticsEnvelope]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: GetAnalyticsOutboundRequest,
) -> Response[ErrorResponse | OutboundAnalyticsEnvelope]:
    """Figures about outbound calls

     `extend: items` adds the calls of one `stage`, in pages of their own.

    Scope: CONVERSATIONS_READ.

    Args:
        body (GetAnalyticsOutboundRequest): The period, the filters, and optionally the calls
            behind the figures.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | OutboundAnalyticsEnvelope]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: GetAnalyticsOutboundRequest,
) -> ErrorResponse | OutboundAnalyticsEnvelope | None:
    """Figures about outbound calls

     `extend: items` adds the calls of one `stage`, in pages of their own.

    Scope: CONVERSATIONS_READ.

    Args:
        body (GetAnalyticsOutboundRequest): The period, the filters, and optionally the calls
            behind the figures.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | OutboundAnalyticsEnvelope
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: GetAnalyticsOutboundRequest,
) -> Response[ErrorResponse | OutboundAnalyticsEnvelope]:
    """Figures about outbound calls

     `extend: items` adds the calls of one `stage`, in pages of their own.

    Scope: CONVERSATIONS_READ.

    Args:
        body (GetAnalyticsOutboundRequest): The period, the filters, and optionally the calls
            behind the figures.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | OutboundAnalyticsEnvelope]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: GetAnalyticsOutboundRequest,
) -> ErrorResponse | OutboundAnalyticsEnvelope | None:
    """Figures about outbound calls

     `extend: items` adds the calls of one `stage`, in pages of their own.

    Scope: CONVERSATIONS_READ.

    Args:
        body (GetAnalyticsOutboundRequest): The period, the filters, and optionally the calls
            behind the figures.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | OutboundAnalyticsEnvelope
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
