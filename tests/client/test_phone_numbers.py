"""Phone numbers as people write them, and contacts found by them."""

from __future__ import annotations

import sys
from typing import Any

import httpx
import pytest

from allo_ext import ConfigurationError, Contact, InvalidArgumentError, phone
from allo_ext._normalise.same_number import same_number
from allo_ext.phone import ContactIndex

FR, US = "+33639980001", "+12025550143"


@pytest.mark.parametrize(
    ("written", "region", "expected"),
    [
        ("06 39 98 00 01", "FR", FR),
        ("06.39.98.00.01", "fr", FR),
        ("+33 6 39 98 00 01", None, FR),
        ("+33 (0)6 39 98 00 01", None, FR),
        ("0033639980001", None, FR),
        ("0033 6 39 98 00 01", "US", FR),
        ("33639980001", "FR", FR),
        ("(202) 555-0143", "US", US),
        ("1-202-555-0143", "US", US),
        ("+1 202.555.0143", "FR", US),
        ("tel:+1-202-555-0143", None, US),
        ("  +12025550143\n", None, US),
        ("\uff0b1 2025550143", None, US),
    ],
)
def test_what_people_type_becomes_e164(written, region, expected):
    """With or without country code, with a region where there is none."""
    assert expected == phone.parse(written, region=region)


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("06 39 98 00 01", None),
        ("anonymous", "FR"),
        ("", "FR"),
        ("12", "FR"),
        ("+33", None),
        ("+" + "1" * 30, None),
        ("06 39 98 00 01", "XX"),
        ("Société", "FR"),
    ],
)
def test_what_is_no_number_is_refused(written, region):
    """One error of the tree, with the field's name, without the text."""
    with pytest.raises(InvalidArgumentError) as caught:
        phone.parse(written, region=region)

    assert caught.value.field == "number"
    assert len(written) < 3 or written not in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other", "region", "expected"),
    [
        (FR, "06 39 98 00 01", "FR", True),
        (FR, "0033639980001", None, True),
        (FR, "06 39 98 00 01", None, False),
        (US, "202-555-0143", "US", True),
        (FR, US, None, False),
        (FR, "+33639980002", None, False),
        ("anonymous", "anonymous", "FR", False),
        (None, None, None, False),
        (FR, None, None, False),
        ("", "", None, False),
        ("0639980001", "06 39 98 00 01", None, True),
    ],
)
def test_two_ways_of_writing_are_compared(one, other, region, expected):
    """Both directions; what is no number is the same as nothing."""
    assert [expected] * 2 == [phone.same(one, other, region=region), phone.same(other, one, region=region)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (FR, "+33 6 39 98 00 01", True),
        (FR, "0033639980001", True),
        (FR, "33639980001", True),
        (FR, "06 39 98 00 01", True),
        (FR, "+33 (0)6 39 98 00 01", True),
        (US, "(202) 555-0143", True),
        (US, "12025550143", True),
        (FR, "+33639980002", False),
        (FR, "+44639980001", False),
        ("+33639980001", "+1639980001", False),
        (FR, "980001", False),
        (FR, "01", False),
        ("anonymous", "anonymous", False),
        (None, FR, False),
        ("", "", False),
    ],
)
def test_calls_are_filtered_without_a_library(one, other, expected):
    """What `calls.iter(contact_number=…)` compares by, which needs no extra."""
    assert [expected] * 2 == [same_number(one, other), same_number(other, one)]


JEAN = Contact(id="1", name="Jean", numbers=(FR, US))
ANNE = Contact(id="2", name="Anne", numbers=("06 39 98 00 02",))
PAIR = Contact(id="3", name="Pair", numbers=("0033639980001", "anonymous"))


@pytest.fixture
def index() -> ContactIndex:
    index = ContactIndex(region="FR")
    for contact in (JEAN, ANNE, PAIR):
        index.add(contact)
        index.add(contact)
    return index


def test_an_index_is_a_mapping_by_number(index):
    """However the number is written; the first contact that has it is the answer, `all` gives every one."""
    assert (index["06 39 98 00 01"], index[US], index["+33639980002"]) == (JEAN, JEAN, ANNE)
    assert (index.all(FR), index.all("+33639980009")) == ((JEAN, PAIR), ())
    assert list(index) == [FR, US, "+33639980002"]
    assert (len(index), "0639980001" in index, "0639980009" in index) == (3, True, False)
    assert index.get("anonymous") is None


def test_an_index_refuses_what_is_no_number(index):
    """`all` says so; the mapping has a KeyError, as mappings have."""
    with pytest.raises(InvalidArgumentError):
        index.all("anonymous")
    with pytest.raises(KeyError):
        index["anonymous"]
    with pytest.raises(KeyError):
        index["+33639980009"]


def book(request: httpx.Request) -> httpx.Response:
    """Two pages of an address book, one contact with numbers as objects."""
    pages = [
        [{"id": "1", "numbers": [FR]}, {"id": "2", "numbers": None}],
        [{"id": "3", "numbers": [{"number": "06 39 98 00 01"}]}],
    ]
    page = int(request.url.params["page"])
    return httpx.Response(200, json={"data": {"results": pages[page], "metadata": {"total_pages": 2}}})


def test_find_reads_the_address_book_once(make, scripted):
    """Every match, however written, with as many requests as there are pages."""
    transport = scripted(book)
    found = make(transport).contacts.find("06 39 98 00 01", region="FR")

    assert ([contact.id for contact in found], len(transport.requests)) == (["1", "3"], 2)


def test_find_refuses_what_is_no_number_before_reading(make, scripted):
    """A slip of the keyboard does not cost the whole address book."""
    transport = scripted(book)
    with pytest.raises(InvalidArgumentError):
        make(transport).contacts.find("anonymous")

    assert transport.requests == []


def test_index_reads_the_address_book_once(make, scripted):
    """Then any number of look-ups cost nothing."""
    transport = scripted(book)
    by_number = make(transport).contacts.index(region="FR")

    assert (by_number[FR].id, [contact.id for contact in by_number.all("0639980001")]) == ("1", ["1", "3"])
    assert len(transport.requests) == 2


def test_every_contact_of_the_mock_is_found_by_its_numbers(allo):
    """What the address book holds, the index finds."""
    by_number = allo.contacts.index()
    contacts = list(allo.contacts.iter())

    assert contacts
    assert all(contact in by_number.all(number) for contact in contacts for number in contact.numbers)


def test_without_the_extra_one_is_told_what_to_install(monkeypatch):
    """An error of the tree, with the command."""
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    call: Any = phone.parse
    with pytest.raises(ConfigurationError, match=r"withallo-sdk\[phone\]"):
        call(FR)
