"""The types of tools' arguments, with their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

LARGEST_PAGE = 50

Page = Annotated[int, Field(ge=1, le=10_000, description="The page, from 1.")]
Size = Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="Items per page.")]
AlloNumber = Annotated[str, Field(description="A number of the account, E.164, as in list_numbers.")]
ContactNumber = Annotated[str, Field(description="The number of the other party, E.164.")]
AnyNumber = Annotated[str, Field(description="A phone number with its country code.")]
UserId = Annotated[str, Field(description="The member; see list_users.")]
FirstLine = Annotated[int, Field(ge=1, description="The first line of the transcript, from 1.")]
CallId = Annotated[str, Field(description="The id of a call, as in list_calls.")]
Since = Annotated[date, Field(description="The first day, such as 2026-01-31, UTC.")]
Until = Annotated[date, Field(description="The last day, such as 2026-02-28, UTC; included.")]
Words = Annotated[str, Field(description="Words or beginnings of words, all of which must occur.")]
Direction = Literal["INBOUND", "OUTBOUND"]
