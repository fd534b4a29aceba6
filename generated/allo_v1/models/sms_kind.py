from typing import Literal

SmsKind = Literal["MMS", "SMS"]

SMS_KIND_VALUES: set[SmsKind] = {
    "MMS",
    "SMS",
}


def check_sms_kind(value: str) -> SmsKind:
    if value in SMS_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SMS_KIND_VALUES!r}")
