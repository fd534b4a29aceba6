from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.direction import Direction, check_direction
from ..models.extension import Extension, check_extension
from ..models.item_result_filter import ItemResultFilter, check_item_result_filter
from ..models.item_sort import ItemSort, check_item_sort
from ..models.item_type_filter import ItemTypeFilter, check_item_type_filter
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.item_date_range import ItemDateRange


T = TypeVar("T", bound="SearchAllConversationsRequest")


@_attrs_define
class SearchAllConversationsRequest:
    """Filters for the item search. They are joined by AND, presumably.

    Attributes:
        allo_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        contact_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        user_id (str | Unset): An id. Never parse it, and compare it whole.
        direction (Direction | Unset): The direction of a call or message, seen from Allo.
        type_ (ItemTypeFilter | Unset): The kind of item. The API's default is ALL.
        result (ItemResultFilter | Unset): The outcome of a call.
        tags (list[str] | Unset):
        unread (bool | Unset):
        unresponded (bool | Unset): Only conversations that wait for a reply.
        search (str | Unset): Words that must all occur, each as a prefix. Transcripts, summaries and message texts are
            searched.
        sort (ItemSort | Unset): The order of items. The API's default is DATE_DESC.
        extend (Extension | Unset): What to add to an item.
        page (int | Unset): Counted from 1. Default: 1.
        size (int | Unset):  Default: 20.
        date (ItemDateRange | Unset): The days to search.
    """

    allo_number: str | Unset = UNSET
    contact_number: str | Unset = UNSET
    user_id: str | Unset = UNSET
    direction: Direction | Unset = UNSET
    type_: ItemTypeFilter | Unset = UNSET
    result: ItemResultFilter | Unset = UNSET
    tags: list[str] | Unset = UNSET
    unread: bool | Unset = UNSET
    unresponded: bool | Unset = UNSET
    search: str | Unset = UNSET
    sort: ItemSort | Unset = UNSET
    extend: Extension | Unset = UNSET
    page: int | Unset = 1
    size: int | Unset = 20
    date: ItemDateRange | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        allo_number = self.allo_number

        contact_number = self.contact_number

        user_id = self.user_id

        direction: str | Unset = UNSET
        if not isinstance(self.direction, Unset):
            direction = self.direction

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        result: str | Unset = UNSET
        if not isinstance(self.result, Unset):
            result = self.result

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        unread = self.unread

        unresponded = self.unresponded

        search = self.search

        sort: str | Unset = UNSET
        if not isinstance(self.sort, Unset):
            sort = self.sort

        extend: str | Unset = UNSET
        if not isinstance(self.extend, Unset):
            extend = self.extend

        page = self.page

        size = self.size

        date: dict[str, Any] | Unset = UNSET
        if not isinstance(self.date, Unset):
            date = self.date.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if allo_number is not UNSET:
            field_dict["allo_number"] = allo_number
        if contact_number is not UNSET:
            field_dict["contact_number"] = contact_number
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if direction is not UNSET:
            field_dict["direction"] = direction
        if type_ is not UNSET:
            field_dict["type"] = type_
        if result is not UNSET:
            field_dict["result"] = result
        if tags is not UNSET:
            field_dict["tags"] = tags
        if unread is not UNSET:
            field_dict["unread"] = unread
        if unresponded is not UNSET:
            field_dict["unresponded"] = unresponded
        if search is not UNSET:
            field_dict["search"] = search
        if sort is not UNSET:
            field_dict["sort"] = sort
        if extend is not UNSET:
            field_dict["extend"] = extend
        if page is not UNSET:
            field_dict["page"] = page
        if size is not UNSET:
            field_dict["size"] = size
        if date is not UNSET:
            field_dict["date"] = date

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.item_date_range import ItemDateRange

        d = dict(src_dict)
        allo_number = d.pop("allo_number", UNSET)

        contact_number = d.pop("contact_number", UNSET)

        user_id = d.pop("user_id", UNSET)

        _direction = d.pop("direction", UNSET)
        direction: Direction | Unset
        if isinstance(_direction, Unset):
            direction = UNSET
        else:
            direction = check_direction(_direction)

        _type_ = d.pop("type", UNSET)
        type_: ItemTypeFilter | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = check_item_type_filter(_type_)

        _result = d.pop("result", UNSET)
        result: ItemResultFilter | Unset
        if isinstance(_result, Unset):
            result = UNSET
        else:
            result = check_item_result_filter(_result)

        tags = cast(list[str], d.pop("tags", UNSET))

        unread = d.pop("unread", UNSET)

        unresponded = d.pop("unresponded", UNSET)

        search = d.pop("search", UNSET)

        _sort = d.pop("sort", UNSET)
        sort: ItemSort | Unset
        if isinstance(_sort, Unset):
            sort = UNSET
        else:
            sort = check_item_sort(_sort)

        _extend = d.pop("extend", UNSET)
        extend: Extension | Unset
        if isinstance(_extend, Unset):
            extend = UNSET
        else:
            extend = check_extension(_extend)

        page = d.pop("page", UNSET)

        size = d.pop("size", UNSET)

        _date = d.pop("date", UNSET)
        date: ItemDateRange | Unset
        if isinstance(_date, Unset):
            date = UNSET
        else:
            date = ItemDateRange.from_dict(_date)

        search_all_conversations_request = cls(
            allo_number=allo_number,
            contact_number=contact_number,
            user_id=user_id,
            direction=direction,
            type_=type_,
            result=result,
            tags=tags,
            unread=unread,
            unresponded=unresponded,
            search=search,
            sort=sort,
            extend=extend,
            page=page,
            size=size,
            date=date,
        )

        search_all_conversations_request.additional_properties = d
        return search_all_conversations_request

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
