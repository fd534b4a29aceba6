"""Every record in each library that programs give records to: one test for each, over all records."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import attrs
import cattrs
import fastapi
import flask
import msgspec
import orjson
import pandas as pd
import pytest
from cattrs.strategies import use_class_methods
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from allo_ext import AlloClient, Page, to_jsonable
from allo_ext.testing import MockAllo


def faults(full_records: list[Any], through: Callable[[Any], Any]) -> list[str]:
    """Return the classes of the records that do not come back as they were."""
    different = [type(record) for record in full_records if through(record) != record]
    return [f"{cls.__module__}.{cls.__name__}" for cls in different]


def test_json(full_records):
    """`json.dumps` with `to_jsonable` writes what `to_dict` does."""

    def through(record) -> Any:
        assert json.dumps([record], default=to_jsonable) == json.dumps([record.to_dict()])
        return type(record).from_dict(json.loads(json.dumps(record, default=to_jsonable)))

    assert faults(full_records, through) == []


def test_orjson(full_records):
    """So does orjson."""

    def through(record) -> Any:
        return type(record).from_dict(orjson.loads(orjson.dumps(record, default=to_jsonable)))

    assert faults(full_records, through) == []


def test_msgspec(full_records):
    """It writes and reads the dictionary, in JSON and MessagePack, and writes a record by itself."""

    def through(record) -> Any:
        assert msgspec.json.encode(record)
        packed = msgspec.msgpack.encode(record.to_dict())
        assert msgspec.msgpack.decode(packed) == msgspec.json.decode(msgspec.json.encode(record.to_dict()))
        return type(record).from_dict(msgspec.msgpack.decode(packed))

    assert faults(full_records, through) == []


def test_cattrs(full_records):
    """With its strategy for classes that have such methods."""
    converter = cattrs.Converter()
    use_class_methods(converter, "from_dict", "to_dict")

    assert faults(full_records, lambda record: converter.structure(converter.unstructure(record), type(record))) == []


def test_attrs(full_records):
    """`attrs.asdict` keeps Python's types; `from_dict` reads them too."""
    assert faults(full_records, lambda record: type(record).from_dict(attrs.asdict(record))) == []


def test_pydantic(full_records):
    """As JSON and as Python objects; the same as `to_dict`."""

    def through(record) -> Any:
        adapter = TypeAdapter(type(record))
        assert adapter.dump_python(record) == json.loads(adapter.dump_json(record)) == record.to_dict()
        assert adapter.validate_python(record) is record
        assert adapter.validate_python(record.to_dict()) == record
        return adapter.validate_json(adapter.dump_json(record))

    assert faults(full_records, through) == []


def test_fastapi(full_records):
    """As the result and the body of a route; the schema has every field of every record."""
    app = fastapi.FastAPI()
    for number, record in enumerate(full_records):
        cls: Any = type(record)

        def take(body: Any) -> Any:
            return body

        take.__annotations__ = {"body": Annotated[cls, fastapi.Body()], "return": cls}
        app.add_api_route(f"/{number}", _giving(record), response_model=list[cls])
        app.add_api_route(f"/{number}", take, methods=["POST"])

    with TestClient(app) as client:
        wrong = []
        for number, record in enumerate(full_records):
            given, taken = client.get(f"/{number}"), client.post(f"/{number}", json=record.to_dict())
            if (given.json(), taken.json()) != ([record.to_dict()], record.to_dict()):
                wrong.append(type(record).__name__)
        schema = client.get("/openapi.json").json()

    paths = schema["paths"]
    incomplete = []
    for number, record in enumerate(full_records):
        content = paths[f"/{number}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        described = schema["components"]["schemas"][content["items"]["$ref"].rpartition("/")[2]]
        if (described["title"], list(described["properties"])) != (type(record).__name__, list(record.to_dict())):
            incomplete.append(type(record).__name__)
    assert (wrong, incomplete) == ([], [])


def _giving(record: Any) -> Callable[[], Any]:
    return lambda: [record]


def test_flask(full_records):
    """`to_dict` is a response; with `to_jsonable` as the provider's default, `jsonify` takes records."""
    app = flask.Flask(__name__)
    app.json.default = to_jsonable  # type: ignore[attr-defined]
    kept: list[Any] = []
    app.add_url_rule("/one", "one", lambda: kept[0].to_dict())  # noqa: PLW0108 (read at each request)
    app.add_url_rule("/many", "many", lambda: flask.jsonify(kept))
    client = app.test_client()

    def through(record) -> Any:
        kept[:] = [record]
        assert client.get("/many").get_json() == [record.to_dict()]
        return type(record).from_dict(client.get("/one").get_json())

    assert faults(full_records, through) == []


def test_django(full_records, example):
    """`JsonResponse` takes `to_dict`, and records with `to_jsonable`."""
    example("django")  # sets up Django
    from django.http import JsonResponse

    def through(record) -> Any:
        many = JsonResponse([record], safe=False, json_dumps_params={"default": to_jsonable})
        assert json.loads(many.content) == [record.to_dict()]
        return type(record).from_dict(json.loads(JsonResponse(record.to_dict()).content))

    assert faults(full_records, through) == []


def test_pandas(full_records):
    """A frame of dictionaries has a column for each field, and gives them back."""

    def through(record) -> Any:
        frame = pd.DataFrame([record.to_dict()] * 2)
        assert list(frame) == list(record.to_dict())
        return type(record).from_dict(json.loads(frame.to_json(orient="records"))[1])

    assert faults(full_records, through) == []


@pytest.mark.slow
def test_dlt(full_records, tmp_path, monkeypatch):
    """It loads the dictionaries into a table for each class, its lists into tables below it."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("DLT_PROJECT_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    dlt = pytest.importorskip("dlt", reason="dlt is not installed: make .venv")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: make .venv")
    tables = {
        f"r{number}_{type(record).__name__.lower()}": [record.to_dict() for _ in range(2)]
        for number, record in enumerate(full_records)
    }
    pipeline = dlt.pipeline(
        "records",
        pipelines_dir=str(tmp_path / "state"),
        destination=dlt.destinations.duckdb(str(tmp_path / "records.duckdb")),
        dataset_name="allo",
    )
    pipeline.run([dlt.resource(rows, name=name) for name, rows in tables.items()])

    with duckdb.connect(str(tmp_path / "records.duckdb")) as database:
        counts = {name: database.execute(f"SELECT count(*) FROM allo.{name}").fetchone()[0] for name in tables}
    assert counts == dict.fromkeys(tables, 2)


def test_pages():
    """A page goes everywhere as well."""
    mock = MockAllo(calls=40, contacts=3)
    with AlloClient("key", transport=mock.transport, pace=None) as allo:
        page = allo.calls.search(allo_number=mock.numbers[0])
    cls: Any = type(page[0])
    converter = cattrs.Converter()
    converter.register_unstructure_hook(Page, Page.to_dict)
    adapter = TypeAdapter(Page[cls])
    written = [
        json.loads(page.to_json()),
        json.loads(json.dumps(page, default=to_jsonable)),
        orjson.loads(orjson.dumps(page, default=to_jsonable)),
        msgspec.json.decode(msgspec.json.encode(page.to_dict())),
        converter.unstructure(page),
        adapter.dump_python(page),
        json.loads(adapter.dump_json(page)),
    ]

    assert written == [page.to_dict()] * len(written)
    assert adapter.validate_json(page.to_json()) == Page.from_dict(page.to_dict(), cls) == page
