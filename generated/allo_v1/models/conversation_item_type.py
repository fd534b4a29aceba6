from typing import Literal

ConversationItemType = Literal["CALL", "TEXT_MESSAGE"]

CONVERSATION_ITEM_TYPE_VALUES: set[ConversationItemType] = {
    "CALL",
    "TEXT_MESSAGE",
}


def check_conversation_item_type(value: str) -> ConversationItemType:
    if value in CONVERSATION_ITEM_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CONVERSATION_ITEM_TYPE_VALUES!r}"
    )
