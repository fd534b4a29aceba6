"""Reading a page of calls with our records, compared to the models of other libraries, in one process.

Each library gets the same bytes: 100 calls with 30 transcript lines each. It turns them into its own kind of model, in
the way in which its client reads a response, and then the same seven fields of each call are read; in the second half
also three fields of each line. Models of these fields are declared below, because the other APIs have no calls.

What is compared is not the same work everywhere: stripe leaves dates as they are in JSON and has no field types, openai
and telnyx read dates but do not validate, githubkit validates everything (in Rust, with pydantic), and the generated
models leave dates as strings. Our records read a field when it is first used. githubkit parses JSON in Rust, too, so it
is also compared with our extra [orjson]; elsewhere both sides use `json.loads`.

`make bench-peers` creates the environment; without it, the row says "not measured".
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime  # noqa: TC003 (pydantic reads it)
from functools import partial
from typing import TYPE_CHECKING, Any

from answers import page
from peers import PYTHON, not_measured
from reading import reader
from table import Row, cpu_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    Parse = Callable[[bytes], Any]
    Look = Callable[[Any], object]

FIELDS, LINES = "the fields of 100 calls, beside another library", "and of their 3,000 lines, beside another library"
BODY = page(100, lines=30)


def rows() -> list[Row]:
    """Measure in the environment of the other libraries."""
    if not PYTHON.exists():
        return [not_measured(FIELDS, "stripe, openai, telnyx, githubkit, generated")]
    done = subprocess.run([PYTHON, __file__], stdout=subprocess.PIPE, text=True, check=True)
    return [Row(**row) for row in json.loads(done.stdout)]


def _measured() -> list[Row]:
    libraries = _libraries()
    pairs = [*((name, False) for name in libraries), ("githubkit", True)]
    gc.collect()
    gc.freeze()  # the garbage collector does not go through all libraries for the objects of one
    return [
        _row(line, name, look, libraries[name], orjson=orjson)
        for line, look in ((FIELDS, _look_at_calls), (LINES, _look_at_lines))
        for name, orjson in pairs
    ]


def _row(line: str, name: str, look: Look, parse: Parse, *, orjson: bool) -> Row:
    with reader(orjson=orjson):
        ratios, own, other = cpu_pairs(partial(_read, _ours, look), partial(_read, parse, look), repeat=8, runs=9)
    what = line.replace("another library", name) + orjson * ", ours with [orjson]"
    return Row(what, name, ratios, f"{own * 1e3:.1f} ms; {other * 1e3:.1f} ms", line)


def _read(parse: Parse, look: Look) -> None:
    for call in parse(BODY):
        look(call)


def _look_at_calls(call: Any) -> object:
    return (call.id, call.from_number, call.to_number, call.start_date, call.result, call.summary, call.recording_url)


def _look_at_lines(call: Any) -> object:
    return _look_at_calls(call), [(line.source, line.text, line.start_seconds) for line in call.transcript]


def _ours(body: bytes) -> Any:
    from allo_ext._wire.envelope import page_of
    from allo_ext._wire.json import loads
    from allo_ext.records import Call

    return page_of(Call)(loads(body))


def _libraries() -> dict[str, Parse]:
    return {
        "stripe": _stripe(),
        "openai": _stainless("openai"),
        "telnyx": _stainless("telnyx"),
        "githubkit": _githubkit(),
        "the generated models": _generated(),
    }


def _stripe() -> Parse:
    from stripe import StripeObject

    return lambda body: StripeObject.construct_from(json.loads(body), "key").data.results


def _stainless(name: str) -> Parse:
    """Return what the clients do that Stainless generates: construct without validation."""
    from importlib import import_module

    library = import_module(f"{name}._models")
    answer = _models(library.BaseModel)
    return lambda body: library.construct_type(type_=answer, value=json.loads(body)).data.results


def _githubkit() -> Parse:
    from githubkit.compat import GitHubModel, type_validate_json

    answer = _models(GitHubModel)
    return lambda body: type_validate_json(answer, body).data.results


def _generated() -> Parse:
    from allo_v1.models import CallPage

    return lambda body: CallPage.from_dict(json.loads(body)).data.results


def _models(base: Any) -> Any:
    """Declare the models of a page in the style of a library."""

    class Line(base):  # type: ignore[misc]
        source: str | None = None
        text: str | None = None
        time: datetime | None = None
        start_seconds: float | None = None
        end_seconds: float | None = None

    class Call(base):  # type: ignore[misc]
        id: str
        type: str | None = None
        from_number: str | None = None
        to_number: str | None = None
        length_in_minutes: float | None = None
        start_date: datetime | None = None
        result: str | None = None
        summary: str | None = None
        tag: str | None = None
        recording_url: str | None = None
        transcript: list[Line] | None = None

    class Metadata(base):  # type: ignore[misc]
        total_pages: int | None = None
        current_page: int | None = None

    class Data(base):  # type: ignore[misc]
        results: list[Call]
        metadata: Metadata | None = None

    class Answer(base):  # type: ignore[misc]
        data: Data

    # The names in annotations are those of this function.
    for model in (Call, Data, Answer):
        model.model_rebuild(_types_namespace={**globals(), **locals()})
    return Answer


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in _measured()]))
    sys.exit()
