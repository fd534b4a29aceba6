"""Where the key comes from, and `allo login`."""

from __future__ import annotations

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from allo_ext import Pace
from allo_ext.cli._program.settings import read_pace
from allo_ext.errors import ConfigurationError

REAL = "https://api.withallo.com/v1/api"


class Memory(keyring.backend.KeyringBackend):
    """A keyring that ends with the test."""

    priority = 1
    name = "memory"

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def allo(allo_on_a_port):
    """Addresses matter here."""
    return allo_on_a_port


@pytest.fixture
def ring():
    before = keyring.get_keyring()
    memory = Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def no_ring():
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


def key_file(tmp_path, text="key\n", mode=0o600):
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_without_a_key_it_is_said_where_to_put_one(allo, served, monkeypatch):
    """Exit code 2, one sentence."""
    monkeypatch.delenv("ALLO_API_KEY")
    done = allo("numbers")

    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert [word for word in ("ALLO_API_KEY", "--key-file", "allo login") if word not in done.err] == []


def test_a_key_on_the_command_line_works_and_warns(allo, served, monkeypatch):
    """Other users of the machine see it there; the warning does not repeat it."""
    monkeypatch.delenv("ALLO_API_KEY")
    done = allo("numbers", "--api-key", "key", "--quiet")

    assert done.code == 0
    assert "visible to other users" in done.err
    assert done.err.count("\n") == 1


def test_options_may_stand_before_the_command(allo, served, monkeypatch):
    """What stands after it wins."""
    monkeypatch.delenv("ALLO_BASE_URL")
    before = allo("--base-url", served, "numbers")
    both = allo("--base-url", "http://127.0.0.1:9", "numbers", "--base-url", served)

    assert (before.code, both.code) == (0, 0)


def test_a_key_file_goes_before_the_environment(allo, served, monkeypatch, tmp_path):
    """The file holds the right key, the environment a wrong one."""
    monkeypatch.setenv("ALLO_API_KEY", "wrong")
    done = allo("numbers", "--key-file", key_file(tmp_path))

    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "must contain only the API key", id="empty"),
        pytest.param("two words", "must contain only the API key", id="two-words"),
        pytest.param(None, "No such file", id="missing"),
    ],
)
def test_a_key_file_that_is_none_is_said(allo, served, tmp_path, text, says):
    """Exit code 2, and the file's name."""
    path = tmp_path / "key" if text is None else key_file(tmp_path, text)
    done = allo("numbers", "--key-file", path)

    assert done.code == 2
    assert says in done.err
    assert str(path) in done.err


def test_a_key_file_that_others_can_read_is_told(allo, served, tmp_path):
    """It works, with a warning."""
    done = allo("numbers", "--key-file", key_file(tmp_path, mode=0o644))

    assert done.code == 0
    assert "can be read by other users" in done.err


def test_login_keeps_the_key_for_its_address_alone(allo, served, monkeypatch, ring):
    """It is asked for without being shown, tried, kept; another host does not get it."""
    monkeypatch.delenv("ALLO_API_KEY")
    kept = allo("login", input="key\n")
    here = allo("numbers")
    elsewhere = allo("numbers", "--base-url", "http://127.0.0.1:9/v1/api")

    assert (kept.code, kept.out) == (0, "")
    assert ring.kept == {("withallo-sdk", served): "key"}
    assert here.code == 0
    assert "There is no API key" in elsewhere.err


def test_the_root_and_its_version_are_one_address_to_the_keyring(allo, served, monkeypatch, ring):
    """A key kept for one way of writing the address is found, and forgotten, under the others."""
    root = served.removesuffix("/v1/api")
    kept = allo("login", "--base-url", root, input="key\n")
    monkeypatch.delenv("ALLO_API_KEY")
    found = [allo("numbers", "--base-url", url) for url in (root, f"{root}/", served, f"{root}/v2/api")]

    assert (kept.code, ring.kept) == (0, {("withallo-sdk", served): "key"})
    assert [one.code for one in found] == [0, 0, 0, 0]
    assert allo("login", "--forget", "--base-url", f"{root}/").err == "Key removed.\n"


