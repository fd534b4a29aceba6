from typing import Literal

Extension = Literal["transcript"]

EXTENSION_VALUES: set[Extension] = {
    "transcript",
}


def check_extension(value: str) -> Extension:
    if value in EXTENSION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EXTENSION_VALUES!r}")
