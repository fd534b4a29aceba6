from typing import Literal

SummaryTemplateKey = Literal["MARKDOWN_CLASSIC", "MARKDOWN_SHORT_CALL"]

SUMMARY_TEMPLATE_KEY_VALUES: set[SummaryTemplateKey] = {
    "MARKDOWN_CLASSIC",
    "MARKDOWN_SHORT_CALL",
}


def check_summary_template_key(value: str) -> SummaryTemplateKey:
    if value in SUMMARY_TEMPLATE_KEY_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SUMMARY_TEMPLATE_KEY_VALUES!r}"
    )
