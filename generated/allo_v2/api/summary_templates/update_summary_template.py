from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.summary_template_envelope import SummaryTemplateEnvelope
from ...models.update_summary_template_request import UpdateSummaryTemplateRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    body: UpdateSummaryTemplateRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/summary_templates/{id}".format(
            id=quote(str(id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | SummaryTemplateEnvelope | None:
    if response.status_code == 200:
        response_200 = SummaryTemplateEnvelope.from_dict(response.json())

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
) -> Response[ErrorResponse | SummaryTemplateEnvelope]:
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
    body: UpdateSummaryTemplateRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[ErrorResponse | SummaryTemplateEnvelope]:
    """Replace a summary template

     Fields that are not sent become empty.

    Scope: SUMMARY_TEMPLATES_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        idempotency_key (str | Unset):
        body (UpdateSummaryTemplateRequest): A template that replaces the stored one. Fields that
            are not sent become empty.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | SummaryTemplateEnvelope]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateSummaryTemplateRequest,
    idempotency_key: str | Unset = UNSET,
) -> ErrorResponse | SummaryTemplateEnvelope | None:
    """Replace a summary template

     Fields that are not sent become empty.

    Scope: SUMMARY_TEMPLATES_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        idempotency_key (str | Unset):
        body (UpdateSummaryTemplateRequest): A template that replaces the stored one. Fields that
            are not sent become empty.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | SummaryTemplateEnvelope
    """

    return sync_detailed(
        id=id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateSummaryTemplateRequest,
    idempotency_key: str | Unset = UNSET,
) -> Response[ErrorResponse | SummaryTemplateEnvelope]:
    """Replace a summary template

     Fields that are not sent become empty.

    Scope: SUMMARY_TEMPLATES_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        idempotency_key (str | Unset):
        body (UpdateSummaryTemplateRequest): A template that replaces the stored one. Fields that
            are not sent become empty.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | SummaryTemplateEnvelope]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateSummaryTemplateRequest,
    idempotency_key: str | Unset = UNSET,
) -> ErrorResponse | SummaryTemplateEnvelope | None:
    """Replace a summary template

     Fields that are not sent become empty.

    Scope: SUMMARY_TEMPLATES_WRITE.

    Args:
        id (str): An id. Never parse it, and compare it whole.
        idempotency_key (str | Unset):
        body (UpdateSummaryTemplateRequest): A template that replaces the stored one. Fields that
            are not sent become empty.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | SummaryTemplateEnvelope
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
