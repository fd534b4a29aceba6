from typing import Literal

Engagement = Literal["COLD", "COOLING", "ENGAGED"]

ENGAGEMENT_VALUES: set[Engagement] = {
    "COLD",
    "COOLING",
    "ENGAGED",
}


def check_engagement(value: str) -> Engagement:
    if value in ENGAGEMENT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ENGAGEMENT_VALUES!r}"
    )
