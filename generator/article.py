"""What article.toml says of an article: its name, days, symbols by role, series and whose data they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from generator import palette
from generator.errors import EditorError, Problem, near
from generator.toml import parsed

ROLES = (
    "fund", "benchmark", "growth", "high_yield", "investment_grade", "rates_short", "rates_long",
    "index", "benchmark_index", "growth_index", "volatility",
)  # fmt: skip
RATES = (
    "effective", "policy_lower", "policy_upper", "rate_3m", "rate_2y", "rate_10y", "spread_hy", "spread_ig",
)  # fmt: skip
# who is asked, a module each, and whose data others pass on
PROVIDERS = (
    *sorted(path.stem for path in (Path(__file__).parent / "fetch/providers").glob("[a-z]*.py")),
    "ibkr",
    "ice",
)
TERMS = ("series", "points", "picture")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
SYMBOL, SERIES = re.compile(r"\^?[A-Z][A-Z0-9.-]*"), re.compile(r"[A-Z][A-Z0-9]*")
KINDS = {str: "a text in quotes", float: "a number above 1", int: "a whole number", date: "a day such as 2024-01-31",
         list: "a list of days such as [2024-01-31]",
         tuple: 'two colours, light and dark, such as ["#0b6b57", "#5fd0b4"]', bool: "true or false", dict: "a table"}  # fmt: skip
TOP: dict[str, type] = {
    "name": str, "published": date, "last_close": date, "issuer_product": dict, "options": bool, "decisions": list,
    "meetings": list, "accent": tuple,
    "defaults": dict, "roles": dict, "rates": dict, "providers": dict, "tables": dict,
}  # fmt: skip
SPARE = ("issuer_product", "options", "accent", "decisions", "meetings", "defaults", "rates", "tables")
DEFAULTS: dict[str, type] = {"since": date, "start": date, "end": date, "record": date}


class Absent(str):
    """What the engine asks for by name and an article.toml has not: it stands in its place, and what rests on it is left out."""

    what: str  # a role, a series, a default … or an entry of the file

    def __new__(cls, name: str, what: str) -> Absent:
        self = super().__new__(cls, name)
        self.what = what
        return self

    def __bool__(self) -> bool:
        return False

    @property
    def told(self) -> str:
        """In a sentence, for who asks for what rests on it."""
        return f"article.toml has no {self.what} '{self}', which it takes."


class Given(dict[str, Any]):
    """What an article.toml gives, by name; what it has not is Absent."""

    def __init__(self, given: Mapping[str, Any], what: str) -> None:
        super().__init__(given)
        self.what = what

    def __missing__(self, name: str) -> Absent:
        return Absent(name, self.what)


@dataclass(frozen=True)
class Article:
    """An article.toml as read; mappings keep its order. Of a `Given` one may ask for anything by name."""

    name: str
    published: date
    last_close: date
    entries: Given  # issuer_product -> its table; options -> true
    decisions: tuple[date, ...]  # the Fed's, that began an easing cycle
    meetings: tuple[date, ...]  # scheduled days on which the committee decided on its range, or will
    defaults: Given  # days that a number takes where a claim names none
    roles: Given  # role -> symbol
    moves: Mapping[str, float]  # symbol -> largest believable move, a ratio
    names: Mapping[str, str]  # symbol -> what a reader knows it by, where that is no ticker
    series: Given  # role -> FRED series
    rates: Mapping[str, str]  # FRED series -> what it is
    providers: Mapping[str, str]  # what a manifest calls a source -> its name
    terms: Mapping[str, str]  # whose data -> what may leave
    indices: Given  # role of a series -> the index that it is of, where it is one's
    owners: Mapping[str, str]  # FRED series -> whose data it passes on
    tables: Mapping[
        str, Mapping[str, str]
    ]  # table of published figures -> which it holds, and what a row is called
    accent: tuple[str, ...] = ()  # its own colour, light and dark


def read(path: Path) -> Article:
    """The file as a record; EditorError with everything that is wrong in it, each at its line."""
    problems: list[Problem] = []
    try:
        text, found = parsed(path.name, path.read_bytes(), problems)
    except FileNotFoundError:
        raise EditorError(
            f"{path.name} is missing in {path.parent}: name the folder of an article with --article, or begin one with `invoke new`."
        ) from None
    if found is None:
        raise EditorError(problems)
    given = found

    def say(key: str, what: str, mend: str = "") -> None:
        problems.append(Problem(path.name, line(text, key), 0, what, mend))

    def fits(value: Any, kind: type) -> bool:
        if kind is float:
            return type(value) in (int, float) and value > 1
        if kind is tuple:
            each = isinstance(value, list) and all(
                isinstance(one, str) and COLOUR.fullmatch(one) for one in value
            )
            return each and len(value) == 2
        if kind is list:
            return isinstance(value, list) and all(type(one) is date for one in value)
        return type(value) is kind and value != ""

    def table(where: str, fields: Any, known: Mapping[str, type], spare: tuple[str, ...] = ()) -> bool:
        before = len(problems)
        prefix = f"{where}." if where else ""
        if not isinstance(fields, dict):
            say(where, f"{where} is {fields!r}", "write a table such as { … }.")
            return False
        inline = where.count(".") or where == "issuer_product"
        meant = set()  # what a misspelt key stands for is not told as missing
        for key in fields.keys() - known.keys():
            mend = near(key, known)
            meant |= {name for name in known if mend == near(key, [name])}
            say(
                where if inline else key,
                f"no such key: {prefix}{key}",
                mend or f"known are {', '.join(known)}.",
            )
        for key, kind in known.items():
            if key not in fields and key not in spare and key not in meant:
                mend = f"add {key} = …, {KINDS[kind]}." if where or kind is not dict else f"add [{key}]."
                say(where or "name", f"{prefix}{key} is missing", mend)
            elif key in fields and not fits(fields[key], kind):
                example = 'such as { symbol = "SPY", move = 1.25 }' if where == "roles" else ""
                told = f"{prefix}{key} {_held(fields[key], kind)}"
                say(where if inline else key, told, f"write {KINDS[kind]} {example}".rstrip() + ".")
        return len(problems) == before

    table("", given, TOP, SPARE)
    if "issuer_product" in given:
        table("issuer_product", given["issuer_product"], {"number": int, "page": str})
    if "defaults" in given:
        table("defaults", given["defaults"], DEFAULTS, tuple(DEFAULTS))
    parts: dict[str, tuple[tuple[str, ...], Mapping[str, type], tuple[str, ...]]] = {
        "roles": (ROLES, {"symbol": str, "move": float, "name": str}, ("name",)),
        "rates": (RATES, {"series": str, "name": str, "index": str, "owner": str}, ("index", "owner")),
        "providers": (PROVIDERS, {"name": str, "terms": str}, ()),
        "tables": (
            tuple(given["tables"]) if isinstance(given.get("tables"), dict) else (),
            {"head": str, "section": str, "who": str, "metric": str},
            ("section", "who", "metric"),
        ),
    }
    for part, (known, fields, spare) in parts.items():
        if isinstance(entries := given.get(part), dict) and table(
            part, entries, dict.fromkeys(known, dict), tuple(key for key in known if key != "fund")
        ):
            for key, entry in entries.items():
                table(f"{part}.{key}", entry, fields, spare)
                if (
                    part == "providers"
                    and (terms := entry.get("terms")) not in TERMS
                    and isinstance(terms, str)
                ):
                    say(
                        f"{part}.{key}",
                        f"{part}.{key}.terms is {terms!r}",
                        near(terms, TERMS) or f"known are {', '.join(TERMS)}.",
                    )
    if not problems:
        _agree(given, say)
    if problems:
        problems.sort(key=lambda problem: problem.order)
        raise EditorError(problems)
    roles, rates = given["roles"], given.get("rates", {})
    return Article(
        given["name"], given["published"], given["last_close"],
        Given({key: given[key] for key in ("issuer_product", "options") if given.get(key)}, "entry"),
        tuple(given.get("decisions", ())), tuple(given.get("meetings", ())),
        Given(given.get("defaults", {}), "default"),
        Given({role: entry["symbol"] for role, entry in roles.items()}, "role"),
        {entry["symbol"]: float(entry["move"]) for entry in roles.values()},
        {entry["symbol"]: entry["name"] for entry in roles.values() if "name" in entry},
        Given({role: entry["series"] for role, entry in rates.items()}, "rate"),
        {entry["series"]: entry["name"] for entry in rates.values()},
        {key: entry["name"] for key, entry in given["providers"].items()},
        {key: entry["terms"] for key, entry in given["providers"].items()},
        Given({role: entry["index"] for role, entry in rates.items() if "index" in entry}, "index of the rate"),
        {entry["series"]: entry.get("owner", "fred") for entry in rates.values()},
        given.get("tables", {}),
        tuple(given.get("accent", ())),
    )  # fmt: skip


def line(text: str, key: str) -> int:
    """The line on which a key stands that is named as `table.key`; the first where none does."""
    found = re.search(rf"^[ \t]*\[?[ \t]*{re.escape(key.split('.')[-1])}\b", text, re.MULTILINE)
    return text[: found.start()].count("\n") + 1 if found else 1


def _held(value: Any, kind: type) -> str:
    """What an entry of the wrong kind is; of a list of days, what in it is none."""
    if kind is list and isinstance(value, list):
        return f"holds {next(one for one in value if type(one) is not date)!r}"
    return f"is {value!r}"


def _agree(given: Mapping[str, Any], say: Callable[..., None]) -> None:
    """What entries that are sound one by one have to be to each other, and as names of files."""
    for part, field, form, like in (
        ("roles", "symbol", SYMBOL, "a ticker as Yahoo Finance writes it, such as SPY or ^VIX"),
        ("rates", "series", SERIES, "the name of a FRED series, such as DGS10"),
    ):
        first: dict[str, str] = {}
        for role, entry in given.get(part, {}).items():
            where, word = f"{part}.{role}", entry[field]
            if not form.fullmatch(word):
                say(where, f"{where}.{field} is {word!r}", f"write {like}.")
            elif (other := first.setdefault(word.removeprefix("^"), role)) != role:
                say(where, f"{where}.{field} is {word!r}, as is that of {other}", "leave one of them out.")
    if given["last_close"] > given["published"]:
        what = f"last_close is {given['last_close']}, and the article appeared on {given['published']}:"
        say("last_close", what, "write the last session before it.")
    for colour, found in palette.faint(given.get("accent", ())):
        what = f"accent has {colour}, whose contrast with the page is {found:.1f}"
        say(
            "accent",
            what,
            f"words take {palette.LEAST}: the first is dark, on white, and the second light, on black.",
        )
    for name in ("decisions", "meetings"):
        for before, day in pairwise(given.get(name, ())):
            if day <= before:
                what = f"{name} has {day} behind {before}"
                say(name, what, "write the days in their order, each once.")
    for name, entry in given.get("tables", {}).items():
        if not entry.keys() & {"section", "who", "metric"}:
            mend = "add section = …, who = … or metric = …, by which its facts are chosen."
            say(f"tables.{name}", f"tables.{name} says only what a row is called:", mend)
    needed = {"yahoo": "prices are its data"}
    if "issuer_product" in given:
        needed["ishares"] = "issuer_product is read from it"
    for role, entry in given.get("rates", {}).items():
        for owner in ("fred", entry.get("owner", "fred")):
            if owner not in PROVIDERS:
                mend = near(owner, PROVIDERS) or f"known are {', '.join(PROVIDERS)}."
                say(f"rates.{role}", f"rates.{role}.owner is {owner!r}", mend)
            else:
                needed.setdefault(owner, f"rates.{role} is its data")
    for owner, why in needed.items():
        if owner not in given["providers"]:
            say(
                "providers",
                f"providers.{owner} is missing: {why}",
                f"add {owner} = {{ name = …, terms = … }}.",
            )
