from typing import Literal

DoNotDisturb = Literal["DISABLED", "ENABLED"]

DO_NOT_DISTURB_VALUES: set[DoNotDisturb] = {
    "DISABLED",
    "ENABLED",
}


def check_do_not_disturb(value: str) -> DoNotDisturb:
    if value in DO_NOT_DISTURB_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {DO_NOT_DISTURB_VALUES!r}"
    )
