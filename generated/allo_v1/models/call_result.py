from typing import Literal

CallResult = Literal[
    "ANSWERED",
    "BLOCKED",
    "CLOSED",
    "FAILED",
    "FAILED_EXTERNAL",
    "MISSED",
    "RECEIVED",
    "TRANSFERRED",
    "TRANSFERRED_AI",
    "TRANSFERRED_EXTERNAL",
    "VOICEMAIL",
]

CALL_RESULT_VALUES: set[CallResult] = {
    "ANSWERED",
    "BLOCKED",
    "CLOSED",
    "FAILED",
    "FAILED_EXTERNAL",
    "MISSED",
    "RECEIVED",
    "TRANSFERRED",
    "TRANSFERRED_AI",
    "TRANSFERRED_EXTERNAL",
    "VOICEMAIL",
}


def check_call_result(value: str) -> CallResult:
    if value in CALL_RESULT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CALL_RESULT_VALUES!r}"
    )
