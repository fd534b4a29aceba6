from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.call_page import CallPage
from ...models.call_page_data import CallPageData
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    allo_number: str,
    contact_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["allo_number"] = allo_number

    params["contact_number"] = contact_number

    params["page"] = page

    params["size"] = size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/calls",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CallPage | CallPageData | ErrorResponse | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> CallPage | CallPageData:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = CallPage.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = CallPageData.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

        return response_200

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
) -> Response[CallPage | CallPageData | ErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    allo_number: str,
    contact_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> Response[CallPage | CallPageData | ErrorResponse]:
    """List the calls of one Allo number

     Newest first. There is no date filter: read pages until they are older than you need.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        contact_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CallPage | CallPageData | ErrorResponse]
    """

    kwargs = _get_kwargs(
        allo_number=allo_number,
        contact_number=contact_number,
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
    allo_number: str,
    contact_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> CallPage | CallPageData | ErrorResponse | None:
    """List the calls of one Allo number

     Newest first. There is no date filter: read pages until they are older than you need.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        contact_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CallPage | CallPageData | ErrorResponse
    """

    return sync_detailed(
        client=client,
        allo_number=allo_number,
        contact_number=contact_number,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    allo_number: str,
    contact_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> Response[CallPage | CallPageData | ErrorResponse]:
    """List the calls of one Allo number

     Newest first. There is no date filter: read pages until they are older than you need.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        contact_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CallPage | CallPageData | ErrorResponse]
    """

    kwargs = _get_kwargs(
        allo_number=allo_number,
        contact_number=contact_number,
        page=page,
        size=size,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    allo_number: str,
    contact_number: str | Unset = UNSET,
    page: int | Unset = 0,
    size: int | Unset = 10,
) -> CallPage | CallPageData | ErrorResponse | None:
    """List the calls of one Allo number

     Newest first. There is no date filter: read pages until they are older than you need.

    Scope: CONVERSATIONS_READ.

    Args:
        allo_number (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        contact_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        page (int | Unset):  Default: 0.
        size (int | Unset):  Default: 10.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CallPage | CallPageData | ErrorResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            allo_number=allo_number,
            contact_number=contact_number,
            page=page,
            size=size,
        )
    ).parsed
