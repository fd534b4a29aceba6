"""Whatever a server does, a call of version 2 returns a record or raises an error of the tree; no secret is shown."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import httpx

from allo_ext import AlloError, UnexpectedResponseError

HOSTILE: list[Any] = [
    httpx.Response(200),
    httpx.Response(204),
    httpx.Response(200, html="<h1>It works</h1>"),
    httpx.Response(200, content=b"\xff\xfe{"),
    httpx.Response(200, content=b"[" * 100_000),
    *(httpx.Response(200, json=body) for body in (None, True, 7, "text", [], {}, [1], [None], [[]], {"data": {}})),
    *(httpx.Response(200, json={"data": body}) for body in (None, True, 7, "text", [], [1], [None], [{}], {"id": {}})),
    httpx.Response(200, json={"data": {"data": {"data": []}}}),
    httpx.Response(200, json={"data": [{"id": 7, "numbers": 7, "users": {}}], "pagination": [], "queue": 7}),
    httpx.Response(200, json={"data": {"id": "1", "items": 7, "numbers": {}, "funnel": [], "summary": 7, "scopes": 7}}),
    httpx.Response(200, json={"data": [], "pagination": {"page": "x", "total_pages": -1, "has_more": "no"}}),
    httpx.Response(200, json={"error": {"code": "INTERNAL_SERVER_ERROR", "type": "server_error"}}),
    httpx.Response(200, json={"success": False}),
    *(httpx.Response(status, json={"error": {}}) for status in (299, 301, 400, 401, 402, 403, 404, 405, 409, 415, 422)),
    *(httpx.Response(status, json={"error": {"code": 7, "errors": 7}}) for status in (418, 429, 499, 500, 502, 599)),
]
EXCEPTIONS = [
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.ReadTimeout,
    httpx.RemoteProtocolError,
    httpx.TooManyRedirects,
    httpx.InvalidURL,
    OSError,
    UnicodeError,
]
SECRETS = ["whsec_c2VjcmV0LXNlY3JldA==", "ak_live_of_the_customer"]


def test_every_failure_ends_in_the_tree(make, spec, scripted, calls):
    """48 operations by 50 answers and exceptions: never another exception, and no hostile body becomes a record."""
    wrong = []
    for name, call in calls.items():
        for answer in (*HOSTILE, *EXCEPTIONS):
            try:
                call(make(scripted(*spec.script(name, answer)), retry=None).v2)
            except AlloError:
                continue
            except Exception as error:  # noqa: BLE001 (this is what must not happen)
                wrong.append((name, str(answer), repr(error)))
            else:
                if isinstance(answer, type) or answer.status_code >= 300:
                    wrong.append((name, str(answer), "returned"))

    assert wrong == []


def test_an_answer_of_another_kind_is_not_a_record(make, spec, scripted, calls):
    """A success that is not what the operation returns is an UnexpectedResponseError."""
    undescribed = {"execute_conversation_action", "add_tags", "remove_tag"}
    empty = {name for name in calls if spec.answers(name)[0][1] is None}
    wrong = []
    for name, call in calls.items():
        if name in undescribed | empty:
            continue
        for body in ("text", {}, [1], {"data": 7}, {"data": {"unknown": 1}}):
            try:
                call(make(scripted(*spec.script(name, httpx.Response(200, json=body))), retry=None).v2)
            except UnexpectedResponseError:
                continue
            wrong.append((name, body))

    assert wrong == []


def test_secrets_of_answers_are_not_shown(make, scripted, caplog):
    """Neither by a repr, nor by the log, nor by an error that the answer causes; programs can read them."""
    hook = {"id": "ep_1", "url": "https://example.com", "signing_secret": SECRETS[0]}
    account = {"id": "usr_1", "api_key": SECRETS[1]}
    shown: list[str] = []
    with caplog.at_level(logging.DEBUG):
        for body in ({"data": hook}, {"data": [hook]}, {"data": account}, {"data": {"x": [hook, account]}}):
            v2 = make(scripted(body)).v2
            calls: list[Any] = [
                lambda v2=v2: v2.webhooks.get("ep_1"),
                lambda v2=v2: v2.webhooks.create(url="https://example.com", topics=["call.completed"]),
                lambda v2=v2: v2.webhooks.list(),
                lambda v2=v2: v2.partner_accounts.get("usr_1"),
                lambda v2=v2: v2.deals.get("dea-1"),
            ]
            for call in calls:
                try:
                    record = call()
                except AlloError as error:
                    shown += [str(error), repr(error), *traceback.format_exception(error)]
                else:
                    shown += [repr(record), str(record), f"{record!r:>5}"]

    text = "\n".join([*shown, caplog.text, *(repr(vars(record)) for record in caplog.records)])
    assert [secret for secret in SECRETS if secret in text] == []
    assert make(scripted({"data": hook})).v2.webhooks.get("ep_1").signing_secret == SECRETS[0]
    assert make(scripted({"data": account})).v2.partner_accounts.get("usr_1").api_key == SECRETS[1]
