from typing import Literal

TranscriptSource = Literal["AGENT", "EXTERNAL", "USER"]

TRANSCRIPT_SOURCE_VALUES: set[TranscriptSource] = {
    "AGENT",
    "EXTERNAL",
    "USER",
}


def check_transcript_source(value: str) -> TranscriptSource:
    if value in TRANSCRIPT_SOURCE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {TRANSCRIPT_SOURCE_VALUES!r}"
    )
