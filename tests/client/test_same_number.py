"""Numbers without a country code are of the line's country."""

from __future__ import annotations

import subprocess
import sys

import pytest

from allo_ext import InvalidArgumentError
from allo_ext._wire.same_number import same_number as compare


@pytest.mark.parametrize(
    ("one", "other", "line", "same"),
    [
        pytest.param("+33639980001", "06 39 98 00 01", "+33199000042", True, id="at-home"),
        pytest.param("+34639980001", "06 39 98 00 01", "+33199000042", False, id="another-country"),
        pytest.param("+442025550178", "2025550178", "+12025550143", False, id="another-country-than-america"),
        pytest.param("+12025550178", "2025550178", "+12025550143", True, id="america"),
        pytest.param("+33639980001", "0639980001", "+12025550143", True, id="no-american-number-begins-with-0"),
        pytest.param("+390612345678", "06 1234 5678", "+390698765432", True, id="italy-keeps-the-zero"),
        pytest.param("+2250701234567", "07 01 23 45 67", "+2250101234567", True, id="ivory-coast-keeps-the-zero"),
        pytest.param("+33612345678", "06 1234 5678", "+390698765432", False, id="rome-is-not-a-french-mobile"),
        pytest.param("+33639980001", "06 39 98 00 01 poste 5", "+33199000042", True, id="extension"),
        pytest.param("+12025550178", "2025550178", "+33199000042", False, id="too-long-for-france"),
        # Of islands whose numbers do not begin with 0, so nobody has them.
        pytest.param("+6830000", "6830000", "+12025550143", True, id="seven-digits-are-a-number"),
        pytest.param("+376011111", "011111", "+12025550143", False, id="six-digits-are-a-part-of-one"),
        pytest.param("0639980001", "06\u202f39 98 00 01", "+33199000042", True, id="both-national"),
    ],
)
def test_a_national_number_is_one_of_the_lines_country(same_number, one, other, line, same):
    """It is not taken for the same digits elsewhere, where the line's country can tell."""
    assert same is same_number(one, other, line)


def test_without_a_line_a_national_number_may_be_of_any_country():
    """The other number says of which; a trunk prefix of that country may be there or not."""
    for number, written, same in (
        ("+12025550143", "(202) 555-0143", True),
        ("+12025550143", "9 202 555 0143", False),
        ("+33639980001", "06 39 98 00 01", True),
        ("+33639980001", "6 39 98 00 01", True),
        ("+390612345678", "06 1234 5678", True),
        ("+390612345678", "6 1234 5678", False),
        ("+33639980001", "06 39\u202898 00 01", True),
        ("33 6 39 98 00 01", "06 39 98 00 01", True),
        ("1 202 555 0143", "202 555 0143", True),
        ("06 39 98 00 01", "07 39 98 00 01", False),
    ):
        assert compare(number, written) is compare(written, number) is same, written


def test_comparing_e164_loads_no_library():
    """Equal numbers, and numbers that end differently, need no rules of any country."""
    code = (
        "import sys\n"
        "from allo_ext._wire.same_number import same_number\n"
        "assert same_number('+12025550143', '+12025550143', at_home='+12025550178')\n"
        "assert not same_number('+12025550143', '+12025550178', at_home='+12025550178')\n"
        "assert 'phonenumbers' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("written", ["anonymous", "", "Taxi24", "\u202f", "agency"])
def test_a_filter_without_a_number_is_refused(allo, mock, written):
    """It would find nothing, and not say why."""
    with pytest.raises(InvalidArgumentError) as caught:
        next(iter(allo.calls.iter(allo_number="+12025550143", contact_number=written)))

    assert (caught.value.field, len(mock.requests)) == ("contact_number", 0)


@pytest.mark.parametrize(
    "written", ["(212) 555-0103 x5", "+1\u202f212\u2011555\u20110103", "+12125550103 / +33639980001"]
)
def test_a_filter_finds_calls_however_the_number_is_written(make, scripted, written):
    """Extensions, typographic spaces and hyphens, and two numbers in one field."""
    calls = [
        {"id": "1", "type": "INBOUND", "from_number": "+12125550103", "to_number": "+12025550143"},
        {"id": "2", "type": "INBOUND", "from_number": "+12125550104", "to_number": "+12025550143"},
    ]
    allo = make(scripted({"data": {"results": calls, "metadata": {"total_pages": 1}}}))

    assert [call.id for call in allo.calls.iter(allo_number="+12025550143", contact_number=written)] == ["1"]
