from typing import Literal

ConversationAction = Literal["ARCHIVE", "READ", "UNARCHIVE", "UNREAD"]

CONVERSATION_ACTION_VALUES: set[ConversationAction] = {
    "ARCHIVE",
    "READ",
    "UNARCHIVE",
    "UNREAD",
}


def check_conversation_action(value: str) -> ConversationAction:
    if value in CONVERSATION_ACTION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CONVERSATION_ACTION_VALUES!r}"
    )