def test_login_does_not_keep_a_wrong_key(allo, served, ring):
    """It is tried first; --no-check leaves that out."""
    refused = allo("login", input="wrong\n")
    unchecked = allo("login", "--no-check", input="other\n")

    assert (refused.code, unchecked.code) == (1, 0)
    assert "API_KEY_INVALID" in refused.err
    assert ring.kept == {("withallo-sdk", served): "other"}


def test_login_keeps_a_key_without_that_scope(allo, served, mock, ring):
    """A key that may not read numbers is a key all the same."""
    mock.add_key("sms", scopes=["SMS_SEND"])
    done = allo("login", input="sms\n")

    assert done.code == 0
    assert list(ring.kept.values()) == ["sms"]


def test_login_forgets(allo, served, ring):
    """And says so where there was nothing."""
    allo("login", input="key\n")
    first, second = allo("login", "--forget"), allo("login", "--forget")

    assert (first.err, ring.kept) == ("Key removed.\n", {})
    assert "No key is stored" in second.err


@pytest.mark.parametrize("arguments", [("login", "--no-check"), ("login", "--forget")], ids=" ".join)
def test_without_a_keyring_login_says_what_else_there_is(allo, served, no_ring, arguments):
    """One clear sentence, exit code 2."""
    done = allo(*arguments, input="key\n")

    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "no keyring" in done.err
    assert "ALLO_API_KEY" in done.err


def test_without_a_keyring_other_commands_work(allo, monkeypatch, no_ring):
    """A system without one is no reason to fail: without a key it is said where to put one."""
    with_key = allo("numbers")
    monkeypatch.delenv("ALLO_API_KEY")
    without = allo("numbers")

    assert (with_key.code, without.code) == (0, 2)
    assert "There is no API key" in without.err


def test_login_without_a_key_keeps_nothing(allo, served, ring):
    """An empty line is no key."""
    done = allo("login", input="\n")

    assert (done.code, ring.kept) == (2, {})


def test_pace_is_off_or_a_number():
    """Anything else is refused with what it may be."""
    assert read_pace("off") is None
    assert read_pace("7") == Pace(read_per_second=7)
    assert read_pace(None) == Pace()
    for text in ("fast", "0", "-1", "nan"):
        with pytest.raises(ConfigurationError, match="--pace"):
            read_pace(text)


def test_the_address_is_the_real_one_unless_told(monkeypatch):
    """Nothing but the default, the environment or the option decides."""
    from allo_ext.cli._display.terminal import Terminal
    from allo_ext.cli._program.settings import Options, resolve

    monkeypatch.setenv("ALLO_API_KEY", "key")

    assert resolve(Options(), Terminal()).base_url == REAL


@pytest.mark.parametrize("command", ["doctor", "numbers"])
@pytest.mark.parametrize(
    "url",
    [
        "http://me:hidden@127.0.0.1:9/v1/api",
        "http://me:hidden%40127.0.0.1:9/v1/api",
        "http://127.0.0.1:9/v1/api?key=hidden",
        "http://127.0.0.1:9/v1/api#hidden",
        "http://me:hidden",
        "me:hidden",
    ],
)
def test_a_secret_inside_the_address_is_not_shown(allo, command, url):
    """Neither by `doctor`, which shows where it asks, nor in an error."""
    done = allo(command, "--base-url", url)

    assert done.code != 0
    assert "hidden" not in done.out + done.err


@pytest.mark.parametrize("option", [True, False], ids=["option", "environment"])
def test_an_address_without_a_scheme_is_named_as_it_was_given(allo, monkeypatch, option):
    """The option or the variable, and what to put in front."""
    monkeypatch.setenv("ALLO_BASE_URL", "api.withallo.com")
    done = allo("numbers", *(("--base-url", "api.withallo.com") if option else ()))

    assert done.code == 2
    assert done.err.startswith(f"allo: {'--base-url' if option else 'ALLO_BASE_URL'} must begin with https://")
