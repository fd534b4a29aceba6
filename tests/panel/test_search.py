"""Finding contacts."""

from __future__ import annotations

import pytest

from allo_ext.panel.search import matching
from allo_ext.records import Company, Contact

INES = Contact(id="1", name="Inès", last_name="Sabatier", numbers=("+33639980003",), company=Company(name="Café Noir"))
JO = Contact(id="2", name="Jo", last_name="Archer", numbers=("+12025550178", "+12125550100"), job_title="CEO")
EMPTY = Contact(id="3")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("", [INES, JO, EMPTY], id="nothing-typed"),
        pytest.param("ines", [INES], id="no-accent-typed"),
        pytest.param("SABATIER inès", [INES], id="any-order-any-case"),
        pytest.param("cafe", [INES], id="company"),
        pytest.param("ceo", [JO], id="job-title"),
        pytest.param("ines archer", [], id="every-word"),
        pytest.param("202 555", [JO], id="part-of-a-number"),
        pytest.param("+1 (202) 555-0178", [JO], id="a-number-as-it-is-written"),
        pytest.param("06 39 98", [INES], id="a-national-number"),
        pytest.param("0033639", [INES], id="zeros-for-the-plus"),
        pytest.param("0100", [JO], id="the-end-of-a-number"),
        pytest.param("9999", [], id="nobody"),
    ],
)
def test_contacts_are_found_by_what_people_type(words, expected):
    """Names without accents, companies, numbers in any way of writing."""
    assert expected == matching([INES, JO, EMPTY], words)
