from typing import Literal

VoicemailHandling = Literal["NO_SKIP", "SKIP"]

VOICEMAIL_HANDLING_VALUES: set[VoicemailHandling] = {
    "NO_SKIP",
    "SKIP",
}


def check_voicemail_handling(value: str) -> VoicemailHandling:
    if value in VOICEMAIL_HANDLING_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {VOICEMAIL_HANDLING_VALUES!r}"
    )
