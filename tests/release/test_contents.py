"""What may be in a wheel and an sdist."""

from __future__ import annotations

import base64
import io
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts.release.building import FailedError, check_wheel, files_of, unpack
from scripts.release.contents import holds_secret, secret_faults

ROOT = Path(__file__).parents[2]
SOURCES = (
    "allo_ext/__init__.py",
    "allo_ext/py.typed",
    "generated/allo_v1/__init__.py",
    "generated/allo_v2/__init__.py",
)
# Written in two parts, so that this file itself holds nothing that looks like one.
A_KEY = b"-----BEGIN " + b"PRIVATE KEY-----"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with three packages in two source roots, as this one has."""
    for path in SOURCES:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(f"# {path}\n", encoding="utf-8")
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    table = re.search(r"(?ms)^\[tool\.check-wheel-contents\]$.*?(?=^\[)", settings)
    assert table is not None
    (tmp_path / "pyproject.toml").write_text(table.group(), encoding="utf-8")
    return tmp_path


WHEELS: dict[str, tuple[dict[str, str | None], str | None]] = {
    "as it should be": ({}, None),
    "a file too few": ({"allo_ext/py.typed": None}, "allo_ext/py.typed"),
    "tests": ({"tests/__init__.py": ""}, "tests"),
    "a cache": ({"allo_ext/__pycache__/a.cpython-311.pyc": ""}, "pyc"),
}


@pytest.mark.parametrize("case", WHEELS)
def test_a_wheel_holds_the_sources_and_nothing_else(root: Path, case: str) -> None:
    """What is missing or too much is named."""
    change, fault = WHEELS[case]
    files: dict[str, str | None] = {path.removeprefix("generated/"): f"# {path}\n" for path in SOURCES}
    files["thing-1.dist-info/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    kept = {path: content for path, content in (files | change).items() if content is not None}
    kept["thing-1.dist-info/RECORD"] = "".join(f"{path},,\n" for path in [*kept, "thing-1.dist-info/RECORD"])
    wheel = root / "thing-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in kept.items():
            archive.writestr(path, content)

    if fault is None:
        check_wheel(wheel, root)
    else:
        with pytest.raises(FailedError, match=fault):
            check_wheel(wheel, root)


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


DIGITS = "4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c"
# Put together here, so that this file holds none of them itself.
SECRETS = {
    "private key": A_KEY.decode(),
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
    assert secret_faults({"a.py": b"", "b.py": SECRETS[name].encode()}) == ["b.py contains what looks like a secret"]


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
    assert secret_faults({"docs/x.md": text.encode()}) == []


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
