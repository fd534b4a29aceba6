from typing import Literal

ItemTypeFilter = Literal["ALL", "CALL", "SMS"]

ITEM_TYPE_FILTER_VALUES: set[ItemTypeFilter] = {
    "ALL",
    "CALL",
    "SMS",
}


def check_item_type_filter(value: str) -> ItemTypeFilter:
    if value in ITEM_TYPE_FILTER_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ITEM_TYPE_FILTER_VALUES!r}"
    )
