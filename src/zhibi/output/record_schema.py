"""The JSON Schema of a class of records, as editors and other programs read it."""

from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from zhibi.typed_data import Between, InSchema, Record, record_fields, record_in

_TYPES = {str: "string", int: "integer", bool: "boolean"}


def record_schema(cls: type[Record]) -> dict[str, Any]:
    """The schema of a mapping that is read as `cls`, with those of the records in it."""
    inner: dict[str, type[Record]] = {}
    _gather(cls, inner)
    return {"$defs": {name: _mapping(inner[name]) for name in sorted(inner)}, **_mapping(cls)}


def _gather(cls: type[Record], found: dict[str, type[Record]]) -> None:
    for field in record_fields(cls):
        held = record_in(field.annotation)
        if held is not None and held.__name__ not in found:
            found[held.__name__] = held
            _gather(held, found)


def _mapping(cls: type[Record]) -> dict[str, Any]:
    properties = {}
    for field in record_fields(cls):
        schema = _schema(field.annotation)
        if not field.required:
            schema["default"] = getattr(cls, field.name)
        if "$ref" not in schema:
            schema["title"] = field.key.replace("_", " ").title()
        properties[field.key] = dict(sorted(schema.items()))
    return {
        "additionalProperties": False,
        "description": cls.__doc__,
        "properties": properties,
        "title": cls.__name__,
        "type": "object",
    }


def _schema(annotation: Any) -> dict[str, Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return {"$ref": f"#/$defs/{annotation.__name__}"}
    if origin is Annotated:
        schema = _schema(arguments[0])
        for mark in arguments[1:]:
            if isinstance(mark, InSchema):
                schema = mark.form(schema)
            elif isinstance(mark, Between):
                limits = {"minimum": mark.low, "maximum": mark.high}
                schema |= {key: limit for key, limit in limits.items() if limit is not None}
                schema = dict(sorted(schema.items()))
        return schema
    if NoneType in arguments:
        return {"anyOf": [_schema(arguments[0]), {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(arguments), "type": "string"}
    if origin is list:
        return {"items": _schema(arguments[0]), "type": "array"}
    if origin is tuple:
        items = [_schema(one) for one in arguments]
        count = len(items)
        return {"maxItems": count, "minItems": count, "prefixItems": items, "type": "array"}
    return {"type": _TYPES[annotation]}
