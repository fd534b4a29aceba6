from typing import Literal

OutboundExtension = Literal["items"]

OUTBOUND_EXTENSION_VALUES: set[OutboundExtension] = {
    "items",
}


def check_outbound_extension(value: str) -> OutboundExtension:
    if value in OUTBOUND_EXTENSION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {OUTBOUND_EXTENSION_VALUES!r}"
    )
