"""Schemas for pydantic, made by pydantic from a model with the same fields.

This module is imported by pydantic's own call of `__get_pydantic_core_schema__`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, create_model
from pydantic_core import core_schema

from allo_ext._plain.jsonable import fields_as_json
from allo_ext._plain.loading import kinds_in, moment, open_enum_in, with_extra

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from pydantic import GetCoreSchemaHandler

_Moment = Annotated[datetime, AfterValidator(moment)]
_Duration = Annotated[timedelta, WithJsonSchema({"type": "number", "description": "Seconds."})]
_Secret = Annotated[str, WithJsonSchema({"type": "string", "format": "password"})]
_models: Final[dict[tuple[type[Any], tuple[Any, ...]], type[BaseModel]]] = {}


def schema_of(cls: type[Any], source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """Return the schema of a record, page, or page of one class such as `Page[Call]`.

    Instances are accepted as they are, and mappings are read as `from_dict` reads them. Both are written as `to_dict`
    writes them, without the fields of a subclass.

    Args:
        cls: The class.
        source: The annotation: the class, or one with arguments.
        handler: Makes the schema of another annotation.
    """
    arguments = get_args(source)
    model = model_of(cls, arguments)
    # A page knows the class of its items, which gives an empty page its columns.
    beside = {"record": arguments[0]} if arguments and "_record" in attrs.fields_dict(cls) else {}

    def read(value: Any, as_model: core_schema.ValidatorFunctionWrapHandler) -> Any:
        return value if isinstance(value, cls) else _record_of(cls, as_model(value), beside)

    def write(value: Any) -> dict[str, Any]:
        return fields_as_json(value, cls)

    return core_schema.no_info_wrap_validator_function(
        read,
        handler.generate_schema(model),
        serialization=core_schema.plain_serializer_function_ser_schema(write),
    )


def _record_of(cls: type[Any], model: BaseModel, beside: dict[str, Any]) -> Any:
    known = {name: getattr(model, name) for name in model.model_fields_set & type(model).model_fields.keys()}
    return cls(**with_extra(cls, known, model.model_extra or {}), **beside)


def model_of(cls: type[Any], arguments: tuple[Any, ...] = ()) -> type[BaseModel]:
    """Return a pydantic model with the fields of a class.

    Args:
        cls: The class.
        arguments: The values of its type variables, such as `(Call,)` for a page of calls.
    """
    return _models.get((cls, arguments)) or _models.setdefault((cls, arguments), _made(cls, arguments))


def _made(cls: type[Any], arguments: tuple[Any, ...]) -> type[BaseModel]:
    hints = get_type_hints(cls)
    fields = {
        field.name: (_annotation(hints[field.name], field, arguments), _default(field))
        for field in attrs.fields(cls)
        if field.init and not field.name.startswith("_")
    }
    names = ", ".join(getattr(argument, "__name__", str(argument)) for argument in arguments)
    config = ConfigDict(
        extra="allow" if "extra" in fields else "forbid",
        json_schema_serialization_defaults_required=True,  # `to_dict` writes every field
        protected_namespaces=(),
    )
    return create_model(
        f"{cls.__name__}[{names}]" if names else cls.__name__,
        __config__=config,
        __doc__=(cls.__doc__ or "").partition("\n\n")[0],
        __module__=cls.__module__,
        **cast("Any", fields),
    )


def _default(field: attrs.Attribute[Any]) -> Any:
    if field.default is attrs.NOTHING:
        return ...
    is_factory = hasattr(field.default, "factory")  # as that of `extra`
    return Field(default_factory=dict[str, Any]) if is_factory else field.default


def _annotation(hint: Any, field: attrs.Attribute[Any], arguments: tuple[Any, ...]) -> Any:
    is_secret = field.metadata.get("secret")
    return _union(_Secret if is_secret and kind is str else _as_ours(kind, arguments) for kind in _split(hint))


def _split(hint: Any) -> tuple[Any, ...]:
    """Return the types of a union; an open enum and `str` are one of them."""
    kinds = kinds_in(hint)
    enum = open_enum_in(kinds)
    if enum is None:
        return kinds
    return (_word(enum), *(kind for kind in kinds if kind not in {enum, str}))


def _word(enum: type[StrEnum]) -> Any:
    members: dict[str, str] = {member.value: member for member in enum}
    return Annotated[str, AfterValidator(lambda word: members.get(word, word)), Field(examples=list(members))]


def _as_ours(kind: Any, arguments: tuple[Any, ...]) -> Any:
    """Return the annotation with which pydantic reads a value as `from_dict` does."""
    if isinstance(kind, TypeVar):
        return arguments[0] if arguments else Any
    if get_origin(kind) is tuple:
        return cast("Any", tuple)[_union(_as_ours(item, arguments) for item in _split(get_args(kind)[0])), ...]
    if get_origin(kind) is Mapping:
        return dict[str, Any]
    return {datetime: _Moment, timedelta: _Duration}.get(kind, kind)


def _union(kinds: Iterable[Any]) -> Any:
    return cast("Any", Union)[tuple(kinds)]
