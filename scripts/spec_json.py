"""Write the OpenAPI document as compact JSON, after checking that it is one.

MockAllo validates requests against the document, and neither the wheel nor an editable install should need YAML for
that: `make generate` runs this and writes the result next to MockAllo as package data. It runs first, so a broken
document ends there with one sentence, before any other tool sees it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

SPEC = Path(__file__).resolve().parent.parent / "openapi" / "allo-v1.yaml"


class BrokenSpecError(Exception):
    """The document cannot be used; the message is one sentence that says why."""


def read_spec(path: Path) -> dict[str, Any]:
    """Read the document and hold it against OpenAPI 3.1.

    Args:
        path: The YAML file.

    Returns:
        The document.

    Raises:
        BrokenSpecError: It cannot be read, is not YAML, not OpenAPI 3.1, or holds what JSON cannot say.

    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenSpecError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BrokenSpecError(f"{path} is not UTF-8: byte {error.start} does not fit.") from error
    except yaml.YAMLError as error:
        raise BrokenSpecError(f"{path} is not YAML{_place(error)}.") from error
    if not isinstance(document, dict):
        raise BrokenSpecError(f"{path} is not an OpenAPI document: it holds no mapping.")
    if (at := _not_json(document)) is not None:
        raise BrokenSpecError(f"{path} holds something that JSON cannot say at {at}; quote it to make it text.")
    if (complaint := _complaint(document)) is not None:
        raise BrokenSpecError(f"{path} is not valid OpenAPI 3.1: {complaint}.")
    return document


def to_json(document: dict[str, Any]) -> str:
    """Render the document, the same for the same document, in the order in which it was written."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _place(error: yaml.YAMLError) -> str:
    """Say where the reader of YAML stumbled, if it knows."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        return f" at line {mark.line + 1}, column {mark.column + 1}: {error.problem}"
    return ""


def _not_json(value: object, at: str = "#") -> str | None:
    """Find a key or value that JSON lacks: YAML makes dates of unquoted moments and numbers of unquoted statuses."""
    match value:
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str):
                    return f"{at}/{key}"
                if (found := _not_json(inner, f"{at}/{key}")) is not None:
                    return found
        case list():
            for index, inner in enumerate(value):
                if (found := _not_json(inner, f"{at}/{index}")) is not None:
                    return found
        case None | bool() | int() | float() | str():
            return None
        case _:
            return at
    return None


def _complaint(document: dict[str, Any]) -> str | None:
    """Ask the validator for its first complaint, in one line."""
    try:
        first = next(iter(OpenAPIV31SpecValidator(document).iter_errors()), None)
    except Exception as error:  # noqa: BLE001 - a reference that leads nowhere escapes from the validator in many forms
        return _one_line(str(error) or type(error).__name__)
    if first is None:
        return None
    at = "/".join(str(part) for part in first.absolute_path)
    return _one_line(f"at #/{at}: {first.message}" if at else first.message)


def _one_line(text: str, limit: int = 240) -> str:
    """Keep the first line, which says what is wrong, and cut what no one reads."""
    folded = text.strip().partition("\n")[0].rstrip(". ")
    return folded if len(folded) <= limit else folded[:limit] + "…"


def main(arguments: list[str] | None = None) -> int:
    """Read, check and write.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        0 if the file was written, 1 if the document is broken or the file cannot be written.

    """
    parser = argparse.ArgumentParser(description="Check the OpenAPI document and write it as JSON.")
    parser.add_argument("output", type=Path, help="the JSON file to write")
    parser.add_argument("--spec", type=Path, default=SPEC, help="the YAML file to read")
    options = parser.parse_args(arguments)
    try:
        text = to_json(read_spec(options.spec))
        options.output.write_text(text, encoding="utf-8")
    except BrokenSpecError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{options.output} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
