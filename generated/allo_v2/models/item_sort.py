from typing import Literal

ItemSort = Literal["DATE_ASC", "DATE_DESC", "RELEVANCE"]

ITEM_SORT_VALUES: set[ItemSort] = {
    "DATE_ASC",
    "DATE_DESC",
    "RELEVANCE",
}


def check_item_sort(value: str) -> ItemSort:
    if value in ITEM_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ITEM_SORT_VALUES!r}")
