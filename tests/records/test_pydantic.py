"""Records in pydantic models and FastAPI's schema."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import fastapi
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, TypeAdapter, ValidationError

from allo_ext import Call, CallResult, Contact, Message, Page, v2
from allo_ext.receiver import Transfer


def test_nothing_imports_pydantic_until_it_asks():
    """Neither a client, nor a record that is written and read."""
    code = """
import sys
from allo_ext import Call, Page
from allo_ext.receiver import parse
from allo_ext.v2 import Item
assert Call.from_dict(Call(id="1").to_dict()) and Page.from_dict({}, Call).to_json() and Item(id="1").to_json()
assert not {"pydantic", "fastapi"} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


class Note(BaseModel):
    """A user's model."""

    call: Call
    contact: Contact | None = None
    lines: list[v2.Item] = []


def test_a_field_of_a_model_takes_an_instance_and_a_dictionary():
    """An instance is kept as it is; a dictionary becomes a record, with the types that the record has."""
    call = Call(id="1", duration=timedelta(minutes=2), start_date=datetime(2026, 1, 15, tzinfo=UTC))
    note = Note.model_validate({"call": call.to_dict() | {"result": "ANSWERED", "new": 1}})

    assert Note(call=call).call is call
    assert note.call == attrs.evolve(call, result=CallResult.ANSWERED, extra={"new": 1})
    assert type(note.call.result) is CallResult
    assert note.model_dump()["call"] == note.call.to_dict()
    assert Note.model_validate_json(note.model_dump_json()) == note


@pytest.mark.parametrize(
    ("call", "location"),
    [
        ({}, ("call", "id")),
        ({"id": "1", "duration": "long"}, ("call", "duration")),
        ({"id": "1", "transcript": [{"time": "noon"}]}, ("call", "transcript", 0, "time")),
    ],
    ids=["missing", "duration", "nested"],
)
def test_an_error_says_where(call, location):
    """By pydantic's own path."""
    with pytest.raises(ValidationError) as caught:
        Note.model_validate({"call": call})

    assert [error["loc"] for error in caught.value.errors()] == [location]


def test_what_has_no_place_for_unknown_fields_refuses_them():
    """A page, for example."""
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        TypeAdapter(Page[Call]).validate_python({"items": []})


def test_a_datetime_without_zone_is_in_utc():
    """As the API's own."""
    call = TypeAdapter(Call).validate_python({"id": "1", "start_date": "2026-01-15T10:30:00"})

    assert call.start_date == datetime(2026, 1, 15, 10, 30, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Scored(Call):
    """A user's own record."""

    score: int | None = None


def test_a_response_has_the_fields_of_its_model():
    """Those that a subclass adds stay inside, as pydantic does it; `to_dict` has them."""
    scored = Scored(id="1", score=3)

    assert TypeAdapter(Call).dump_python(scored) == Call(id="1").to_dict()
    assert TypeAdapter(Scored).dump_python(scored) == scored.to_dict()


def schemas(*annotations: Any) -> dict[str, Any]:
    """Return the components of a FastAPI application whose routes return these types."""
    app = fastapi.FastAPI()
    for number, annotation in enumerate(annotations):
        app.add_api_route(f"/{number}", lambda: None, response_model=annotation)
    with TestClient(app) as client:
        return client.get("/openapi.json").json()["components"]["schemas"]


def test_the_schema_of_a_call():
    """Title, description, types, formats; every field is present in a response."""
    call = schemas(list[Call])["Call"]
    kinds = {name: (field.get("anyOf") or [field])[0] for name, field in call["properties"].items()}

    assert (call["title"], call["description"], call["type"]) == ("Call", "A finished call.", "object")
    assert call["required"] == list(call["properties"])
    assert kinds["id"]["type"] == "string"
    assert kinds["start_date"] == {"type": "string", "format": "date-time"}
    assert kinds["duration"] == {"type": "number", "description": "Seconds."}
    assert kinds["tags"] == {"type": "array", "items": {"type": "string"}}
    assert kinds["result"] == {"type": "string", "examples": [*CallResult]}
    assert kinds["transcript"]["items"] == {"$ref": "#/components/schemas/TranscriptLine"}
    assert kinds["extra"]["type"] == "object"


def test_the_schema_of_a_body():
    """Only what a record needs is required there."""
    assert TypeAdapter(Call).json_schema()["required"] == ["id"]


def test_the_schema_of_a_page():
    """It names the class of its items; a page of anything does not."""
    found = schemas(Page[Message], Page)

    assert found["Page_Message_"]["title"] == "Page[Message]"
    assert found["Page_Message_"]["properties"]["results"]["items"] == {"$ref": "#/components/schemas/Message"}
    assert found["Page"]["properties"]["results"]["items"] == {}


def test_records_of_both_versions_have_names_of_their_own():
    """`Contact` of each version, in one application."""
    found = schemas(Contact, v2.Contact, Transfer)

    assert {"allo_ext__records__Contact", "allo_ext__v2__Contact", "Transfer"} <= found.keys()


def test_a_secret_is_marked():
    """In the schema, for those who publish it."""
    field = TypeAdapter(v2.PartnerAccount).json_schema()["properties"]["api_key"]

    assert field["anyOf"][0] == {"type": "string", "format": "password"}
