from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.contact_envelope import ContactEnvelope
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    contact_id: str,
    *,
    extend: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["extend"] = extend

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/contact/{contact_id}".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
        "params": params,
    }

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
    extend: str | Unset = UNSET,
) -> Response[ContactEnvelope | ErrorResponse]:
    """Get one contact

     With e-mail addresses, custom properties and integrations, and with engagement and activity if
    `extend` names them.

    Scope: CONTACTS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        extend (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContactEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        extend=extend,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    extend: str | Unset = UNSET,
) -> ContactEnvelope | ErrorResponse | None:
    """Get one contact

     With e-mail addresses, custom properties and integrations, and with engagement and activity if
    `extend` names them.

    Scope: CONTACTS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        extend (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContactEnvelope | ErrorResponse
    """

    return sync_detailed(
        contact_id=contact_id,
        client=client,
        extend=extend,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    extend: str | Unset = UNSET,
) -> Response[ContactEnvelope | ErrorResponse]:
    """Get one contact

     With e-mail addresses, custom properties and integrations, and with engagement and activity if
    `extend` names them.

    Scope: CONTACTS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        extend (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContactEnvelope | ErrorResponse]
    """

    kwargs = _get_kwargs(
        contact_id=contact_id,
        extend=extend,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    contact_id: str,
    *,
    client: AuthenticatedClient | Client,
    extend: str | Unset = UNSET,
) -> ContactEnvelope | ErrorResponse | None:
    """Get one contact

     With e-mail addresses, custom properties and integrations, and with engagement and activity if
    `extend` names them.

    Scope: CONTACTS_READ.

    Args:
        contact_id (str): An identifier; its form means nothing.
        extend (str | Unset):

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
            extend=extend,
        )
    ).parsed
