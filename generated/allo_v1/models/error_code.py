from typing import Literal

ErrorCode = Literal[
    "API_KEY_INSUFFICIENT_SCOPE",
    "API_KEY_INVALID",
    "API_KEY_QUOTA_EXCEEDED",
    "CONTACT_NOT_FOUND",
    "FROM_NUMBER_NOT_FOUND",
    "INVALID_LENGTH",
    "INVALID_SENDER_ID",
    "INVALID_TO_NUMBER",
    "PROVIDER_NOT_SUPPORTED",
    "RATE_LIMITED",
    "SENDER_ID_NOT_ACTIVE",
    "TO_NUMBER_COUNTRY_MISMATCH",
    "VALIDATION_ERROR",
    "WEBHOOK_NOT_FOUND",
]

ERROR_CODE_VALUES: set[ErrorCode] = {
    "API_KEY_INSUFFICIENT_SCOPE",
    "API_KEY_INVALID",
    "API_KEY_QUOTA_EXCEEDED",
    "CONTACT_NOT_FOUND",
    "FROM_NUMBER_NOT_FOUND",
    "INVALID_LENGTH",
    "INVALID_SENDER_ID",
    "INVALID_TO_NUMBER",
    "PROVIDER_NOT_SUPPORTED",
    "RATE_LIMITED",
    "SENDER_ID_NOT_ACTIVE",
    "TO_NUMBER_COUNTRY_MISMATCH",
    "VALIDATION_ERROR",
    "WEBHOOK_NOT_FOUND",
}


def check_error_code(value: str) -> ErrorCode:
    if value in ERROR_CODE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ERROR_CODE_VALUES!r}"
    )
