from typing import Literal

OutboundStage = Literal["CONNECTED", "CONVERSATION", "CONVERSION", "DIAL"]

OUTBOUND_STAGE_VALUES: set[OutboundStage] = {
    "CONNECTED",
    "CONVERSATION",
    "CONVERSION",
    "DIAL",
}


def check_outbound_stage(value: str) -> OutboundStage:
    if value in OUTBOUND_STAGE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {OUTBOUND_STAGE_VALUES!r}"
    )
