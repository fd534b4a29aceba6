"""What `from allo_ext import *` gives is exactly what is documented, sorted."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest

import allo_ext
from allo_ext import errors, receiver

DOCUMENTED = [
    "Activity",
    "ActivityType",
    "AlloApiError",
    "AlloClient",
    "AlloConnectionError",
    "AlloError",
    "AlloTimeoutError",
    "AsyncAlloClient",
    "AuthenticationError",
    "BadRequestError",
    "Call",
    "CallResult",
    "Company",
    "ConfigurationError",
    "ConflictError",
    "Contact",
    "ConversationItem",
    "ConversationItemType",
    "Direction",
    "Engagement",
    "ErrorCode",
    "FieldError",
    "InvalidArgumentError",
    "InvalidPayloadError",
    "InvalidSignatureError",
    "InvalidTokenError",
    "Limiter",
    "Message",
    "NOT_GIVEN",
    "NotFoundError",
    "NotGiven",
    "Number",
    "Pace",
    "Page",
    "PermissionDeniedError",
    "Quota",
    "RateLimitError",
    "RawResponse",
    "RetryPolicy",
    "ServerError",
    "Topic",
    "TranscriptLine",
    "TranscriptSource",
    "UnexpectedResponseError",
    "Webhook",
    "WebhookError",
    "to_jsonable",
]


def test_a_star_import_gives_exactly_the_documented_names():
    """In an interpreter of its own: no more, no fewer."""
    code = "from allo_ext import *\nprint(*sorted(set(globals()) - set(before)))"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"before = [*globals(), 'before']\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert sorted(DOCUMENTED) == run.stdout.split()


def test_the_names_are_sorted():
    """`__all__` is in the order of `sorted()`."""
    assert sorted(DOCUMENTED) == allo_ext.__all__
    assert dir(allo_ext) == allo_ext.__all__


def test_every_name_is_there():
    """Loaded when it is first asked for, the same each time."""
    assert [name for name in DOCUMENTED if getattr(allo_ext, name) is not getattr(allo_ext, name)] == []


@pytest.mark.parametrize("name", ["InvalidPayload", "InvalidToken"])
def test_earlier_names_are_the_same_classes(name):
    """Programs that were written before a class got its name keep working; the old name is not listed."""
    for module in (allo_ext, errors, receiver):
        assert getattr(module, name) is getattr(allo_ext, f"{name}Error")
        assert name not in getattr(module, "__all__", [])


def test_another_name_is_an_attribute_error():
    """As of any module."""
    with pytest.raises(AttributeError, match=r"allo_ext.*nothing"):
        allo_ext.nothing  # noqa: B018 (that is the test)


def public_modules() -> list[str]:
    return [
        module.name
        for module in pkgutil.walk_packages(allo_ext.__path__, "allo_ext.")
        if not any(part.startswith("_") for part in module.name.split(".")) and "testing" not in module.name
    ]


def test_no_public_module_exports_what_it_does_not_have():
    """Where a module has `__all__`, each name in it exists and the module is documented."""
    modules = [importlib.import_module(name) for name in public_modules()]
    missing = [
        f"{module.__name__}.{entry}"
        for module in modules
        for entry in ("__doc__", *getattr(module, "__all__", ()))
        if getattr(module, entry, None) is None
    ]

    assert len(modules) > 10
    assert missing == []
