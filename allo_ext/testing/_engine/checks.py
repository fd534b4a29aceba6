"""Checking requests and replies against the spec."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_plus

from allo_ext.testing._engine.delivery import is_on_this_machine
from allo_ext.testing._engine.wire import (
    JSON,
    Incoming,
    Problem,
    Reply,
    load_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jsonschema_rs import Draft202012Validator, ValidationError

    from allo_ext.testing._engine.spec import BodyForm, Operation, Parameter

# Python's default limit for parsing integers.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,4000})\Z")
_LONGEST_MESSAGE = 200


class RefusedError(Exception):
    """A request does not match the spec.

    The version converts `problems` into a reply.
    """

    def __init__(self, problems: list[Problem], *, bad_values: frozenset[str] = frozenset()) -> None:
        """Store the problems, and the fields with a valid type and an invalid value."""
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = problems
        self.bad_values = bad_values


def check_query(operation: Operation, query: str) -> dict[str, Any]:
    """Return the query's parameters as values, with defaults; unknown parameters are ignored.

    Raises:
        RefusedError: A parameter is missing, repeated, or does not match its schema.
    """
    given: dict[str, list[str]] = {}
    for name, text in _pairs(query) if query else ():
        given.setdefault(name, []).append(text)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, parameter in operation.query.items():
        texts = given.get(name)
        if texts is None:
            if parameter.required:
                problems.append(Problem("is required", name))
            values[name] = parameter.default
        elif len(texts) > 1:
            problems.append(Problem("must be given once", name))
        else:
            values[name] = _parameter(parameter, texts[0], problems)
    if problems:
        raise RefusedError(problems)
    return values


def check_path(operation: Operation, found: Mapping[str, str]) -> None:
    """Check path parameters against their schemas.

    Raises:
        RefusedError: A parameter does not match.
    """
    problems = list[Problem]()
    for name, text in found.items():
        _parameter(operation.path[name], text, problems)
    if problems:
        raise RefusedError(problems)


def check_body(operation: Operation, request: Incoming) -> Any:
    """Return the body of a request; None for an operation without one, or where it may be left out and is.

    Its `url` may be plain http to this machine.

    Raises:
        RefusedError: The body is not JSON, has another Content-Type, or does not match its schema.
    """
    if operation.body is None:
        return None
    if not request.body and not operation.body_required:
        return None
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type != JSON:
        raise RefusedError([Problem(f"must be sent as {JSON}", "content-type")])
    try:
        body = load_json(request.body)
    except ValueError as error:
        raise RefusedError([Problem(f"is not JSON: {error}"[:_LONGEST_MESSAGE], "body")]) from None
    judged = _as_if_public(body)
    if not operation.body.is_valid(judged):
        errors = list(_form_meant(operation, judged).schema.iter_errors(judged))
        raise RefusedError([_problem(error) for error in errors], bad_values=_bad_values(errors))
    return body


def check_reply(operation: Operation, reply: Reply) -> str | None:
    """Return a sentence about how a reply differs from the spec; None if it matches."""
    where = f"{operation.id} returned {reply.status}"
    if reply.status not in operation.replies:
        return f"{where}, which is not in the spec"
    schema = operation.replies[reply.status]
    if schema is None:
        return f"{where} with a body, which is not in the spec" if reply.body else None
    try:
        body = load_json(reply.body)
    except ValueError as error:
        return f"{where} with a body that is not JSON: {error}"
    return next((f"{where}: {_problem(error)}" for error in schema.iter_errors(body)), None)


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    """Return what `parse_qsl` returns, faster: most queries have no escapes."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return ((_unescaped(name), _unescaped(text)) for name, _, text in pairs)


def _unescaped(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


def _parameter(parameter: Parameter, text: str, problems: list[Problem]) -> Any:
    value: Any = text
    if parameter.kind == "integer":
        if not _INTEGER.match(text):
            problems.append(Problem("must be a whole number", parameter.name))
            return None
        value = int(text)
    elif parameter.kind == "boolean":
        if text not in {"true", "false"}:
            problems.append(Problem("must be true or false", parameter.name))
            return None
        value = text == "true"
    if not parameter.schema.is_valid(value):
        problems.extend(Problem(problem.message, parameter.name) for problem in _errors(parameter.schema, value))
    return value


def _as_if_public(body: Any) -> Any:
    """Return the body with a plain http URL of this machine replaced by https, so that local receivers are accepted."""
    fields = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    url = fields.get("url")
    if isinstance(url, str) and is_on_this_machine(url):
        return {**fields, "url": url.replace("http:", "https:", 1)}
    return cast("Any", body)


def _form_meant(operation: Operation, body: Any) -> BodyForm:
    """Return the form that is closest to the body, for a useful error message."""
    keys = frozenset(cast(dict[str, Any], body) if isinstance(body, dict) else ())
    return max(operation.forms, key=lambda form: len(form.required & keys))


def _errors(schema: Draft202012Validator, value: Any) -> list[Problem]:
    return [_problem(error) for error in schema.iter_errors(value)]


def _problem(error: ValidationError) -> Problem:
    missing = getattr(error.kind, "property", None)
    if missing is not None:
        return Problem("is required", ".".join((*map(str, error.instance_path), str(missing))))
    where = ".".join(map(str, error.instance_path)) or "body"
    return Problem(error.message[:_LONGEST_MESSAGE], where)


def _bad_values(errors: list[ValidationError]) -> frozenset[str]:
    """Return the fields with a valid type and an invalid value; empty if there are other problems."""
    if any(error.schema_path[-1] not in {"pattern", "minLength", "maxLength"} for error in errors):
        return frozenset()
    return frozenset(str(error.instance_path[0]) for error in errors if error.instance_path)
