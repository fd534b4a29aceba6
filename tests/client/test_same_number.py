"""Numbers without a country code are of the line's country."""

from __future__ import annotations

import pytest

from allo_ext._normalise.same_number import same_number


@pytest.mark.parametrize(
    ("one", "other", "line", "same"),
    [
        pytest.param("+33639980001", "06 39 98 00 01", "+33199000042", True, id="at-home"),
        pytest.param("+34639980001", "06 39 98 00 01", "+33199000042", False, id="another-country"),
        pytest.param("+442025550178", "2025550178", "+12025550143", False, id="another-country-than-america"),
        pytest.param("+12025550178", "2025550178", "+12025550143", True, id="america"),
        pytest.param("+33639980001", "0639980001", "+12025550143", True, id="no-american-number-begins-with-0"),
        pytest.param("+34639980001", "0639980001", None, True, id="line-unknown"),
    ],
)
def test_a_national_number_is_one_of_the_lines_country(one, other, line, same):
    """It is not taken for the same digits elsewhere, where the line's country can tell."""
    assert same is same_number(one, other, at_home=line)
