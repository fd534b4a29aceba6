"""Finding contacts."""

from __future__ import annotations

import pytest

from allo_ext.panel._figures.people import Names
from allo_ext.panel._figures.search import matching
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
        pytest.param("\u200e06\u202f39\u201198", [INES], id="typographic-spaces-and-hyphens"),
        pytest.param("0100", [JO], id="the-end-of-a-number"),
        pytest.param("9999", [], id="nobody"),
    ],
)
def test_contacts_are_found_by_what_people_type(words, expected):
    """Names without accents, companies, numbers in any way of writing."""
    assert expected == matching([INES, JO, EMPTY], words)


def test_a_number_has_the_name_of_its_contact_however_either_is_written():
    """The same comparison as everywhere: spaces, marks and extensions do not matter."""
    zoe = Contact(id="4", name="Zoe", numbers=("+1\u202f212 555\u20110188 x5",))

    names = Names([JO, zoe])

    assert [names.name(number) for number in ("+12125550188", "\u202a001 212 555 0188\u202c", "+12125550189")] == [
        "Zoe",
        "Zoe",
        "+12125550189",
    ]
