"""A field and an operation that the API has gained: one edit of the document, `make generate`, one line in a record.

It is tried on a copy of the whole tree, with the tools of the environment that runs the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("a_new_field")]

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", "build", "dist", "site", "node_modules", "__pycache__", "*.egg-info"),
    *(".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
)
SCHEMA = "    Call:\n      description: A finished call.\n      type: object\n      required: [id]\n      properties:\n"
IN_THE_DOCUMENT = (SCHEMA, f"{SCHEMA}        sentiment:\n          type: [string, 'null']\n")
RECORD = 'class Call(Record):\n    """A finished call."""\n\n    id: str\n'
IN_THE_RECORD = (RECORD, f"{RECORD}    sentiment: str | None = None\n")

OPERATION = """\
  /tags/{tag_id}/calls/search:
    parameters:
      - {name: tag_id, in: path, required: true, schema: {type: string}}
    post:
      operationId: search_tagged_calls
      tags: [calls]
      x-required-scope: CONVERSATIONS_READ
      x-reads: true
      parameters:
        - {name: day, in: query, schema: {type: string, format: date}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/SearchTaggedCallsRequest'}}}
      responses:
        '200':
          description: One page of calls.
          content: {application/json: {schema: {$ref: '#/components/schemas/CallPage'}}}

  /calls:
"""
SCHEMAS = """\
  schemas:
    SearchTaggedCallsRequest:
      type: object
      required: [minutes]
      properties:
        minutes: {$ref: '#/components/schemas/MinuteRange'}
        callers: {type: array, maxItems: 2, uniqueItems: true, items: {$ref: '#/components/schemas/Caller'}}
        report_to: {type: [string, 'null'], format: uri}
        order: {const: newest}
        where: {oneOf: [{$ref: '#/components/schemas/Caller'}, {$ref: '#/components/schemas/Place'}]}
    MinuteRange:
      type: object
      required: [from]
      properties:
        from: {type: number, exclusiveMinimum: 0}
        to: {type: [number, 'null'], maximum: 600}
    Caller:
      type: object
      required: [number]
      properties:
        number: {$ref: '#/components/schemas/PhoneNumber'}
    Place:
      type: object
      required: [country]
      properties:
        country: {type: string, minLength: 2, maxLength: 2}
"""
METHOD = '''\
    async def search_tagged(self, tag_id: str, **fields: object) -> Page[Call]:
        """Return a page of calls with a tag."""
        from allo_v1.api.calls import search_tagged_calls
        from allo_v1.models import SearchTaggedCallsRequest

        day = fields.pop("day", NOT_GIVEN)
        body = SearchTaggedCallsRequest(**fields)
        return await self._session.call(
            search_tagged_calls, page_of(Call, asked=0), tag_id=tag_id, day=day, body=body
        )

'''
IN_THE_RESOURCE = ("    async def iter(\n", f"{METHOD}    async def iter(\n")

# A client that notes what it asks and how it is paced, against an API that answers with what is said.
WITH_THE_OPERATION = """
import datetime, httpx, logging
from allo_ext import AlloClient, AlloError, InvalidArgumentError, RetryPolicy
from allo_ext.testing import MockAllo
from allo_v1.models import Caller, MinuteRange, Place

asked, paced = [], []
class Limiter:
    def reserve(self, kind):
        paced.append(kind)
        return 0.0
def answer(request):
    asked.append(request)
    outcome = outcomes.pop(0) if outcomes else 200
    if outcome is httpx.ReadError:
        raise httpx.ReadError("lost")
    return httpx.Response(outcome, json={"data": {"results": []}} if outcome == 200 else {})
outcomes = []
hours = dict(minutes=MinuteRange(from_=1))
allo = AlloClient("key", transport=httpx.MockTransport(answer), pace=Limiter(), retry=RetryPolicy(max_wait=0.0))
"""

# An API that sends the field already: MockAllo, whose calls have it, and which holds each reply against the document.
WITH_SENTIMENT = """
from allo_ext import AlloClient
from allo_ext.testing import MockAllo
from allo_ext.testing._v1 import views as _views

plain = _views._call
_views._call = lambda *args, **settings: {**plain(*args, **settings), "sentiment": SENTIMENT}
mock = MockAllo(contacts=3, calls=3, validate_replies=True)
allo = AlloClient("key", transport=mock.transport)
call = next(allo.calls.iter(allo_number=mock.numbers[0]))
"""


@dataclass
class Tree:
    """A copy of the project."""

    root: Path

    def edit(self, path: str, change: tuple[str, str]) -> None:
        """Replace a text that is in a file once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(change[0]) == 1
        (self.root / path).write_text(text.replace(*change), encoding="utf-8")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run something that imports the copy, not the original."""
        search = os.pathsep.join([str(self.root), str(self.root / "generated")])
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = {**os.environ, "PYTHONPATH": search, "PATH": path}
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=300, check=False
        )

    def say(self, program: str) -> str:
        """Run a Python program and return what it prints, or the last line of its traceback."""
        done = self.run(sys.executable, "-c", program)
        return done.stdout.strip() or done.stderr.strip().splitlines()[-1]

    def generate(self) -> str:
        """Run `make generate` with the environment that is there, and return what it prints."""
        (self.root.parent / "env").symlink_to(sys.prefix, target_is_directory=True)
        # Nothing is installed for the copy: the environment is the one that runs the tests.
        done = self.run("make", "generate", "VENV=..", "BIN=../env/bin", "INSTALL=false", "--old-file=../.ready")
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of the project, its document with one more field, and generated anew."""
    copy = Tree(tmp_path_factory.mktemp("copy") / "project")
    shutil.copytree(ROOT, copy.root, ignore=LEFT_OUT)
    copy.edit("openapi/allo-v1.yaml", IN_THE_DOCUMENT)
    copy.edit("openapi/allo-v1.yaml", ("  /calls:\n", OPERATION))
    copy.edit("openapi/allo-v1.yaml", ("  schemas:\n", SCHEMAS))
    copy.edit("allo_ext/_async/v1/calls.py", IN_THE_RESOURCE)
    said = copy.generate()
    assert "added    Call.sentiment: text or null, optional" in said
    return copy


def test_the_copy_is_what_is_tried(tree: Tree) -> None:
    """Everything below runs the copy's code."""
    said = tree.say("import allo_ext, allo_v1; print(allo_ext.__file__, allo_v1.__file__)").split()

    assert said == [str(tree.root / "allo_ext/__init__.py"), str(tree.root / "generated/allo_v1/__init__.py")]


def test_the_stand_in_knows_the_field(tree: Tree) -> None:
    """MockAllo takes the field in a reply for what the document says it is, and for nothing else."""
    assert tree.say(WITH_SENTIMENT.replace("SENTIMENT", "'GOOD'") + "print(call.id)").startswith("call_")
    assert "search_calls returned 200: Problem" in tree.say(WITH_SENTIMENT.replace("SENTIMENT", "5"))


def test_the_generated_class_has_the_field(tree: Tree) -> None:
    """And it is typed: text, null or not there."""
    said = tree.say(
        "import typing; from allo_v1.models import Call\n"
        "print(Call.from_dict({'id': 'c', 'sentiment': 'GOOD'}).sentiment, Call.__annotations__['sentiment'])"
    )

    assert said == "GOOD None | str | Unset"


def test_the_field_is_in_extra_until_the_record_has_its_line(tree: Tree) -> None:
    """Nothing is lost before, the project's own tests ask for the line, and with it the record has the field."""
    own = (sys.executable, "-m", "pytest", "-q", "tests/client/test_fields_of_the_spec.py")
    program = WITH_SENTIMENT.replace("SENTIMENT", "'GOOD'")
    before = tree.say(program + "print(call.extra, hasattr(call, 'sentiment'))")
    asked_for = tree.run(*own).stdout
    tree.edit("allo_ext/records.py", IN_THE_RECORD)
    after = tree.say(program + "print(call.extra, call.sentiment)")
    satisfied = tree.run(*own).stdout

    assert (before, after) == ("{'sentiment': 'GOOD'} False", "{} GOOD")
    assert "sentiment" in asked_for
    assert "add it to the record Call in allo_ext/records.py" in asked_for
    assert "failed" not in satisfied


def test_a_new_operation_is_sent_and_validated_as_the_document_says(tree: Tree) -> None:
    """Ids are one segment of the path, and nested fields, alternatives, formats and lists are held against it."""
    program = f"""{WITH_THE_OPERATION}
allo.calls.search_tagged("a/..?b", day=datetime.date(2026, 3, 2), callers=[Caller("+12025550143")], **hours)
print(asked[0].url.raw_path.decode(), asked[0].content.decode())
for tag_id, fields in [
    ("..", hours),
    ("", hours),
    ("x" * 2001, hours),
    ("t", {{}}),
    ("t", dict(minutes=MinuteRange(from_=0))),
    ("t", dict(minutes=MinuteRange(from_=1, to=601))),
    ("t", dict(hours, callers=[Caller("+12025550143"), Caller("0202")])),
    ("t", dict(hours, callers=[Caller("+12025550143")] * 2)),
    ("t", dict(hours, callers=[Caller("+12025550143")] * 3)),
    ("t", dict(hours, report_to="no address")),
    ("t", dict(hours, report_to=None)),
    ("t", dict(hours, order="oldest")),
    ("t", dict(hours, where=Place("France"))),
    ("t", dict(hours, where=Place("FR"))),
    ("t", dict(hours, day="2026-03-02")),
]:
    try:
        allo.calls.search_tagged(tag_id, **fields)
        print("sent")
    except (InvalidArgumentError, TypeError) as error:
        print(getattr(error, "field", type(error).__name__), "|", error)
"""
    said = tree.say(program).splitlines()

    assert said[0] == (
        "/v1/api/tags/a%2F..%3Fb/calls/search?day=2026-03-02 "
        '{"minutes":{"from":1},"callers":[{"number":"+12025550143"}]}'
    )
    assert said[1:] == [
        "tag_id | tag_id must be a non-empty string.",
        "tag_id | tag_id must be a non-empty string.",
        "tag_id | tag_id must not have more than 2,000 characters.",
        "TypeError | SearchTaggedCallsRequest.__init__() missing 1 required positional argument: 'minutes'",
        "minutes | minutes.from must be more than 0.",
        "minutes | minutes.to must be 600 or less.",
        "callers | callers[1].number must be a phone number in E.164, such as +12025550143.",
        "callers | callers must not contain duplicates.",
        "callers | callers must have at most 2 items, not 3.",
        "report_to | report_to must be a URL.",
        "sent",
        "order | order must be 'newest'.",
        "where | where.country must have 2 characters, not 6.",
        "sent",
        "None | An argument has a type that cannot be sent.",
    ]


def test_a_new_operation_is_logged_paced_and_retried_as_the_document_says(tree: Tree) -> None:
    """A POST that only reads is retried after a lost answer, paced as a write, and has no Idempotency-Key."""
    program = f"""{WITH_THE_OPERATION}
lines = []
class Lines(logging.Handler):
    def emit(self, record):
        lines.append(record.getMessage().split(", attempt")[0])
logging.getLogger("allo_ext").addHandler(Lines())
logging.getLogger("allo_ext").setLevel(logging.DEBUG)
outcomes += [503, httpx.ReadError]
allo.calls.search_tagged("secret", **hours)
print(len(asked), paced, ["idempotency-key" in request.headers for request in asked])
print(*[line for line in lines if "->" in line], sep="; ")
outcomes += [400]
try:
    allo.calls.search_tagged("secret", **hours)
except AlloError as error:
    print(error)
mock = MockAllo(calls=1, contacts=1)
mock.add_key("poor", scopes=["SMS_SEND"])
try:
    AlloClient("poor", transport=mock.transport).calls.search_tagged("secret", **hours)
except AlloError as error:
    print(error.required_scopes)
"""
    assert tree.say(program).splitlines() == [
        "3 ['write', 'write', 'write'] [False, False, False]",
        "; ".join(f"POST /tags/{{tag_id}}/calls/search -> {outcome}" for outcome in (503, "ReadError", 200)),
        "POST /tags/{tag_id}/calls/search returned 400: the API rejected the request; check the request.",
        "('CONVERSATIONS_READ',)",
    ]
