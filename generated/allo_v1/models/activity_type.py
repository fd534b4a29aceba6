from typing import Literal

ActivityType = Literal["INBOUND_CALL", "INBOUND_SMS", "OUTBOUND_CALL", "OUTBOUND_SMS"]

ACTIVITY_TYPE_VALUES: set[ActivityType] = {
    "INBOUND_CALL",
    "INBOUND_SMS",
    "OUTBOUND_CALL",
    "OUTBOUND_SMS",
}


def check_activity_type(value: str) -> ActivityType:
    if value in ACTIVITY_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ACTIVITY_TYPE_VALUES!r}"
    )
