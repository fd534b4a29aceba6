"""Phone numbers as people write them, and contacts found by them."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import Contact, InvalidArgumentError, phone
from allo_ext._http import address
from allo_ext._wire import same_number
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
        ("06\u202f39\u202f98\u202f00\u202f01", "FR", FR),
        ("+33\u00a06\u202f39\u200998\u300000\t01", None, FR),
        ("\u202a0033 6 39 98 00 01\u202c", None, FR),
        ("\u2066+1 202\u2011555\u22120143\u2069\u200e", None, US),
        ("06/39.98\u00b700\u201301", "FR", FR),
        ("[+33] (6) 39 98 00 01", None, FR),
        ("(0033) 6 39 98 00 01", None, FR),
        ("+00 33 6 39 98 00 01", None, FR),
        ("+34 (0)639 98 00 01", None, "+34639980001"),
        ("\u0660\u0666 \u0663\u0669 \u0669\u0668 \u0660\u0660 \u0660\u0661", "FR", FR),
        ("\uff0b\uff11\uff12\uff10\uff12\uff15\uff15\uff15\uff10\uff11\uff14\uff13", None, US),
        ("+1 202 555 0143\u00b2", None, US),
        ("+1 202 555 0143 x12", None, US),
        ("+1 202 555 0143 (ext. 12)", None, US),
        ("tel:+1-202-555-0143;ext=12", None, US),
        ("06 39 98 00 01 poste 5", "FR", FR),
        ("T\u00e9l. 06 39 98 00 01 (bureau)", "FR", FR),
        ("06 1234 5678", "IT", "+390612345678"),
        ("+39 (06) 1234-5678", None, "+390612345678"),
        ("030/1234567", "DE", "+49301234567"),
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
        ("Taxi24", "FR"),
        ("AGENCE75001", "FR"),
        ("32665", "BE"),
        ("555-0143", "US"),
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
        (FR, "06\u202f39\u202f98\u202f00\u202f01", True),
        (FR, "06 39 98 00 01 poste 5", True),
        ("+330639980001", FR, True),
        (US, "tel:+1-202-555-0143;ext=12", True),
        (US, "+12025550178 / +12025550143", True),
        (US, "+12025550178 / +12025550191", False),
        ("+390612345678", "06 1234 5678", True),
        ("+390612345678", "+39612345678", False),
        ("Taxi24", "24", False),
        ("32665", "\u200e32665", True),
        ("anonymous", "anonymous", False),
        ("anonymous", FR, False),
        ("", "", False),
    ],
)
def test_numbers_are_the_same_in_any_writing(same_number, one, other, expected):
    """What `calls.iter(contact_number=…)` compares by, in both directions, on a line of the number's country."""
    lines = {"+33": "+33199000042", "+39": "+390698765432"}
    line = lines.get(str(one)[:3], "+12025550100")

    assert [expected] * 2 == [same_number(one, other, line), same_number(other, one, line)]


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("+33 6 39 98 00 01 / +1 202-555-0143", None),
        ("+33639980001/+12025550143", None),
        ("+33 6 39 98 00 01 (bureau), +1 202-555-0143 (mobile)", None),
        ("+33 6 39 98 00 01; 0012025550143", None),
        ("06 39 98 00 01 ou +1 202-555-0143 x5", "FR"),
        ("+33 6 39 98 00 01\n+1 202 555 0143", None),
        ("+33639980001 \u2013 +12025550143", None),
        ("06 39 98 00 01 - 0012025550143", "FR"),
        ("+33639980001\u3001+12025550143", None),
        ("0033639980001 puis 0012025550143", None),
        ("+33 (0)6 39 98 00 01 (+1 202 555 0143)", None),
        ("bureau +33 6 39 98 00 01 mobile +1 202 555 0143", None),
    ],
)
def test_a_field_with_two_numbers_is_both(written, region):
    """Contacts are found under either, and `parse` says that there are two."""
    index = ContactIndex(region=region)
    index.add(Contact(id="1", numbers=(written,)))

    assert (list(index), [contact.id for contact in index.all(written)]) == ([FR, US], ["1"])
    assert phone.same(written, FR, region)
    assert phone.same(US, written, region)
    with pytest.raises(InvalidArgumentError, match="2 phone numbers"):
        phone.parse(written, region=region)


def test_numbers_that_cannot_be_told_apart_are_refused(make, mock):
    """Twice the digits of a number are neither one number nor two, and the sentence says what to do."""
    written = "06 39 98 00 01 06 39 98 00 02"
    allo = make(mock.transport)
    for call in (
        lambda: phone.parse(written, region="FR"),
        lambda: ContactIndex(region="FR").all(written),
        lambda: allo.contacts.find(written, region="FR"),
        lambda: list(allo.calls.iter(allo_number=FR, contact_number=written)),
    ):
        with pytest.raises(InvalidArgumentError, match="more digits than a phone number: separate"):
            call()


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


