"""Accounts that a reseller makes for its customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from allo_ext import AlloClient, NotFoundError, PermissionDeniedError
from allo_ext.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.testing import MockAllo
    from allo_ext.v2 import PartnerAccount

CUSTOMER: dict[str, Any] = {
    "email": "cleo@customer.example",
    "name": "Cleo",
    "personal_mobile": "+33639980042",
    "number_preference": {"country": "FR", "prefix": "+3363998"},
    "partner_client_ref": "c-7",
}


@pytest.fixture
def allo(mock: MockAllo) -> Iterator[AlloClient]:
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        yield client


def _create(allo: AlloClient, **changes: Any) -> PartnerAccount:
    return allo.v2.partner_accounts.create(**(CUSTOMER | changes))


def test_an_account_has_a_number_as_wanted_until_it_is_deleted(allo: AlloClient) -> None:
    """Only the answer to its creation has the API key."""
    made = _create(allo)
    assert made.api_key
    assert str(made.api_key) not in repr(made)
    assert (made.partner_client_ref, made.activated) == ("c-7", False)
    assert [number[:8] for number in made.phone_numbers or ()] == ["+3363998"]
    read = allo.v2.partner_accounts.get(made.id)
    assert (read.api_key, read.phone_numbers, read.status) == (None, made.phone_numbers, made.status)
    allo.v2.partner_accounts.delete(made.id)
    for again in (allo.v2.partner_accounts.get, allo.v2.partner_accounts.delete):
        with pytest.raises(NotFoundError) as missing:
            again(made.id)
        assert missing.value.code == "PARTNER_ACCOUNT_NOT_FOUND"


def test_a_known_customer_and_a_number_that_nobody_has_are_409(allo: AlloClient) -> None:
    """The e-mail address or the mobile number is enough to be known; a refusal makes nothing."""
    other: dict[str, Any] = {"email": "dan@customer.example", "personal_mobile": "+33639980043"}
    for country, prefix in (("DE", None), ("FR", "+1202"), ("US", "999")):
        with pytest.raises(ConflictError) as refused:
            _create(allo, **other, number_preference={"country": country, "prefix": prefix})
        assert refused.value.code == "NO_NUMBER_AVAILABLE"
    first = _create(allo)
    for field in ("email", "personal_mobile"):
        with pytest.raises(ConflictError) as refused:
            _create(allo, **{**other, field: CUSTOMER[field]})
        assert refused.value.code == "PARTNER_ACCOUNT_ALREADY_EXISTS"
    second = _create(allo, **other)
    assert first.phone_numbers != second.phone_numbers


def test_it_needs_the_scope_that_is_given_by_hand(mock: MockAllo) -> None:
    """Without PARTNER everything else is allowed, and this is 403."""
    mock.add_key("crm", scopes=["CRM_READ", "CRM_WRITE", "CRM_DELETE"])
    with AlloClient("crm", transport=mock.transport) as allo, pytest.raises(PermissionDeniedError):
        _create(allo)
