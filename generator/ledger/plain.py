"""Records as plain JSON and back, by the types of their fields: a field that is added travels by itself.

Text keeps its parts where a reader knows one by another name: `Words` are a list of texts, names and days, a gap is
what it is made of. What is read back is held against its type, with the place of what does not fit.
"""

from __future__ import annotations

import json
import math
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from generator.errors import Missing
from generator.formats import rounded
from generator.words import Name, Words

R = TypeVar("R")
GAP = re.compile(
    r"(?:[^{}]|\{[a-z_]+(?::\+?,?(?:\.\d)?[a-z]*)?\})*"
)  # a sentence with named places, and no way into what stands there


class Misfit(ValueError):
    """What was read is not of its type; the message says where, what was found and what was expected."""


def plain(value: Any) -> Any:
    """A record, or anything within one, as JSON has it."""
    match value:
        case Missing():
            gap = {
                "why": value.why, "input": str(value.input),
                "since": plain(value.since), "more": plain(value.more),
            }  # fmt: skip
            return {name: part for name, part in gap.items() if part}
        case Words() if all(type(part) is str for part in value.parts):
            return str(value)
        case Words():
            return [plain(part) for part in value.parts]
        case Name():
            return {"name": str(value), **({"the": True} if value.article else {})}
        case bool() | None | int():
            return value
        case float():
            return rounded(value)
        case str():
            return str(value)
        case date():
            return {"day": value.isoformat()}
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a record")


def made(kind: type[R], entry: Any, place: str = "", **given: Any) -> R:
    """A record of a class from plain JSON; fields that are `given` are not read. Misfit where something is not of its type."""
    if not isinstance(entry, dict):
        raise _misfit(place, entry, "an object")
    values = dict(given)
    for name, (hint, needed) in _fields(typing.cast(Any, kind)).items():
        if name in given:
            continue
        if name in entry:
            values[name] = _back(hint, entry[name], f"{place}.{name}")
        elif needed:
            raise Misfit(f"{place or 'it'} lacks {name!r}")
    return kind(**values)


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    hints = typing.get_type_hints(kind)
    return {
        f.name: (hints[f.name], f.default is MISSING and f.default_factory is MISSING) for f in fields(kind)
    }


def _back(kind: Any, value: Any, place: str) -> Any:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _either(parts, value, place)
    if origin is tuple:
        return _several(parts, value, place)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise _misfit(place, value, "an object")
        return {key: _back(parts[1], inner, f"{place}.{key}") for key, inner in value.items()}
    if kind is Any or kind is object:
        return _loose(value)
    if is_dataclass(kind):
        return made(typing.cast("type[Any]", kind), value, place)
    return _bare(kind, value, place)


def _either(parts: tuple[Any, ...], value: Any, place: str) -> Any:
    if value is None and type(None) in parts:
        return None
    for part in (p for p in parts if p is not type(None)):
        try:
            return _back(part, value, place)
        except Misfit as error:
            last = error
    raise last


def _several(parts: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _misfit(place, value, "a list")
    if parts[-1] is Ellipsis:
        return tuple(_back(parts[0], one, f"{place}[{n}]") for n, one in enumerate(value, 1))
    if len(value) != len(parts):
        raise _misfit(place, value, f"a list of {len(parts)}")
    return tuple(
        _back(part, one, f"{place}[{n}]") for n, (part, one) in enumerate(zip(parts, value, strict=True), 1)
    )


def _bare(kind: Any, value: Any, place: str) -> Any:
    if kind is float or kind is int:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if fits and (kind is float or isinstance(value, int)):
            return value
        raise _misfit(place, value, "a number")
    if kind is bool:
        if isinstance(value, bool):
            return value
        raise _misfit(place, value, "true or false")
    if kind is date:
        return _day(value, place)
    if kind in (str, Words, Name):
        text = _text(value, place)
        return Words(text) if kind is Words and not isinstance(text, Words) else text
    raise TypeError(f"{kind} has no place in a record")


def _text(value: Any, place: str) -> str:
    """A text, words by their parts, or a gap."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return Words(*(_part(one, place) for one in value))
    if isinstance(value, dict):
        part = _part(value, place)
        if isinstance(part, str):
            return part
    raise _misfit(place, value, "a text")


def _part(value: Any, place: str) -> Any:
    match value:
        case str():
            return value
        case {"day": _}:
            return _day(value, place)
        case {"name": str(name)}:
            return Name(name, value.get("the") is True)
        case {"why": str(why)} if GAP.fullmatch(why):
            since = value.get("since")
            try:
                return Missing(
                    why,
                    input=_text(value.get("input", ""), place),
                    since=_day(since, place) if since else None,
                    **{
                        name: _text(inner, place) if isinstance(inner, list) else _loose(inner)
                        for name, inner in value.get("more", {}).items()
                    },
                )
            except (AttributeError, KeyError, IndexError, TypeError, ValueError):
                raise _misfit(place, value, "a gap") from None
    raise _misfit(place, value, "a text, a name or a day")


def _loose(value: Any) -> Any:
    """A value whose type nobody declared: days and lists as they were."""
    match value:
        case {"day": str()}:
            return _day(value, "")
        case {"name": _} | {"why": _}:
            return _part(value, "")
        case dict():
            return {key: _loose(inner) for key, inner in value.items()}
        case list():
            return tuple(map(_loose, value))
    return value


def _day(value: Any, place: str) -> date:
    text: Any = value.get("day") if isinstance(value, dict) else value
    try:
        found = date.fromisoformat(text)
        if found.isoformat() == text:
            return found
    except (TypeError, ValueError):
        pass
    raise _misfit(place, value, "a day such as 2026-01-30")


def _misfit(place: str, value: Any, wanted: str) -> Misfit:
    found = json.dumps(value, ensure_ascii=False, default=str)[:60]
    return Misfit(f"{place.lstrip('.') or 'it'} is {found}, expected {wanted}")
