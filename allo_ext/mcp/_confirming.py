"""Confirmations: a person sees what will be done, and accepts it in the client, or nothing is done."""

from __future__ import annotations

from typing import Any, Final

from mcp.server.elicitation import AcceptedElicitation, CancelledElicitation
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.resolve import Elicit
from pydantic import BaseModel, Field

from allo_ext.mcp._fencing import visible

NO_ONE_TO_ASK: Final = (
    "Nothing was done: this needs a person's confirmation, and this client does not support elicitation, so it cannot "
    "ask. Tell the user to do it in the Allo app, with the command `allo`, or from a client that supports elicitation."
)
_DECLINED: Final = (
    "Nothing was done: the user declined. Do not repeat it, and do not try it another way. Ask the user what to change."
)
_CANCELLED: Final = "Nothing was done: the user closed the question. Ask the user before you repeat it."
UNCLEAR: Final = "Nothing was done: the client's answer to the question was not valid. Tell the user."


class Confirmation(BaseModel):
    """The answer to a question."""

    confirm: bool = Field(title="Confirm", description="Yes, do exactly this.")


def ask(context: Context[Any, Any], question: str) -> Elicit[Confirmation]:
    """Return the request to ask the person.

    Args:
        context: The tool call.
        question: What will be done, with all values.

    Raises:
        ToolError: The client cannot ask.
    """
    capabilities = context.client_capabilities
    elicitation = None if capabilities is None else capabilities.elicitation
    # Clients from before the modes were introduced declare an empty object.
    if elicitation is None or (elicitation.form is None and elicitation.url is not None):
        raise ToolError(NO_ONE_TO_ASK)
    return Elicit(question, Confirmation)


def require(answer: Any) -> None:
    """Raise unless the person has accepted.

    Raises:
        ToolError: The person declined, cancelled, or accepted without a yes.
    """
    data = answer.data if isinstance(answer, AcceptedElicitation) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if isinstance(data, Confirmation) and data.confirm is True:
        return
    raise ToolError(_CANCELLED if isinstance(answer, CancelledElicitation) else _DECLINED)


def quoted(text: str) -> str:
    """Return a string as the lines of a quotation, so that it cannot be taken for a part of the question."""
    return "\n".join(f"> {line}" for line in visible(text).split("\n"))


def inline(text: str) -> str:
    """Return a string in one line."""
    return visible(text).replace("\n", "\\n")