@pytest.mark.parametrize(
    ("written", "region", "says"),
    [
        pytest.param("555-0100", "US", "the area code is missing", id="local"),
        pytest.param("+1 555 0100", None, "the area code is missing", id="local-with-code"),
        pytest.param("+33 6 39 98", None, "too few digits", id="short"),
        pytest.param("+1 202 555 01001", None, "too many digits", id="long"),
        pytest.param("555-0143", None, "it needs region=", id="no-code"),
        pytest.param("06 39 98 00 01", "France", "two letters of a country", id="region"),
    ],
)
def test_the_reason_is_the_one_to_act_on(written, region, says):
    """No advice to pass a region where there is a country code, and the other way round."""
    with pytest.raises(InvalidArgumentError, match=says):
        phone.parse(written, region=region)


def test_an_unknown_region_is_refused():
    """It would compare numbers as if there were no region."""
    for use in (lambda: phone.same("06", "06", region="ZZ"), lambda: phone.ContactIndex(region="33")):
        with pytest.raises(InvalidArgumentError) as caught:
            use()
        assert caught.value.field == "region"


def test_what_is_remembered_of_numbers_is_bounded():
    """A program that runs for months meets many numbers."""
    caches = [
        one for module in (same_number, address) for one in vars(module).values() if hasattr(one, "cache_parameters")
    ]

    assert len(caches) == 5
    assert all(one.cache_parameters()["maxsize"] in range(1, 10_001) for one in caches)


PROBLEMS: dict[str, tuple[str | None, str]] = {
    "no number": ("FR", "is not a phone number"),
    "06 39 98 00 01": (None, "is not a phone number; without a country code it needs region=…"),
    "0" * 16: ("FR", "has more digits than a phone number: separate several numbers by commas"),
    "+33 6 39": (None, "is not a phone number; it has too few digits"),
    "00 33 6 39": (None, "is not a phone number; it has too few digits"),
    "+33 6 39 98 00 01 22": (None, "is not a phone number; it has too many digits"),
    "555 0143": ("US", "is not a phone number; the area code is missing"),
    "+39 1": (None, "is not a phone number"),
    "+999 12 34 56": (None, "is not a phone number"),
}


def test_a_field_that_is_no_number_has_a_reason():
    """So that whoever typed it knows what to change."""
    found = {written: (region, same_number.problem(written, region)) for written, (region, _) in PROBLEMS.items()}

    assert found == PROBLEMS
    assert same_number.problem(5) == "is not a phone number"


PLAIN = {
    "a\u00a0b\u2003c\u3000d\u1680e\u2028f\u2029g": "a b c d e f g",
    "\u0663\u096a\uff15": "345",
    "1\u00b2\u2460": "1",
    "\uff0b\uff08\uff21": "+(A",
    "\u2010\u2014\u2212\u301c": "----",
    "\u2768x\u2769": "(x)",
    "\u2022\u00b7\u30fb\u2219": "....",
    "\u2044\u2215\u29f8": "///",
    "\u200b\u202a\ufeff1": "1",
    "1\u0301\u20dd": "1",
    "1\x85\x9f2": "1 2",
    " \t1\n\r2\x7f": "1 2",
    "\u00e9\u00df\u6f22": "\u00e9\u00df\u6f22",
    "\u00bd": "",
}


@pytest.mark.parametrize("written", PLAIN, ids=ascii)
def test_characters_of_any_script_are_read_as_those_that_they_look_like(written):
    """Digits, spaces, dashes, brackets, dots and slashes; marks that cannot be seen are left out, letters stay."""
    assert same_number.plain(written) == PLAIN[written]


def test_a_key_is_a_number_or_the_digits_of_a_short_code():
    """Of a name there is none."""
    keys = {
        ("06 39 98 00 01", "fr"): (FR,),
        ("06 39 98 00 01", None): ("0639980001",),
        ("3615", "FR"): ("3615",),
        ("0" * 15, None): ("0" * 15,),
        ("0" * 16, None): (),
        ("Taxi24", "FR"): (),
        ("", "FR"): (),
        (None, "FR"): (),
        ("+1 202 555 0143 / +33 6 39 98 00 01", None): (US, FR),
        (f"+1 202 555 0143{' ' * 250}", None): ("12025550143",),
    }
    assert {key: same_number.keys_of(*key) for key in keys} == keys
    assert same_number.numbers_at_home("06 39 98 00 01", "+33199000042") == (FR,)
    assert same_number.numbers_at_home("33199000042", "+33199000042") == ("+33199000042",)
    assert same_number.numbers_at_home("0202 555 0143", US) == ()
    assert [same_number.is_number(one, at_home=US) for one in ("555", "Taxi24", "(202) 555-0143", None)] == [
        *(True, False, True, False),
    ]


def test_a_region_is_a_country_in_either_case():
    """Or None; anything else is refused."""
    assert [same_number.checked_region(one) for one in ("fr", "FR", None)] == ["FR", "FR", None]
    for wrong in ("XX", "FRA", "", 5):
        with pytest.raises(InvalidArgumentError, match="must be the two letters of a country") as caught:
            same_number.checked_region(wrong)  # type: ignore[arg-type]
        assert caught.value.field == "region"
