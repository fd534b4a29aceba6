from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.crm_sort import CrmSort, check_crm_sort
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.deal_filters import DealFilters


T = TypeVar("T", bound="SearchDealsRequest")


@_attrs_define
class SearchDealsRequest:
    """Filters for deals.

    Attributes:
        filters (DealFilters | None | Unset):
        search (None | str | Unset): Text to find in the deal's name or company.
        sort (CrmSort | None | Unset):
        page (int | Unset): Counted from 1. Default: 1.
        size (int | Unset):  Default: 20.
    """

    filters: DealFilters | None | Unset = UNSET
    search: None | str | Unset = UNSET
    sort: CrmSort | None | Unset = UNSET
    page: int | Unset = 1
    size: int | Unset = 20
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.deal_filters import DealFilters

        filters: dict[str, Any] | None | Unset
        if isinstance(self.filters, Unset):
            filters = UNSET
        elif isinstance(self.filters, DealFilters):
            filters = self.filters.to_dict()
        else:
            filters = self.filters

        search: None | str | Unset
        if isinstance(self.search, Unset):
            search = UNSET
        else:
            search = self.search

        sort: None | str | Unset
        if isinstance(self.sort, Unset):
            sort = UNSET
        elif isinstance(self.sort, str):
            sort = self.sort
        else:
            sort = self.sort

        page = self.page

        size = self.size

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if filters is not UNSET:
            field_dict["filters"] = filters
        if search is not UNSET:
            field_dict["search"] = search
        if sort is not UNSET:
            field_dict["sort"] = sort
        if page is not UNSET:
            field_dict["page"] = page
        if size is not UNSET:
            field_dict["size"] = size

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.deal_filters import DealFilters

        d = dict(src_dict)

        def _parse_filters(data: object) -> DealFilters | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                filters_type_0 = DealFilters.from_dict(data)

                return filters_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DealFilters | None | Unset, data)

        filters = _parse_filters(d.pop("filters", UNSET))

        def _parse_search(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        search = _parse_search(d.pop("search", UNSET))

        def _parse_sort(data: object) -> CrmSort | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sort_type_0 = check_crm_sort(data)

                return sort_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CrmSort | None | Unset, data)

        sort = _parse_sort(d.pop("sort", UNSET))

        page = d.pop("page", UNSET)

        size = d.pop("size", UNSET)

        search_deals_request = cls(
            filters=filters,
            search=search,
            sort=sort,
            page=page,
            size=size,
        )

        search_deals_request.additional_properties = d
        return search_deals_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
