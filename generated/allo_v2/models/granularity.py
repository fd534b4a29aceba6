from typing import Literal

Granularity = Literal["DAY", "MONTH", "WEEK"]

GRANULARITY_VALUES: set[Granularity] = {
    "DAY",
    "MONTH",
    "WEEK",
}


def check_granularity(value: str) -> Granularity:
    if value in GRANULARITY_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GRANULARITY_VALUES!r}"
    )
