"""What a result rests on, as fingerprints: the arithmetic of a definition or a rule, and the data as they were at a session.

A version is of what a definition says and of the source of its function and of every function of this package that it
calls, without remarks and layout. A fingerprint of data is of the values themselves up to a session, so that a later
snapshot tells whether it still has the same past.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from generator import config
from generator.ledger import check, forecasts
from generator.ledger.rules import REGISTRY as RULES
from generator.ledger.tolerance import RULES as RULES_OF_WORDS
from generator.market.record import Market
from generator.metrics.declaration import REGISTRY, Spec

SHORT = 12  # digits of a fingerprint that stands at each of hundreds of results
LEFT_OUT = ("desk", "ops", "fetch")  # rooms that no result and no page rests on


@cache
def metric(key: str) -> str:
    """The version of a metric's definition; "" of one that there is not."""
    spec: Spec | None = REGISTRY.get(key)
    if spec is None:
        return ""
    said = (
        spec.label, spec.definition, spec.unit, spec.digits, spec.source, sorted(spec.defaults.items()),
        spec.dated, spec.usual,
    )  # fmt: skip
    return _short(said, *_sources(spec.function))


@cache
def rule(name: str) -> str:
    """The version of a rule that settles forecasts, with what judges by it."""
    if name not in RULES:
        return ""
    return _short(RULES[name].words, *_sources(RULES[name].function), *_sources(forecasts.stand))


@cache
def verdicts() -> str:
    """The version of what makes a verdict of a number."""
    return _short(
        sorted(map(repr, RULES_OF_WORDS.items())), *_sources(check.check_all), *_sources(forecasts.settled)
    )


@cache
def engine() -> str:
    """The version of all that makes results and pages: every file of the package but those of rooms that make neither."""
    top = Path(config.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(top.rglob("*"), key=lambda p: p.relative_to(top).as_posix()):
        name = path.relative_to(top).as_posix()
        if path.is_file() and "__pycache__" not in name and name.split("/")[0] not in LEFT_OUT:
            digest.update(f"{name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[: SHORT + 4]


def _short(said: object, *sources: str) -> str:
    return hashlib.sha256("\n".join((repr(said), *sources)).encode()).hexdigest()[:SHORT]


def _sources(function: Callable[..., Any]) -> list[str]:
    """The sources of a function and of all of this package that it calls, each once."""
    found: dict[str, str] = {}
    waiting: list[Any] = [function]
    while waiting:
        one = _bare(waiting.pop())
        name = f"{one.__module__}.{one.__qualname__}"
        if name in found or not one.__module__.startswith("generator."):
            continue
        found[name], called = _read(one)
        waiting += called
    return [f"{name}\n{text}" for name, text in sorted(found.items())]


@cache  # hundreds of definitions rest on the same few
def _read(function: Any) -> tuple[str, tuple[Any, ...]]:
    """A function's source with the constants that it names, and what it calls."""
    return "\n".join((_source(function), *_constants(function))), tuple(_called(function))


def _bare(one: Any) -> Any:
    while isinstance(one, partial) or hasattr(one, "__wrapped__"):
        one = one.func if isinstance(one, partial) else one.__wrapped__
    return one


def _names(function: Any) -> set[str]:
    """What a function names, with what stands in it: whether a comprehension is code of its own is each Python's choice."""
    waiting: list[types.CodeType] = [function.__code__] if hasattr(function, "__code__") else []
    found: set[str] = set()
    while waiting:
        code = waiting.pop()
        found |= set(code.co_names)
        waiting += [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return found


def _called(function: Any) -> Iterator[Any]:
    """The functions that it names, by themselves or as a module's: `stats.rsi`."""
    names, scope = _names(function), getattr(function, "__globals__", {})
    for name in names & scope.keys():
        value = scope[name]
        of_module = isinstance(value, types.ModuleType)
        for other in [getattr(value, attribute, None) for attribute in names] if of_module else [value]:
            if isinstance(_bare(other), types.FunctionType):
                yield other


def _constants(function: Any) -> list[str]:
    """The plain constants of its module that a function names: a threshold is part of what it does."""
    named = sorted(n for n in _names(function) & function.__globals__.keys() if not n.startswith("__"))
    values = ((name, function.__globals__[name]) for name in named)
    return [
        f"{name}={value!r}" for name, value in values if isinstance(value, bool | int | float | str | tuple)
    ]


def _source(function: Any) -> str:
    """A function's lines without remarks, docstring and layout: alike whichever Python reads them."""
    try:
        file, first = inspect.getsourcefile(function), function.__code__.co_firstlineno
    except (AttributeError, TypeError):
        return ""
    return _functions(str(file)).get(first, "")


@cache
def _functions(file: str) -> dict[int, str]:
    text = Path(file).read_text("utf-8")
    lines, found = text.splitlines(), {}
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        # none stands within an expression
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]
        if isinstance(node, ast.FunctionDef):
            begin = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            doc = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
            shown = [
                "".join(line.split())
                for n, line in enumerate(lines[begin - 1 : node.end_lineno], begin)
                if not (doc and doc.lineno <= n <= (doc.end_lineno or 0)) and not line.strip().startswith("#")
            ]
            found[begin] = "\n".join(filter(None, shown))
    return found


def content(market: Market) -> dict[str, str]:
    """The fingerprint of what each file of the snapshot held at the market's session, by its path there."""
    return {name: _content(market, name) for name in _files(market)}


def resting(market: Market, day: date, files: Iterable[str]) -> str:
    """The fingerprint of some files as they were at a session."""
    then = market.upto(day)
    return _short([(name, _content(then, name)) for name in sorted(files)])


def _files(market: Market) -> Mapping[str, list[Any]]:
    named: dict[str, list[Any]] = {
        **{f"prices/{symbol.removeprefix('^')}.csv": [frame] for symbol, frame in market.bars.items()},
        **{f"rates/{name}.csv": [series] for name, series in market.rates.items()},
        **{
            f"holdings/{config.FUND}/{day}.csv": [frame, market.shares.get(day)]
            for day, frame in market.holdings.items()
        },
        "fund.csv": [market.fund],
        "options.csv": [market.options],
        f"fund/{config.FUND}.csv": [market.history],
    }
    return {name: tables for name, tables in named.items() if not _empty(tables[0])}


def _empty(table: pd.DataFrame | pd.Series) -> bool:
    return not len(table)


@lru_cache(maxsize=2048)
def _content(market: Market, name: str) -> str:
    tables = _files(market).get(name)
    if tables is None:
        return ""
    digest = hashlib.sha256()
    for table in tables:
        if isinstance(table, pd.DataFrame | pd.Series):
            _add(digest, table)
        else:
            digest.update(repr(table).encode())
    return digest.hexdigest()[:SHORT]


def _add(digest: Any, table: pd.DataFrame | pd.Series) -> None:
    """The values of a table, as their bytes are on any machine."""
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    columns = [frame.index.to_series(), *(frame[name] for name in frame.columns)]
    for name, column in zip(("", *map(str, frame.columns)), columns, strict=True):
        digest.update(name.encode())
        if column.dtype.kind == "M":
            digest.update(column.to_numpy().astype("datetime64[s]").astype("<i8").tobytes())
        elif column.dtype.kind in "fiub":
            digest.update(np.asarray(column, dtype="<f8").tobytes())
        else:
            digest.update("\n".join(map(str, column)).encode())
