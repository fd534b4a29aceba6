from typing import Literal

ItemResultFilter = Literal["ANSWERED", "TRANSFERRED", "VOICEMAIL"]

ITEM_RESULT_FILTER_VALUES: set[ItemResultFilter] = {
    "ANSWERED",
    "TRANSFERRED",
    "VOICEMAIL",
}


def check_item_result_filter(value: str) -> ItemResultFilter:
    if value in ITEM_RESULT_FILTER_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ITEM_RESULT_FILTER_VALUES!r}"
    )
