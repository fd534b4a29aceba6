"""Version 1 of the API, for the engine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from allo_ext.testing._engine.spec import load_spec
from allo_ext.testing._engine.version import Downloads, Request, Version
from allo_ext.testing._v1.deliveries import deliveries
from allo_ext.testing._v1.errors import error_reply, refused
from allo_ext.testing._v1.recordings import PATHS, serve_recording
from allo_ext.testing._v1.routes import HANDLERS, Asked
from allo_ext.testing._v1.sms import refuse_values
from allo_ext.testing._v1.views import Views

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.checks import RefusedError
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v1.quirks import Quirks


def version_1(state: State, quirks: Callable[[], Quirks]) -> Version:
    """Return version 1 of the API for an account, with the current quirks."""
    views = Views(state, load_spec("v1").document)

    def handler(name: str) -> Callable[[Request], Reply]:
        def handle(request: Request) -> Reply:
            asked = Asked(state, views, quirks(), request.query, request.path, request.body, request.idempotency_key)
            return HANDLERS[name](asked)

        return handle

    return Version(
        name="v1",
        root="/v1/api",
        spec=load_spec("v1"),
        handlers={name: handler(name) for name in HANDLERS},
        refuse=refused,
        problems=_problems,
        deliveries=partial(deliveries, state),
        downloads=Downloads(PATHS, partial(serve_recording, state.account.seed)),
    )


def _problems(request: Request, wrong: RefusedError) -> Reply:
    is_text = request.operation is not None and request.operation.id == "send_sms"
    known = refuse_values(wrong.bad_values) if is_text else None
    return known or error_reply(422, "VALIDATION_ERROR", wrong.problems)
