"""What a program can see of its calls: logs, spans, and the response behind a record."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
from typing import Any

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv.attributes import error_attributes, http_attributes, server_attributes

from allo_ext import (
    AlloApiError,
    AlloClient,
    AlloError,
    AsyncAlloClient,
    NotFoundError,
    RawResponse,
    RetryPolicy,
    ServerError,
)
from allo_ext.raw import CAPTURED

A, B = "+12025550143", "+12025550178"

EVERY: dict[str, Any] = {
    "GET /numbers": lambda allo: allo.numbers.list(),
    "GET /calls": lambda allo: allo.calls.search(allo_number=A, contact_number=B),
    "GET /contacts": lambda allo: allo.contacts.search(),
    "POST /contacts": lambda allo: allo.contacts.create(numbers=[B], name="Secretname"),
    "PUT /contacts/{contact_id}": lambda allo: allo.contacts.update("cnt_secret", name="Secretname"),
    "GET /contact/{contact_id}": lambda allo: allo.contacts.get("cnt_secret"),
    "GET /contact/{contact_id}/conversation": lambda allo: allo.contacts.conversation("cnt_secret"),
    "POST /sms": lambda allo: allo.sms.send(from_=A, to=B, message="Secretword"),
    "GET /webhooks": lambda allo: allo.webhooks.list(),
    "POST /webhooks": lambda allo: allo.webhooks.create(allo_number=A, url="https://secret.example", topics=["PING"]),
    "DELETE /webhooks/{webhook_id}": lambda allo: allo.webhooks.delete("web-secret"),
}
ANY = {"data": {"id": "x", "results": [], "content": "x", "secret": "Secretbody"}}


def test_the_table_holds_every_operation():
    """Eleven of them."""
    assert len(EVERY) == 11


@pytest.mark.parametrize("operation", EVERY)
def test_a_line_is_logged_for_every_attempt(make, scripted, clock, caplog, key, operation):  # noqa: PLR0917 (fixtures)
    """Under `allo_ext`: method, template, status, attempt and milliseconds; no key, number, id or body."""
    caplog.set_level(logging.DEBUG, logger="allo_ext")
    answer = httpx.Response(200, json=ANY)
    EVERY[operation](make(scripted(httpx.Response(429, json={"secret": "Secretbody"}), httpx.ConnectError, answer)))
    records = [record for record in caplog.records if record.name.startswith("allo_ext")]
    tried = [re.sub(r"\d+ ms$", "… ms", one.getMessage()) for one in records if one.levelno == logging.DEBUG]
    again = [record.getMessage() for record in records if record.levelno == logging.INFO]
    shown = "".join(map(str, [vars(record) for record in records]))

    assert tried == [
        f"{operation} -> {outcome}, attempt {number}, … ms"
        for number, outcome in enumerate((429, "ConnectError", 200), 1)
    ]
    assert again == [
        f"{operation} failed at attempt 1, retrying in 0.5 to 1.5 s: 429",
        f"{operation} failed at attempt 2, retrying in 1 to 2 s: ConnectError",
    ]
    assert not [word for word in (key, A, B, A[1:], "ecret") if word in shown.replace("scripted", "")]


def test_nothing_is_logged_unless_asked(make, scripted, capsys, caplog):
    """A program that sets up no logging sees nothing."""
    caplog.set_level(logging.WARNING)
    make(scripted({"data": []})).numbers.list()

    assert (*capsys.readouterr(), [r for r in caplog.records if r.name.startswith("allo_ext")]) == ("", "", [])


FAULT = httpx.Response(
    429,
    json={"code": "RATE_LIMITED", "details": [{"message": "Secretbody", "field": "secret"}]},
    headers={"X-Request-Id": "req_1", "Retry-After": "3"},
)


def test_log_span_error_and_traceback_have_the_same_facts(make, scripted, clock, caplog, spans):
    """Operation, status, code, request id, attempt and wait: why it was retried, and why it failed."""
    caplog.set_level(logging.INFO, logger="allo_ext")
    with pytest.raises(AlloApiError) as caught:
        make(scripted(FAULT, FAULT), retry=RetryPolicy(attempts=2)).numbers.list()
    (span,), error = spans.get_finished_spans(), caught.value
    line = "GET /numbers failed: 429 RATE_LIMITED, request req_1, attempt 2, retry after 3 s"

    assert [record.getMessage() for record in caplog.records if record.name == "allo_ext"] == [
        "GET /numbers failed at attempt 1, retrying in 3 s: 429 RATE_LIMITED, request req_1",
        line,
    ]
    assert error.__notes__ == [line]
    assert (error.operation, error.status, error.code, error.request_id, error.attempts, error.retry_after) == (
        "GET /numbers", 429, "RATE_LIMITED", "req_1", 2, 3,
    )  # fmt: skip
    assert {name: value for name, value in span.attributes.items() if name.startswith("allo.")} == {
        "allo.error_code": "RATE_LIMITED",
        "allo.request_id": "req_1",
        "allo.retry_after": 3,
    }


def test_every_sentence_says_that_a_message_may_have_been_sent(make, scripted, caplog, spans):
    """The exception, its traceback, the log and the span; not where a second request would do no harm."""
    caplog.set_level(logging.INFO, logger="allo_ext")
    allo = make(scripted(httpx.ReadTimeout, httpx.ReadTimeout), retry=None)
    with pytest.raises(AlloError) as sent:
        EVERY["POST /sms"](allo)
    with pytest.raises(AlloError) as changed:
        EVERY["PUT /contacts/{contact_id}"](allo)

    assert str(sent.value).endswith("(ReadTimeout). The request may have succeeded. Check before you retry.")
    assert sent.value.__notes__ == ["POST /sms failed: ReadTimeout, attempt 1, may have been sent"]
    assert sent.value.__notes__[0] in caplog.messages
    assert spans.get_finished_spans()[0].attributes["allo.maybe_sent"]
    assert "Check before" not in str(changed.value)


def test_a_request_id_is_not_trusted(make, scripted, caplog):
    """A proxy may send anything: the log stays one line."""
    caplog.set_level(logging.INFO, logger="allo_ext")
    answer = httpx.Response(404, headers=[(b"X-Request-Id", b"a\x1b[31m" + b"b" * 500)])
    with pytest.raises(AlloApiError):
        make(scripted(answer), retry=None).numbers.list()

    assert [len(message) < 200 and message.isprintable() for message in caplog.messages] == [True]


def test_a_span_has_the_request_id_of_a_success(make, scripted, spans):
    """For a report to Allo about a call that did not fail."""
    make(scripted(httpx.Response(200, json={"data": []}, headers={"X-Request-Id": "req_2"}))).numbers.list()

    assert spans.get_finished_spans()[0].attributes["allo.request_id"] == "req_2"


@pytest.mark.parametrize(("level", "warnings"), [(logging.NOTSET, 0), (logging.WARNING, 1)], ids=["silent", "asked"])
def test_staminas_warning_is_for_those_who_ask(make, scripted, clock, caplog, level, warnings):  # noqa: PLR0917 (fixtures)
    """It does not say what failed, and `allo_ext` does; a level for the logger `stamina` brings it back."""
    stamina = logging.getLogger("stamina")
    caplog.set_level(logging.WARNING)
    stamina.setLevel(level)
    try:
        make(scripted(503, {"data": []})).numbers.list()
    finally:
        stamina.setLevel(logging.NOTSET)

    assert sum(record.name == "stamina" for record in caplog.records) == warnings


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1/api/calls", "GET /calls"),
        ("GET", "/v1/api/contact/cnt_secret/conversation", "GET /contact/{contact_id}/conversation"),
        ("PUT", "/v1/api/contacts/+12025550143", "PUT /contacts/{contact_id}"),
        ("DELETE", "/v1/api/webhooks/a%2Fb", "DELETE /webhooks/{webhook_id}"),
        ("DELETE", "/v1/api/contacts/calls", "DELETE /{path}"),
        ("GET", "/v1/api/contacts/", "GET /{path}"),
        ("GET", "/v1/assets/secret", "GET /{path}"),
        ("GET", "/v3/api/people", "GET /{path}"),
    ],
)
def test_a_request_by_hand_is_named_by_its_operation(caplog, method, path, expected):
    """Method and path lead to the operation of the spec; an unknown path is not shown, whatever is in it."""
    caplog.set_level(logging.DEBUG, logger="allo_ext")
    with AlloClient("key", transport=httpx.MockTransport(lambda _: httpx.Response(200, json={}))) as allo:
        allo.low_level.get_httpx_client().request(method, f"https://api.withallo.com{path}")

    assert [record.getMessage().partition(" ->")[0] for record in caplog.records] == [expected]


@pytest.fixture(scope="module")
def provider() -> tuple[TracerProvider, InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return provider, exporter


@pytest.fixture
def spans(provider) -> InMemorySpanExporter:
    provider[1].clear()
    return provider[1]


@pytest.mark.parametrize("operation", EVERY)
def test_a_call_is_one_span(make, scripted, clock, spans, key, operation):  # noqa: PLR0917 (fixtures)
    """One for all attempts, with the names of the semantic conventions, and nothing of what was said."""
    EVERY[operation](make(scripted(429, httpx.Response(200, json=ANY))))
    (span,) = spans.get_finished_spans()
    method = operation.split()[0]

    assert (operation, trace.SpanKind.CLIENT, "allo_ext") == (span.name, span.kind, span.instrumentation_scope.name)
    assert {
        http_attributes.HTTP_REQUEST_METHOD: method,
        "url.template": operation.split()[1],
        server_attributes.SERVER_ADDRESS: "api.withallo.com",
        server_attributes.SERVER_PORT: 443,
        http_attributes.HTTP_RESPONSE_STATUS_CODE: 200,
        http_attributes.HTTP_REQUEST_RESEND_COUNT: 1,
    } == dict(span.attributes)
    assert span.status.is_ok
    assert not [word for word in (key, A, "ecret") if word in span.to_json()]


@pytest.mark.parametrize(
    ("answer", "attributes"),
    [
        (404, {"error.type": "404", "http.response.status_code": 404}),
        (503, {"error.type": "503", "http.response.status_code": 503}),
        (httpx.ReadTimeout, {"error.type": "AlloTimeoutError"}),
        (httpx.ConnectError, {"error.type": "AlloConnectionError"}),
    ],
)
def test_a_failed_call_is_a_failed_span(make, scripted, spans, answer, attributes):
    """Its status is an error and it says which; no event holds a message."""
    with pytest.raises(AlloError):
        make(scripted(answer), retry=None).numbers.list()
    (span,) = spans.get_finished_spans()

    assert attributes == {
        name: value for name, value in span.attributes.items() if name in attributes | {"error.type": 0}
    }
    assert (span.status.is_ok, span.events, span.status.description) == (False, (), None)
    assert error_attributes.ERROR_TYPE in span.attributes


def test_spans_stand_under_the_programs_own(scripted, spans):
    """Also those of pages that are read ahead, in threads as in tasks."""
    transport = scripted({"data": {"results": [{"id": "1"}], "metadata": {"total_pages": 1}}})
    tracer = trace.get_tracer("program")

    async def main() -> int:
        async with AsyncAlloClient("key", transport=transport, pace=None) as allo:
            with tracer.start_as_current_span("program") as parent:
                _ = [contact async for contact in allo.contacts.iter(prefetch=2)]
            return parent.get_span_context().span_id

    with AlloClient("key", transport=transport, pace=None) as allo, tracer.start_as_current_span("program") as parent:
        list(allo.contacts.iter(prefetch=2))
    parents = {parent.get_span_context().span_id, asyncio.run(main())}

    assert parents == {span.parent.span_id for span in spans.get_finished_spans() if span.name == "GET /contacts"}


def test_tracing_costs_nothing_where_it_is_not_loaded():
    """A call imports no OpenTelemetry, and does without it."""
    code = (
        "import sys, httpx, allo_ext\n"
        "transport = httpx.MockTransport(lambda _: httpx.Response(200, json={'data': []}))\n"
        "allo_ext.AlloClient('key', transport=transport).numbers.list()\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


RAW: dict[str, Any] = {
    "calls": {"search": {"allo_number": A}},
    "contacts": {
        "search": {},
        "get": {"contact_id": "c"},
        "create": {"numbers": [A]},
        "update": {"contact_id": "c"},
        "conversation": {"contact_id": "c"},
    },
    "numbers": {"list": {}},
    "sms": {
        "send": {"from_": A, "to": B, "message": "x"},
        "send_france": {"sender_id": "MyCo", "to": "+33639980001", "message": "x"},
    },
    "webhooks": {
        "list": {},
        "create": {"allo_number": A, "url": "https://example.com", "topics": ["PING"]},
        "delete": {"webhook_id": "w"},
    },
}


@pytest.mark.parametrize(("resource", "method"), [(r, m) for r, methods in RAW.items() for m in methods])
def test_a_raw_response_holds_status_headers_and_the_record(make, scripted, resource, method):
    """For every method that makes one request: what it returns otherwise, and what it came in."""
    answer = httpx.Response(207, json=ANY, headers={"X-Request-Id": "req_1"})
    allo = make(scripted(answer))
    plain = getattr(getattr(allo, resource), method)(**RAW[resource][method])
    raw = getattr(getattr(allo.with_raw_response, resource), method)(**RAW[resource][method])

    assert isinstance(raw, RawResponse)
    assert (plain, 207, "req_1") == (raw.record, raw.status, raw.headers["x-request-id"])
    assert raw.response.json() == ANY
    assert "Secretbody" not in repr(raw)


def test_a_raw_response_is_not_kept(scripted):
    """After the call nothing holds it, and plain calls leave theirs nowhere, also after an error."""
    with AlloClient("key", transport=scripted({"data": []}, {"data": []}, 404), pace=None, retry=None) as allo:
        allo.with_raw_response.numbers.list()
        after = CAPTURED.get()
        allo.numbers.list()
        with pytest.raises(NotFoundError):
            allo.with_raw_response.numbers.list()

        assert (after, CAPTURED.get()) == (None, None)


def test_raw_responses_of_many_threads_do_not_mix(make, scripted):
    """Each call has its own, however many there are at once."""
    from concurrent.futures import ThreadPoolExecutor

    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=ANY, headers={"X-Page": request.url.params["page"]})

    raw = make(scripted(echo)).with_raw_response
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda page: (page, raw.contacts.search(page=page).headers["x-page"]), range(100)))

    assert all(str(page) == header for page, header in answers)


def test_an_error_has_its_response_itself(make, scripted):
    """`with_raw_response` raises as the plain method does; the response is on the error."""
    with pytest.raises(NotFoundError) as caught:
        make(scripted(httpx.Response(404, headers={"X-A": "1"}))).with_raw_response.numbers.list()

    assert (caught.value.response.status_code, caught.value.response.headers["x-a"]) == (404, "1")
    assert isinstance(caught.value, AlloApiError)
    assert not isinstance(caught.value, ServerError)
