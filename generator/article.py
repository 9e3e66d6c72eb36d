"""What article.toml says of an article: its name, days, symbols by role, series and whose data they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator.errors import EditorError, Problem, near

ROLES = (
    "fund", "benchmark", "growth", "high_yield", "investment_grade", "rates_short", "rates_long",
    "index", "benchmark_index", "growth_index", "volatility",
)  # fmt: skip
RATES = (
    "effective", "policy_lower", "policy_upper", "rate_3m", "rate_2y", "rate_10y", "spread_hy", "spread_ig",
)  # fmt: skip
PROVIDERS = ("yahoo", "ibkr", "ishares", "fred", "ice")
TERMS = ("series", "points", "picture")
KINDS = {str: "a text in quotes", float: "a number above 1", int: "a whole number", date: "a day such as 2024-01-31",
         list: "a list of days such as [2024-01-31]", dict: "a table"}  # fmt: skip
TOP: dict[str, type] = {
    "name": str, "published": date, "last_close": date, "issuer_product": dict, "decisions": list,
    "roles": dict, "rates": dict, "providers": dict, "tables": dict,
}  # fmt: skip


@dataclass(frozen=True)
class Article:
    """An article.toml as read; mappings keep its order."""

    name: str
    published: date
    last_close: date
    issuer_number: int
    issuer_page: str
    decisions: tuple[date, ...]  # the Fed's, that began an easing cycle
    roles: Mapping[str, str]  # role -> symbol
    moves: Mapping[str, float]  # symbol -> largest believable move, a ratio
    names: Mapping[str, str]  # symbol -> what a reader knows it by, where that is no ticker
    series: Mapping[str, str]  # role -> FRED series
    rates: Mapping[str, str]  # FRED series -> what it is
    providers: Mapping[str, str]  # what a manifest calls a source -> its name
    terms: Mapping[str, str]  # whose data -> what may leave
    indices: Mapping[str, str]  # role of a series -> the index that it is of, where it is one's
    owners: Mapping[str, str]  # FRED series -> whose data it passes on
    tables: Mapping[
        str, Mapping[str, str]
    ]  # table of published figures -> which it holds, and what a row is called


def read(path: Path) -> Article:
    """The file as a record; EditorError with everything that is wrong in it, each at its line."""
    try:
        text = path.read_text("utf-8-sig")
        given = tomllib.loads(text)
    except FileNotFoundError:
        raise EditorError(
            f"{path.name} is missing in {path.parent}: name the folder of an article with --article, or begin one with `invoke new`."
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EditorError(Problem(path.name, 0, 0, f"cannot be read: {error}")) from None
    problems: list[Problem] = []

    def say(key: str, what: str, mend: str = "") -> None:
        found = re.search(rf"^[ \t]*\[?[ \t]*{re.escape(key.split('.')[-1])}\b", text, re.MULTILINE)
        line = text[: found.start()].count("\n") + 1 if found else 1
        problems.append(Problem(path.name, line, 0, what, mend))

    def fits(value: Any, kind: type) -> bool:
        if kind is float:
            return type(value) in (int, float) and value > 1
        if kind is list:
            return isinstance(value, list) and all(type(one) is date for one in value)
        return type(value) is kind and value != ""

    def table(where: str, fields: Any, known: Mapping[str, type], spare: tuple[str, ...] = ()) -> bool:
        before = len(problems)
        prefix = f"{where}." if where else ""
        if not isinstance(fields, dict):
            say(where, f"{where} is {fields!r}", "write a table such as { … }.")
            return False
        for key in fields.keys() - known.keys():
            say(
                where if where.count(".") or where == "issuer_product" else key,
                f"no such key: {prefix}{key}",
                near(key, known) or f"known are {', '.join(known)}.",
            )
        for key, kind in known.items():
            if key not in fields and key not in spare:
                say(where or "name", f"{prefix}{key} is missing", f"add {key} = …, {KINDS[kind]}.")
            elif key in fields and not fits(fields[key], kind):
                say(where or key, f"{prefix}{key} is {fields[key]!r}", f"write {KINDS[kind]}.")
        return len(problems) == before

    table("", given, TOP)
    table("issuer_product", given.get("issuer_product", {}), {"number": int, "page": str})
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
        if isinstance(entries := given.get(part, {}), dict) and table(
            part, entries, dict.fromkeys(known, dict)
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
    if problems:
        problems.sort(key=lambda problem: problem.order)
        raise EditorError(problems)
    roles, product = given["roles"], given["issuer_product"]
    return Article(
        given["name"], given["published"], given["last_close"], product["number"], product["page"], tuple(given["decisions"]),
        {role: entry["symbol"] for role, entry in roles.items()},
        {entry["symbol"]: float(entry["move"]) for entry in roles.values()},
        {entry["symbol"]: entry["name"] for entry in roles.values() if "name" in entry},
        {role: entry["series"] for role, entry in given["rates"].items()},
        {entry["series"]: entry["name"] for entry in given["rates"].values()},
        {key: entry["name"] for key, entry in given["providers"].items()},
        {key: entry["terms"] for key, entry in given["providers"].items()},
        {role: entry["index"] for role, entry in given["rates"].items() if "index" in entry},
        {entry["series"]: entry.get("owner", "fred") for entry in given["rates"].values()},
        given["tables"],
    )  # fmt: skip
