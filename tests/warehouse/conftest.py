"""Pipelines of dlt in temporary folders and schemas, without telemetry."""

from __future__ import annotations

import os
import socket
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from allo_ext import AlloClient
from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = "ak_test_5ecret0123456789"
POSTGRES = os.environ.get("ALLO_TEST_POSTGRES_URL", "postgresql://root:unused@127.0.0.1:5432/test")
"""dlt wants a password; a server that trusts this machine does not ask for it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "warehouse" in item.path.parts:
            # dlt itself uses pipes and files that are closed when they are collected, and names that will change.
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(autouse=True)
def _quiet(monkeypatch, tmp_path) -> None:
    """No telemetry, no settings of the machine, one worker, and a folder of its own."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "ERROR")
    monkeypatch.setenv("LOAD__WORKERS", "1")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(api_key=KEY, contacts=8, calls=40, validate_replies=True)


@pytest.fixture
def allo(mock) -> Iterator[AlloClient]:
    with AlloClient(KEY, transport=mock.transport, pace=None) as allo:
        yield allo


class Warehouse:
    """A dataset of one destination."""

    def __init__(self, destination: Any, dataset: str, folder: str) -> None:
        import dlt

        self.pipeline = dlt.pipeline("allo", destination=destination, dataset_name=dataset, pipelines_dir=folder)

    def load(self, source: Any) -> None:
        self.pipeline.run(source).raise_on_failed_jobs()

    def rows(self, query: str) -> list[Any]:
        with self.pipeline.sql_client() as client:
            return list(client.execute_sql(query) or ())

    def count(self) -> dict[str, int]:
        """The number of rows of each table."""
        return {table: self.rows(f"select count(*) from {table}")[0][0] for table in self.tables()}

    def content(self) -> dict[str, list[str]]:
        """All rows of all tables, without the columns in which dlt keeps its own ids."""
        found = {}
        for table in self.tables():
            columns = [name for name in self.pipeline.default_schema.get_table_columns(table) if name[:5] != "_dlt_"]
            found[table] = sorted(map(repr, self.rows(f"select {', '.join(sorted(columns))} from {table}")))
        return found

    def tables(self) -> list[str]:
        return sorted(self.pipeline.default_schema.data_table_names(seen_data_only=True))


@pytest.fixture
def duckdb(tmp_path) -> Callable[..., Warehouse]:
    """A file of duckdb; the same for the same name."""
    import dlt

    def make(name: str = "one") -> Warehouse:
        return Warehouse(dlt.destinations.duckdb(str(tmp_path / f"{name}.duckdb")), "allo", str(tmp_path / name))

    return make


@pytest.fixture
def postgres(tmp_path) -> Iterator[Callable[..., Warehouse]]:
    """A schema of PostgreSQL, dropped when the test ends."""
    import dlt

    url = urlsplit(POSTGRES)
    try:
        socket.create_connection((url.hostname or "127.0.0.1", url.port or 5432), timeout=2).close()
    except OSError:
        pytest.skip("PostgreSQL is not running: set ALLO_TEST_POSTGRES_URL")
    dataset, made = f"allo_{uuid.uuid4().hex[:12]}", []

    def make(name: str = "one") -> Warehouse:
        made.append(Warehouse(dlt.destinations.postgres(POSTGRES), f"{dataset}_{name}", str(tmp_path / name)))
        return made[-1]

    yield make
    for warehouse in made:
        with warehouse.pipeline.sql_client() as client:
            for schema in (warehouse.pipeline.dataset_name, f"{warehouse.pipeline.dataset_name}_staging"):
                client.execute_sql(f"drop schema if exists {schema} cascade")


@pytest.fixture(params=["duckdb", "postgres"])
def warehouse(request) -> Callable[..., Warehouse]:
    """Each destination in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def key() -> str:
    return KEY
