"""`allo spec`: the spec that this package was made from, for other tools."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from allo_ext.cli import main
from allo_ext.testing import MockAllo

ROOT = Path(__file__).parents[2]


@pytest.fixture
def spec(capsys, monkeypatch):
    """Runs `allo spec` without a key, and returns its exit code and its output."""
    monkeypatch.delenv("ALLO_API_KEY", raising=False)

    def spec(*options: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["spec", *map(str, options)])
        return int(ended.value.code), capsys.readouterr().out

    return spec


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_it_is_the_spec_of_that_version(spec, version):
    """As JSON, without a key or a network."""
    code, printed = spec("--api", version)

    assert code == 0
    assert json.loads(printed)["info"] == yaml.safe_load((ROOT / f"openapi/allo-{version}.yaml").read_text())["info"]


@pytest.mark.parametrize("name", ["allo.json", "allo.yaml"])
def test_a_file_is_read_by_tools_for_json_and_yaml(spec, tmp_path, name):
    """The same content, whatever its name."""
    code, printed = spec("--out", tmp_path / name)

    assert (code, printed) == (0, "")
    assert yaml.safe_load((tmp_path / name).read_text()) == json.loads(spec()[1])


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    """With exit code 1."""
    with pytest.raises(SystemExit, match="1"):
        main(["spec", "--out", str(tmp_path / "missing" / "allo.json")])

    assert "No such file" in capsys.readouterr().err


def test_the_settings_for_schemathesis_are_written(spec):
    """Those that `make contract` uses."""
    named = tomllib.loads(spec("--settings")[1])["operations"]

    assert {name for one in named for name in one["include-operation-id"]} >= {"send_sms", "get_contact"}


@pytest.mark.slow
def test_schemathesis_finds_no_failures_with_what_it_writes(spec, tmp_path):
    """The spec and the settings are enough to test a server; without the settings, good answers are failures."""
    spec("--out", tmp_path / "allo-v1.json")
    spec("--settings", "--out", tmp_path / "schemathesis.toml")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file"]
    (tmp_path / "empty.toml").write_text("")
    codes = []
    with MockAllo(contacts=20, calls=50).serve() as served:
        for settings in ("schemathesis.toml", "empty.toml"):
            run = ["run", "allo-v1.json", "--url", served.base_url, "--header", "Authorization: key", "--seed", "1"]
            more = ["--phases", "examples,fuzzing", "--max-examples", "5", "--generation-database", "none"]
            done = subprocess.run([*command, settings, *run, *more], cwd=tmp_path, check=False, timeout=300)
            codes.append(done.returncode)

    assert codes == [0, 1]
