from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.contact_envelope import ContactEnvelope
from ...models.error_response import ErrorResponse
from ...models.update_contact_request import UpdateContactRequest
from ...types import Response


def _get_kwargs(
    contact_id: str,
    *,
    body: UpdateContactRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/contacts/{contact_id}".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ContactEnvelope | ErrorResponse | None:
    if response.status_code == 200:
        response_200 = ContactEnvelope.from_dict(response.json())

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
) -> Response[ContactEnvelope | ErrorResponse]:
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
    body: UpdateContactRequest,
) -> Response[ContactEnvelope | ErrorResponse]:
    """Change some fields of a contact

     Only the fields that are sent change. A list that is sent replaces the stored one entirely.

    Scope: CONTACTS_READ_WRITE.

    Args:
        contact_id (str): An identifier; its form means nothing.
        body (UpdateContactRequest): Changes of a contact.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContactEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateContactRequest,
) -> ContactEnvelope | ErrorResponse | None:
    """Change some fields of a contact

     Only the fields that are sent change. A list that is sent replaces the stored one entirely.

    Scope: CONTACTS_READ_WRITE.

    Args:
        contact_id (str): An identifier; its form means nothing.
        body (UpdateContactRequest): Changes of a contact.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContactEnvelope | ErrorResponse
    """

    return sync_detailed(
        contact_id=contact_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateContactRequest,
) -> Response[ContactEnvelope | ErrorResponse]:
    """Change some fields of a contact

     Only the fields that are sent change. A list that is sent replaces the stored one entirely.

    Scope: CONTACTS_READ_WRITE.

    Args:
        contact_id (str): An identifier; its form means nothing.
        body (UpdateContactRequest): Changes of a contact.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContactEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: UpdateContactRequest,
) -> ContactEnvelope | ErrorResponse | None:
    """Change some fields of a contact

     Only the fields that are sent change. A list that is sent replaces the stored one entirely.

    Scope: CONTACTS_READ_WRITE.

    Args:
        contact_id (str): An identifier; its form means nothing.
        body (UpdateContactRequest): Changes of a contact.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContactEnvelope | ErrorResponse
    """

    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
            body=body,
        )
    ).parsed
