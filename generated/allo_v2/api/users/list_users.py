from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.user_list import UserList
from ...models.user_role import UserRole
from ...models.user_status import UserStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    role: UserRole | Unset = UNSET,
    status: UserStatus | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_role: str | Unset = UNSET
    if not isinstance(role, Unset):
        json_role = role

    params["role"] = json_role

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/users",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorResponse | UserList | None:
    if response.status_code == 200:
        response_200 = UserList.from_dict(response.json())

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
) -> Response[ErrorResponse | UserList]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    role: UserRole | Unset = UNSET,
    status: UserStatus | Unset = UNSET,
) -> Response[ErrorResponse | UserList]:
    """List the members of the team

     The whole team in one answer. Blocked members are missing unless `status` asks for them.

    Scope: USERS_READ.

    Args:
        role (UserRole | Unset): A role to filter by.
        status (UserStatus | Unset): A status to filter by.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | UserList]
    """

    kwargs = _get_kwargs(
        role=role,
        status=status,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    role: UserRole | Unset = UNSET,
    status: UserStatus | Unset = UNSET,
) -> ErrorResponse | UserList | None:
    """List the members of the team

     The whole team in one answer. Blocked members are missing unless `status` asks for them.

    Scope: USERS_READ.

    Args:
        role (UserRole | Unset): A role to filter by.
        status (UserStatus | Unset): A status to filter by.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | UserList
    """

    return sync_detailed(
        client=client,
        role=role,
        status=status,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    role: UserRole | Unset = UNSET,
    status: UserStatus | Unset = UNSET,
) -> Response[ErrorResponse | UserList]:
    """List the members of the team

     The whole team in one answer. Blocked members are missing unless `status` asks for them.

    Scope: USERS_READ.

    Args:
        role (UserRole | Unset): A role to filter by.
        status (UserStatus | Unset): A status to filter by.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorResponse | UserList]
    """

    kwargs = _get_kwargs(
        role=role,
        status=status,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    role: UserRole | Unset = UNSET,
    status: UserStatus | Unset = UNSET,
) -> ErrorResponse | UserList | None:
    """List the members of the team

     The whole team in one answer. Blocked members are missing unless `status` asks for them.

    Scope: USERS_READ.

    Args:
        role (UserRole | Unset): A role to filter by.
        status (UserStatus | Unset): A status to filter by.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorResponse | UserList
    """

    return (
        await asyncio_detailed(
            client=client,
            role=role,
            status=status,
        )
    ).parsed
