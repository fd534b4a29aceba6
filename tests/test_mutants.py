"""The list of equivalent mutations that `make mutants` subtracts."""

from __future__ import annotations

import pytest

from scripts.mutants.equivalent import LIST, equivalent


def test_each_equivalent_mutation_has_a_file_and_a_reason() -> None:
    """An entry is the file and the change, and below it the reason."""
    for mutation, why in equivalent(LIST.read_text(encoding="utf-8")).items():
        path, _, change = mutation.partition(": ")
        assert (LIST.parents[2] / path).is_file(), mutation
        assert " → " in change, mutation
        assert len(why.split()) > 2, mutation


@pytest.mark.parametrize("text", ["a.py: x → y\n", "a.py: x → y\nb.py: x → y\n", "    a reason\n    another\n"])
def test_an_entry_without_its_other_half_is_refused(text: str) -> None:
    """A line that is missing would turn reasons into mutations."""
    with pytest.raises(ValueError, match=r"a reason on an indented line below it"):
        equivalent(text)
