"""Send SMS from a FastAPI application: `python examples/send_route_fastapi.py`.

Set ALLO_API_KEY. The route is `POST /sms` with `{"from_number": …, "to_number": …, "message": …}`. It returns the sent
message, or an error whose status says what the caller may do next:

    422                    an argument is not valid: correct it; nothing was sent
    400, 404, 409, 429     the API rejected it: correct it, or wait; nothing was sent
    503                    this service cannot send at present: repeat it later; nothing was sent
    502, 504               no usable answer: the SMS may have been sent; check before you repeat it

Each request sends at most one SMS. There is no retry loop: the client waits and repeats by itself where it is safe.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, Field

from allo_ext import (
    AlloError,
    AlloTimeoutError,
    AsyncAlloClient,
    BadRequestError,
    ConflictError,
    InvalidArgumentError,
    Message,
    NotFoundError,
    RateLimitError,
    RetryPolicy,
)
from allo_ext.phone import parse


def as_e164(number: str) -> str:
    """Read a number in any usual format with a country code."""
    return parse(number)


PhoneNumber = Annotated[str, AfterValidator(as_e164)]


class Sms(BaseModel):
    """The body of the request."""

    from_number: PhoneNumber
    to_number: PhoneNumber
    message: str = Field(min_length=1, max_length=1000)


STATUS: dict[type[AlloError], int] = {
    InvalidArgumentError: 422,
    BadRequestError: 400,
    NotFoundError: 404,
    ConflictError: 409,
    RateLimitError: 429,
    # All others that were not sent: our own key or settings, no connection. The caller cannot correct them.
    AlloError: 503,
}


def status_of(error: AlloError) -> int:
    """Return the HTTP status for an error; never one that invites a retry if the SMS may have been sent."""
    if error.maybe_sent:
        return 504 if isinstance(error, AlloTimeoutError) else 502
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open one client for all requests: it has the connections and the pace.

    Its limits make the route answer before a proxy gives up, with a 429 or 504 of ours.
    """
    async with AsyncAlloClient(retry=RetryPolicy(timeout=20.0, max_wait=5.0)) as allo:
        app.state.allo = allo
        yield


app = FastAPI(lifespan=lifespan)


def client(request: Request) -> AsyncAlloClient:
    """Return the client of the application."""
    allo: AsyncAlloClient = request.app.state.allo
    return allo


@app.post("/sms", status_code=201)
async def send(sms: Sms, allo: Annotated[AsyncAlloClient, Depends(client)]) -> Message:
    """Send an SMS."""
    return await allo.sms.send(from_=sms.from_number, to=sms.to_number, message=sms.message)


@app.exception_handler(AlloError)
async def failed(_: Request, error: AlloError) -> JSONResponse:
    """Return an error of the client. Its message contains no key, phone number or text."""
    content = {
        "error": type(error).__name__,
        "code": getattr(error, "code", None),
        "message": str(error),
        "maybe_sent": error.maybe_sent,
    }
    wait = getattr(error, "retry_after", None)
    headers = {} if wait is None else {"Retry-After": str(max(1, round(wait)))}
    return JSONResponse(content, status_of(error), headers)


@app.exception_handler(RequestValidationError)
async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    """Return what is wrong with a body in the same form. FastAPI's own response would repeat the body."""
    problems = [f"{'.'.join(map(str, found['loc'][1:]))}: {found['msg']}" for found in error.errors()]
    content = {"error": "InvalidArgumentError", "code": None, "message": "; ".join(problems), "maybe_sent": False}
    return JSONResponse(content, 422)


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8000"))
    print(f"POST http://127.0.0.1:{port}/sms", flush=True)
    uvicorn.run(app, port=port)
