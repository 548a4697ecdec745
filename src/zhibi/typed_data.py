"""Objects with typed fields, read from the plain data of a file with all that is wrong with it.

A class below `Record` declares its fields by annotations, as pydantic's models do. Scalars of
files are strings here (see `marked_yaml`), so few types are needed, and the faults are told in
Chinese, by those who know the file.

Three libraries were tried with the classes of facts and styles; the shares are of the processor
time of `zhibi check` on an example. msgspec (3 %) tells one fault at a time, only in an English
sentence, and for what stands in a mapping not under which key (`$.parts[...].guide[0]`). pydantic
(45 %) tells all faults with their places, but to import it and to build its validators is too
slow. attrs with cattrs (25 %) is too slow for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from decimal import Decimal, InvalidOperation
from types import NoneType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from zhibi.patterns import lazy_pattern

Loc = tuple[int | str, ...]
"""Where a value stands in the data: keys and list positions from the root."""

FaultKind = Literal[
    "unknown", "missing", "mapping", "list", "size", "text", "choice", "whole", "decimal",
    "range", "yes-or-no", "rule",
]  # fmt: skip


class Fault(NamedTuple):
    """One thing that is wrong: a value, a field that is missing, or a key that is unknown.

    `told` are the choices of a `choice`, or the message of a `rule`.
    """

    loc: Loc
    kind: FaultKind
    value: Any
    told: tuple[str, ...] = ()


class Key(NamedTuple):
    """The key of a field in the file, where its name is another."""

    key: str


class Between(NamedTuple):
    """The lowest and the highest number that a field takes."""

    low: int
    high: int | None = None


class Size(NamedTuple):
    """The fewest and the most items of a list, or characters of a text."""

    fewest: int
    most: int | None = None


class Before(NamedTuple):
    """Changes a value before it is read: short forms. A ValueError is told as a fault."""

    change: Callable[[Any], Any]


class After(NamedTuple):
    """Changes or refuses, by a ValueError, what was read."""

    change: Callable[[Any], Any]


class InSchema(NamedTuple):
    """The JSON Schema of a field, made of that of its type."""

    form: Callable[[dict[str, Any]], dict[str, Any]]


_Reader = Callable[[Any, Loc, list[Fault]], Any]

# As YAML and people write them; the same words as pydantic takes.
_YES = frozenset({"1", "on", "t", "true", "y", "yes"})
_NO = frozenset({"0", "off", "f", "false", "n", "no"})
_WHOLE = lazy_pattern(r"\s*([+-]?[0-9]+(?:_[0-9]+)*)(?:\.0+)?\s*", re.ASCII)


class _Field(NamedTuple):
    name: str
    key: str
    required: bool
    annotation: Any


class Record:
    """An object whose fields are given by the annotations of its class; it does not change.

    A field with a value in the class may be missing. With `strip`, texts lose the space around
    them.
    """

    _strip: ClassVar[bool] = False
    _fields: ClassVar[tuple[_Field, ...]]
    _readers: ClassVar[dict[str, tuple[str, bool, _Reader]]]

    def __init_subclass__(cls, *, strip: bool | None = None) -> None:
        if strip is not None:
            cls._strip = strip

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} does not change")

    def __repr__(self) -> str:
        own = ", ".join(
            f"{one.name}={getattr(self, one.name)!r}" for one in record_fields(type(self))
        )
        return f"{type(self).__name__}({own})"

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, one.name) for one in record_fields(type(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    @classmethod
    def read(cls, data: Any) -> tuple[Self, list[Fault]]:
        """The object of a mapping; with faults it is not whole and must not be used."""
        faults: list[Fault] = []
        return _reader(cls, cls._strip)(data, (), faults), faults

    def changed(self, **fields: Any) -> Self:
        """The same with other values of some fields, which are not read but taken as they are."""
        made = copy(self)
        made.__dict__.update(fields)
        return made

    def plain(self) -> dict[str, Any]:
        """The fields by name, in their order, as JSON has them; decimals as strings."""
        return {one.name: _plain(getattr(self, one.name)) for one in record_fields(type(self))}


def record_fields(cls: type[Record]) -> tuple[_Field, ...]:
    """The fields of a class: those that it inherits first."""
    if "_fields" not in cls.__dict__:
        hints = get_type_hints(cls, include_extras=True)
        cls._fields = tuple(
            _Field(name, _key(hint) or name, not hasattr(cls, name), hint)
            for name, hint in hints.items()
            if not name.startswith("_")
        )
    return cls._fields


def _key(annotation: Any) -> str:
    marks = getattr(annotation, "__metadata__", ())
    return next((one.key for one in marks if isinstance(one, Key)), "")


def record_in(annotation: Any) -> type[Record] | None:
    """The class of records inside `list[Class] | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    for argument in get_args(annotation):
        found = record_in(argument)
        if found is not None:
            return found
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.plain()
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, Decimal) else value


def _reader(annotation: Any, strip: bool) -> _Reader:
    """The function that reads a value of this type, from its place in the data."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _record_reader(annotation)
    if origin is Annotated:
        read = _reader(arguments[0], strip)
        for mark in arguments[1:]:
            read = _marked(read, mark)
        return read
    if NoneType in arguments:  # no other union is needed
        inner = _reader(Union[tuple(one for one in arguments if one is not NoneType)], strip)  # noqa: UP007
        return lambda value, at, faults: None if value is None else inner(value, at, faults)
    if origin is Literal:
        return _choice_reader(arguments)
    if origin is list:
        return _list_reader(_reader(arguments[0], strip), list)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _list_reader(_reader(arguments[0], strip), tuple)
    if origin is tuple:
        return _row_reader([_reader(one, strip) for one in arguments])
    if origin is dict:
        return _mapping_reader(*(_reader(one, strip) for one in arguments))
    return _text_reader(strip) if annotation is str else _SCALARS[annotation]


def _record_reader(cls: type[Record]) -> _Reader:
    def read(value: Any, at: Loc, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            faults.append(Fault(at, "mapping", value))
            return None
        made = cls.__new__(cls)
        own = made.__dict__
        fields = _field_readers(cls)
        for key, (name, required, reader) in fields.items():
            if key in value:
                own[name] = reader(value[key], (*at, key), faults)
            elif required:
                faults.append(Fault((*at, key), "missing", value))
        faults += [Fault((*at, key), "unknown", value[key]) for key in value if key not in fields]
        return made

    return read


def _field_readers(cls: type[Record]) -> dict[str, tuple[str, bool, _Reader]]:
    """Of each key the field's name, whether it is required, and its reader.

    They are made when the first object is read: a class may have fields of its own type.
    """
    if "_readers" not in cls.__dict__:
        cls._readers = {
            one.key: (one.name, one.required, _reader(one.annotation, cls._strip))
            for one in record_fields(cls)
        }
    return cls._readers


def _marked(read: _Reader, mark: Any) -> _Reader:
    """A reader of a type with what is noted of it, from within outwards."""

    def changed(value: Any, at: Loc, faults: list[Fault]) -> Any:
        try:
            value = mark.change(value)
        except ValueError as error:
            faults.append(Fault(at, "rule", value, (str(error),)))
            return None
        return read(value, at, faults)

    def limited(value: Any, at: Loc, faults: list[Fault]) -> Any:
        before = len(faults)
        made = read(value, at, faults)
        if len(faults) == before:
            try:
                return _within(made, mark)
            except ValueError as error:
                faults.append(Fault(at, _LIMITS[type(mark)], value, (str(error),)))
        return made

    return changed if isinstance(mark, Before) else limited if type(mark) in _LIMITS else read


_LIMITS: dict[type, FaultKind] = {Between: "range", Size: "size", After: "rule"}


def _within(made: Any, mark: Any) -> Any:
    """What was read, if it is within a limit or passes a rule, else ValueError."""
    if isinstance(mark, After):
        return mark.change(made)
    number = len(made) if isinstance(mark, Size) else made
    low, high = mark
    if number < low or (high is not None and number > high):
        raise ValueError
    return made


def _choice_reader(choices: tuple[str, ...]) -> _Reader:
    def read(value: Any, at: Loc, faults: list[Fault]) -> Any:
        if not (isinstance(value, str) and value in choices):
            faults.append(Fault(at, "choice", value, choices))
        return value

    return read


def _list_reader(item: _Reader, kind: Callable[[list[Any]], Any]) -> _Reader:
    def read(value: Any, at: Loc, faults: list[Fault]) -> Any:
        if not isinstance(value, list | tuple):
            faults.append(Fault(at, "list", value))
            return None
        return kind([item(one, (*at, number), faults) for number, one in enumerate(value)])

    return read


def _row_reader(items: list[_Reader]) -> _Reader:
    """A tuple of so many values, each of its own type."""

    def read(value: Any, at: Loc, faults: list[Fault]) -> Any:
        if not isinstance(value, list | tuple):
            faults.append(Fault(at, "list", value))
            return None
        made = [
            item(one, (*at, number), faults)
            for number, (item, one) in enumerate(zip(items, value, strict=False))
        ]
        if len(value) != len(items):
            faults.append(Fault(at, "size", value))
        return tuple(made)

    return read


def _mapping_reader(key_reader: _Reader, value_reader: _Reader) -> _Reader:
    def read(value: Any, at: Loc, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            faults.append(Fault(at, "mapping", value))
            return None
        made = {}
        for key, inner in value.items():
            wrong: list[Fault] = []
            known = key_reader(key, (*at, key), wrong)
            if wrong:
                faults.append(Fault((*at, key), "unknown", inner))
            else:
                made[known] = value_reader(inner, (*at, key), faults)
        return made

    return read


def _text_reader(strip: bool) -> _Reader:
    def read(value: Any, at: Loc, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            faults.append(Fault(at, "text", value))
            return value
        return value.strip() if strip else value

    return read


def _read_whole(value: Any, at: Loc, faults: list[Fault]) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _WHOLE.fullmatch(value) if isinstance(value, str) else None
    if match is None or len(match[1]) > _MOST_DIGITS:
        faults.append(Fault(at, "whole", value))
        return None
    return int(match[1])


_MOST_DIGITS = 4300
"""As Python reads at most."""


def _read_decimal(value: Any, at: Loc, faults: list[Fault]) -> Any:
    try:
        made = Decimal(value) if isinstance(value, str | int | Decimal) else None
    except InvalidOperation:
        made = None
    if made is None or not made.is_finite():
        faults.append(Fault(at, "decimal", value))
        return None
    return made


def _read_yes_or_no(value: Any, at: Loc, faults: list[Fault]) -> Any:
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    if word not in _YES and word not in _NO:
        faults.append(Fault(at, "yes-or-no", value))
    return word in _YES


_SCALARS: dict[Any, _Reader] = {
    int: _read_whole,
    Decimal: _read_decimal,
    bool: _read_yes_or_no,
}
