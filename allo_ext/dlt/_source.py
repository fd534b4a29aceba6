"""The source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import dlt

from allo_ext._lists.window import OVERLAP, Window
from allo_ext._published import publish
from allo_ext.dlt import _v1, _v2
from allo_ext.dlt._clients import Clients
from allo_ext.dlt._cursor import Begin
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from dlt.extract.source import DltSource

    from allo_ext import AlloClient


def allo_source(
    client: AlloClient | None = None,
    *,
    api: Literal["v1", "v2"] = "v1",
    since: date | None = None,
    overlap: timedelta = OVERLAP,
    full: bool = False,
) -> DltSource:
    """Return a dlt source named `allo` with the account's calls, transcripts, contacts, messages and numbers.

    Its resources are `numbers`, `calls`, `transcript_lines`, `messages`, and `contacts` (version 1) or `people`
    (version 2). All are merged by id. Calls and messages are read from the latest one of the last run on, minus
    `overlap`; the API does not list changes of contacts and people, so these are read completely.

    Args:
        client: The client to use; it is not closed. By default the source opens one, with the API key of dlt's
            secrets (`sources.allo.api_key`) or of the environment variable ALLO_API_KEY.
        api: The version of the API: "v1" or "v2".
        since: Load nothing before this date, or datetime with a time zone; by default everything.
        overlap: How much of what is loaded already is read again, because summaries and tags are added later.
        full: True to read everything again, as at the first run.

    Returns:
        The source, for `pipeline.run`. `source.with_resources("calls")` selects some of it.

    Raises:
        InvalidArgumentError: An argument is not valid.
        ConfigurationError: There is no API key; raised when the source is read.

    Examples:
        >>> pipeline = dlt.pipeline("allo", destination="duckdb", dataset_name="phone")
        >>> pipeline.run(allo_source(api="v2"))
    """
    if api not in {"v1", "v2"}:
        raise InvalidArgumentError(field="api", problem='must be "v1" or "v2"')
    if not isinstance(overlap, timedelta) or overlap < timedelta(0):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgumentError(field="overlap", problem="must be a timedelta of 0 or more")
    begin = Begin(Window.of(since, None).since, overlap, full)
    of = {"v1": _v1, "v2": _v2}[api]

    def resources(api_key: dlt.TSecretStrValue | None = None) -> Any:
        return of.resources(Clients(client, api_key), begin)

    return dlt.source(resources, name="allo", section="allo")()


publish(allo_source, "allo_ext.dlt")
