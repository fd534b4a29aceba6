from typing import Literal

CrmSort = Literal[
    "CREATED_ASC", "CREATED_DESC", "DATE_ASC", "DATE_DESC", "NAME_ASC", "NAME_DESC"
]

CRM_SORT_VALUES: set[CrmSort] = {
    "CREATED_ASC",
    "CREATED_DESC",
    "DATE_ASC",
    "DATE_DESC",
    "NAME_ASC",
    "NAME_DESC",
}


def check_crm_sort(value: str) -> CrmSort:
    if value in CRM_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CRM_SORT_VALUES!r}")
