"""What may be in a wheel and an sdist."""

from __future__ import annotations

import base64
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts.release.building import files_of, sources, unpack
from scripts.release.contents import SDIST, TYPED, holds_secret, sdist_faults, uncommitted, wheel_faults

ROOT = Path(__file__).parents[2]
STATED = {
    f"thing-1.dist-info/{name}": b"" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
}
SOURCES = ["allo_ext/__init__.py", "allo_ext/testing/allo-v1.json", *TYPED]
WHEEL = {**dict.fromkeys(SOURCES, b""), **STATED}
# Written in two parts, so that this file itself holds nothing that looks like one.
A_KEY = b"-----BEGIN " + b"PRIVATE KEY-----"


def test_a_wheel_of_the_sources_alone_is_right() -> None:
    """The packages' files, no more, and what a wheel says of itself."""
    assert wheel_faults(WHEEL, SOURCES) == []


WRONG_WHEELS = {
    "a file too few": ({"allo_ext/__init__.py": None}, ["the wheel lacks allo_ext/__init__.py"]),
    "tests": ({"tests/test_a.py": b""}, ["the wheel should not hold tests/test_a.py"]),
    "a cache": (
        {"allo_ext/__pycache__/a.pyc": b""},
        ["the wheel should not hold allo_ext/__pycache__/a.pyc"] * 2,
    ),
    "no licence": ({"thing-1.dist-info/licenses/LICENSE": None}, ["the wheel's .dist-info lacks licenses/LICENSE"]),
    "something more about itself": (
        {"thing-1.dist-info/notes": b""},
        ["the wheel's .dist-info should not hold notes"],
    ),
    "not typed": (
        {"allo_v1/py.typed": None},
        [
            "the wheel lacks allo_v1/py.typed",
            "the wheel lacks allo_v1/py.typed: type checkers would not look into the package",
        ],
    ),
    "a private key": (
        {"allo_ext/__init__.py": A_KEY},
        ["allo_ext/__init__.py in the wheel holds what looks like a secret"],
    ),
}


@pytest.mark.parametrize("wrong", WRONG_WHEELS)
def test_a_wrong_wheel_is_told(wrong: str) -> None:
    """Whatever is missing or too much is named."""
    change, expected = WRONG_WHEELS[wrong]
    wheel = {path: content for path, content in {**WHEEL, **change}.items() if content is not None}

    assert wheel_faults(wheel, SOURCES) == expected


def test_a_cache_in_the_sources_is_not_expected_in_the_wheel() -> None:
    """What Python leaves beside the sources is no part of them."""
    assert wheel_faults(WHEEL, [*SOURCES, "allo_ext/__pycache__/a.cpython-311.pyc"]) == []


def test_an_sdist_holds_what_is_needed_to_go_on() -> None:
    """To build, to test, to generate; and whatever git knows, but for what only a repository needs."""
    sdist = dict.fromkeys(SDIST, b"")
    tracked = [*SDIST, "docs/new.md", ".gitignore", ".ci/run"]

    assert sdist_faults(sdist) == []
    assert sdist_faults(sdist, tracked) == ["the sdist lacks docs/new.md"]
    assert sdist_faults({**sdist, "server.pem": b""}) == ["the sdist should not hold server.pem"]
    assert uncommitted({**sdist, "notes.txt": b""}, tracked) == ["notes.txt"]


def test_archives_are_read_by_the_names_of_their_files(tmp_path: Path) -> None:
    """The folder in which an sdist keeps everything is not part of the names."""
    with tarfile.open(tmp_path / "thing-1.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("thing-1/allo_ext/a.py")
        member.size = 3
        archive.addfile(member, io.BytesIO(b"a=1"))
    with zipfile.ZipFile(tmp_path / "thing-1.whl", "w") as wheel:
        wheel.writestr("allo_ext/a.py", "a=1")

    assert files_of(tmp_path / "thing-1.tar.gz") == files_of(tmp_path / "thing-1.whl") == {"allo_ext/a.py": b"a=1"}
    assert (unpack(tmp_path / "thing-1.tar.gz", tmp_path / "out") / "allo_ext" / "a.py").read_text() == "a=1"


def test_the_sources_have_the_names_that_they_have_when_installed() -> None:
    """`generated/` is a source root: in the wheel there is no such folder."""
    found = sources(ROOT)

    assert {path.partition("/")[0] for path in found} == {"allo_ext", "allo_v1"}
    assert set(TYPED) <= set(found)


DIGITS = "4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c"
# Put together here, so that this file holds none of them itself.
SECRETS = {
    "live key": f'key = "ak{"_live_"}{DIGITS}"',
    "short live key": f"ALLO_API_KEY=ak{'_live_'}{DIGITS[:16]}",
    "key in an address": f"https://example.com/?key=ak{'_live_'}A_b-{DIGITS}",
    "test key": f"ak{'_test_'}{DIGITS}",
    "key without a digit": f"ak{'_live_'}qWertZuiopAsdfghJklyXcvb",
    "key of another kind": f"sk{'_live_'}{DIGITS}",
    "signing secret": f"whsec{'_'}{base64.b64encode(bytes(range(140, 164))).decode()}",
    "signing secret in JSON": f'"signing_secret":"whsec{"_"}{base64.b64encode(bytes(range(200, 232))).decode()}"',
}


@pytest.mark.parametrize("name", SECRETS)
def test_keys_and_signing_secrets_of_allo_are_found(name: str) -> None:
    """Wherever they are, in the wheel and in the sdist."""
    content = SECRETS[name].encode()
    found = sdist_faults({**dict.fromkeys(SDIST, b""), "examples/x.py": content})

    assert found == ["examples/x.py in the sdist holds what looks like a secret"]
    assert [fault for fault in wheel_faults({**WHEEL, "allo_ext/__init__.py": content}, SOURCES) if "secret" in fault]


@pytest.mark.parametrize(
    "text",
    [
        "Keys begin with ak_live_ or sk_live_.",
        "ak_live_…",
        "ak_live_YOUR_KEY_GOES_HERE_PLEASE",
        "ak_live_old",
        "ak_test_5ecret0123456789",
        "ak_live_thekeythatyourownaccounthas",
        "task_live_4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c",
        "whsec_…",
        f"whsec{'_'}{base64.b64encode(b'a secret for these tests').decode()}",
    ],
)
def test_made_up_keys_of_tests_and_docs_are_none(text: str) -> None:
    """Words, short ones, and signing secrets that are the base64 of words."""
    assert sdist_faults({**dict.fromkeys(SDIST, b""), "docs/x.md": text.encode()}) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_a_key_is_found_in_every_encoding(encoding: str) -> None:
    """Windows writes environment files in UTF-16."""
    assert holds_secret(f"ALLO_API_KEY=ak{'_live_'}{DIGITS}".encode(encoding))


def test_the_project_itself_holds_none() -> None:
    """No file that goes into the sdist has one now, whatever its kind."""
    folders = (".github", "allo_ext", "benchmarks", "docs", "examples", "generated", "openapi", "scripts", "tests")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]

    assert [path.name for path in files if path.suffix != ".pyc" and holds_secret(path.read_bytes())] == []
