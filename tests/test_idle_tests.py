"""The check for tests that cannot fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from scripts.idle_tests import findings

if TYPE_CHECKING:
    from pathlib import Path

CANNOT_FAIL: Final = """
def test_without_an_assertion():  # found
    print(1)

def helper(): ...
def test_with_a_helper_that_does_not_assert():  # found
    helper()

def test_that_is_always_true(x):
    assert x or 1  # found
    assert (row.id for row in x)  # found
    assert [x]  # found

def test_that_passes_over(x):
    try:  # found
        assert x()
    except OSError:
        pass
    with suppress(OSError):  # found
        assert x()

@pytest.mark.skip(reason="later")
def test_marked(x):  # found
    assert x

@pytest.mark.skipif(True, reason="later")
def test_under_a_condition(x):  # found
    assert x

def test_that_skips_itself(x):  # found
    pytest.skip("later")
    assert x

pytestmark = [pytest.mark.anyio, pytest.mark.skip]  # found

class Machine(RuleBasedStateMachine):  # found
    @rule()
    def go(self):
        print(1)
"""

CAN_FAIL: Final = """
def test_that_something_is_raised(x):
    with pytest.raises(OSError):
        x()

def holds(x):
    assert x
def also_holds(x):
    holds(x)
def test_with_a_helper_of_a_helper(x):
    also_holds(x)

def test_with_a_helper_of_another_file(account):
    account.holds_elsewhere()

@pytest.fixture
def quiet():
    yield
    assert not log
def test_with_a_fixture_that_asserts(quiet):
    go()

def test_with_a_process_that_must_end_well():
    subprocess.run(["x"], check=True)

@pytest.mark.does_not_raise("it may be empty")
def test_that_says_so(x):
    x()

def test_that_passes_over_something_else(x):
    try:
        x()
    except OSError:
        pass
    assert x.done

def test_that_raises_again(x):
    try:
        assert x
    except AssertionError:
        print(x)
        raise

@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_that_is_skipped_somewhere(x):
    assert x
"""


@pytest.mark.parametrize("text", [CANNOT_FAIL, CAN_FAIL], ids=["cannot-fail", "can-fail"])
def test_a_test_that_cannot_fail_is_found(tmp_path: Path, text: str) -> None:
    """By the line of the test or of the assertion; helpers and fixtures count by what they do."""
    (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
    expected = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# found")]

    assert [one.line for one in findings(tmp_path / "test_it.py", frozenset({"holds_elsewhere"}))] == expected
