"""Schemas for pydantic, made by pydantic from a model with the same fields.

This module is imported by pydantic's own call of `__get_pydantic_core_schema__`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

import attrs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, create_model
from pydantic_core import core_schema

from allo_ext._plain.jsonable import fields_as_json
from allo_ext._plain.loading import kinds_in, moment, open_enum_in, with_extra

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

_Moment = Annotated[datetime, AfterValidator(moment)]
_Duration = Annotated[timedelta, WithJsonSchema({"type": "number", "description": "Seconds."})]
_Secret = Annotated[str, WithJsonSchema({"type": "string", "format": "password"})]


def schema_of(cls: type[Any], source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """Return the schema of a record, page, or page of one class such as `Page[Call]`.

    Instances are accepted as they are, and mappings are read as `from_dict` reads them. Both are written as `to_dict`
    writes them, without the fields of a subclass.

    Args:
        cls: The class.
        source: The annotation: the class, or one with arguments.
        handler: Makes the schema of another annotation.
    """
    model = model_of(cls, get_args(source))

    def read(value: Any, as_model: core_schema.ValidatorFunctionWrapHandler) -> Any:
        return value if isinstance(value, cls) else _record_of(cls, as_model(value))

    def write(value: Any) -> dict[str, Any]:
        return fields_as_json(value, cls)

    return core_schema.no_info_wrap_validator_function(
        read,
        handler.generate_schema(model),
        serialization=core_schema.plain_serializer_function_ser_schema(write),
    )


def _record_of(cls: type[Any], model: BaseModel) -> Any:
    known = {name: getattr(model, name) for name in model.model_fields_set & type(model).model_fields.keys()}
    return cls(**with_extra(cls, known, model.model_extra or {}))


@cache
def model_of(cls: type[Any], arguments: tuple[Any, ...] = ()) -> type[BaseModel]:
    """Return a pydantic model with the fields of a class.

    Args:
        cls: The class.
        arguments: The values of its type variables, such as `(Call,)` for a page of calls.
    """
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
    return Field(default_factory=dict[str, Any]) if isinstance(field.default, attrs.Factory) else field.default  # type: ignore[arg-type]  # fmt: skip


def _annotation(hint: Any, field: attrs.Attribute[Any], arguments: tuple[Any, ...]) -> Any:
    kinds = [_Secret if kind is str and field.metadata.get("secret") else kind for kind in kinds_in(hint)]
    return _read_by_pydantic(reduce(or_, kinds) if len(kinds) > 1 else kinds[0], arguments)


def _read_by_pydantic(hint: Any, arguments: tuple[Any, ...]) -> Any:
    """Return the annotation with which pydantic reads a field as we do."""
    kinds = kinds_in(hint)
    enum = open_enum_in(kinds)
    if enum is not None:
        members: dict[str, str] = {member.value: member for member in enum}
        word = Annotated[
            str, AfterValidator(lambda value: members.get(value, value)), Field(examples=[member.value for member in enum])
        ]
        return word | None if type(None) in kinds else word
    if len(kinds) > 1:
        return reduce(or_, (_read_by_pydantic(kind, arguments) for kind in kinds))
    if isinstance(hint, TypeVar):
        return arguments[0] if arguments else Any
    if get_origin(hint) is tuple:
        return tuple[_read_by_pydantic(get_args(hint)[0], arguments), ...]
    if get_origin(hint) is Mapping:
        return dict[str, Any]
    return {datetime: _Moment, timedelta: _Duration}.get(hint, hint)
