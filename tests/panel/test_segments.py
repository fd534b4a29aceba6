"""The length of an SMS."""

from __future__ import annotations

import pytest

from allo_ext.panel.segments import measure


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments", "left"),
    [
        pytest.param("", "GSM-7", 0, 0, 160, id="nothing"),
        pytest.param("a" * 160, "GSM-7", 160, 1, 0, id="one-full"),
        pytest.param("a" * 161, "GSM-7", 161, 2, 145, id="one-too-many"),
        pytest.param("a" * 306, "GSM-7", 306, 2, 0, id="two-full"),
        pytest.param("a" * 307, "GSM-7", 307, 3, 152, id="three"),
        pytest.param("é à ù ñ ß Ä\n", "GSM-7", 12, 1, 148, id="accents-of-the-alphabet"),
        pytest.param("10 €", "GSM-7", 5, 1, 155, id="the-euro-takes-two"),
        pytest.param("{[~]}|^\\", "GSM-7", 16, 1, 144, id="what-needs-an-escape"),
        pytest.param("a" * 152 + "€" + "a" * 153, "GSM-7", 307, 3, 151, id="an-escape-is-not-cut"),
        pytest.param("ç", "UCS-2", 1, 1, 69, id="a-small-cedilla-is-not-in-the-alphabet"),
        pytest.param("ж" * 70, "UCS-2", 70, 1, 0, id="one-full-of-wide"),
        pytest.param("ж" * 71, "UCS-2", 71, 2, 63, id="two-of-wide"),
        pytest.param("👍", "UCS-2", 2, 1, 68, id="a-thumb-takes-two"),
        pytest.param("ж" * 66 + "👍" + "ж" * 66, "UCS-2", 134, 3, 66, id="a-thumb-is-not-cut"),
    ],
)
def test_a_message_is_measured_as_it_is_billed(text, alphabet, units, segments, left):
    """The alphabet, what it takes of it, into how many parts that goes, and what is left of the last."""
    length = measure(text)

    assert (alphabet, units, segments, left) == (length.alphabet, length.units, length.segments, length.left)


def test_it_is_said_what_made_a_message_wide():
    """The characters outside the alphabet are named, each once, in their order."""
    assert measure("ça \u2019va, ça ?").unusual == "ç\u2019"


@pytest.mark.parametrize(("characters", "expected"), [(1000, False), (1001, True)], ids=["most", "more"])
def test_the_bound_of_the_api_counts_characters(characters, expected):
    """A thousand characters are taken, whatever their alphabet."""
    assert expected is measure("ж" * characters).is_too_long


def test_every_character_of_the_alphabet_is_there_once():
    """The alphabet has 127 characters beside the escape, and ten more behind it."""
    from allo_ext.panel import segments

    assert (len(segments._BASIC), len(segments._ESCAPED)) == (127, 10)
