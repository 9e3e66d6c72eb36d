"""Why a file is no TOML, in an editor's terms: what a date, a number, a text or a list looks like there."""

from __future__ import annotations

import contextlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date

from generator.toml.lines import FIELD, STRING

CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?")
MERGED = "is left of a merge: keep one of the two versions, and take the three marks out"
NO_HEADING = "is no heading"
QUOTES = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
FULL = r"\d{4}-\d{1,2}-\d{1,2}"
DATE = re.compile(
    rf"{FULL}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{1,2}}\.? [A-Z][a-z]+ \d{{4}}|[A-Z][a-z]+ \d{{1,2}}, \d{{4}}"
)
NUMBER = re.compile(r"(?P<sign>[-+\u2212\u2013]?) ?[$\u20ac\u00a3]?(?P<digits>\d*[\d.,' \u202f\u00a0]*\d\.?) ?(?P<unit>%|[a-zA-Z]+|[$\u20ac\u00a3])?")  # fmt: skip
HEAD = re.compile(r"[ \t]*(?:\[[^\[\]]*|[\w-]+\]|\([\w-]+\)|\{[\w-]+\})[ \t]*")
PLAIN = r"([-+]?\d+(?:\.\d+)?)"
COMMENT = re.compile(r"\s+#.*$")


def told(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Line, column, what and mend of each line that is no TOML for a reason known here."""
    masked = STRING.sub(lambda m: re.sub(r"[^\n]", "x", m[0]), text)
    for number, line in enumerate(masked.split("\n"), 1):
        if CONFLICT.fullmatch(line):
            yield number, 1, f"{line.split()[0]} {MERGED}", ""
        elif lost := _lost(line):
            yield (
                number,
                lost.start() + 1,
                f"{lost[0]} is a day that there is not",
                "write one as 2026-01-30.",
            )
        elif field := FIELD.match(line):
            value = COMMENT.sub("", line[field.end() :]).strip()
            if value and (why := _value(field["key"], value)):
                yield number, field.end() + 2, *why
        elif HEAD.fullmatch(line):
            name = re.sub(r"[^\w-]", "", line)
            yield number, 1, f"{line.strip()} {NO_HEADING}", f"write [{name}]."
        elif spaced := re.match(r"[ \t]*(?P<name>[a-z_]+(?: [a-z_]+)+) *=", line):
            name = spaced["name"].replace(" ", "_")
            yield number, 1, f"{spaced['name']} is no name of a field", f"write {name} = …"
        elif pair := re.match(r"[ \t]*(?P<name>[\w-]+)[ \t]*:[ \t]*\S", line):
            yield number, 1, f"{pair['name']} is followed by a colon", f"write {pair['name']} = …"


def _lost(line: str) -> re.Match[str] | None:
    """The first day in a list that no calendar has."""
    for found in (
        re.finditer(r"\d{4}-\d\d-\d\d", line) if re.match(r"[^=\"]*=[ \t]*\[|[ \t\d,-]+$", line) else ()
    ):
        try:
            date.fromisoformat(found[0])
        except ValueError:
            return found
    return None


def _value(name: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a value as it is written, and what mends it."""
    with contextlib.suppress(tomllib.TOMLDecodeError):
        tomllib.loads(f"x = {value}")
        return None
    if any(quote in value[:1] + value[-1:] for quote in QUOTES):
        words = value.strip(QUOTES + "\"'")
        return f"{name} stands in curly quotes", f'write it in straight ones: {name} = "{words}"'
    if DATE.fullmatch(value):
        return _day(name, value)
    if re.fullmatch(r"\(.*\)", value) or re.fullmatch(r"\d+(?:, +\d+)+", value):
        return (
            f"{name} is {value}, and a list stands in square brackets",
            f"write {name} = [{value.strip('()')}]",
        )
    if ends := re.fullmatch(rf"{PLAIN} ?(?:[-\u2013\u2014]|to|\.\.+) ?{PLAIN}", value):
        return (
            f"{name} is {value}, a range",
            f"write low = {ends[1]} and high = {ends[2]} in the place of it.",
        )
    if value[0] in "~\u2248" and re.fullmatch(PLAIN, value[1:].strip()):
        return f"{name} is {value}, which is no number here", f"write {name} = {value[1:].strip()}"
    if (
        re.search(r"\d", value)
        and not value.isascii()
        and (digits := _ascii(value))
        and re.fullmatch(PLAIN, digits)
    ):
        return f"{name} is {value}, in other digits than 0 to 9", f"write {name} = {digits}"
    if re.fullmatch(r"\[\^?@.*\]|\{[\d, ]+\}", value):
        listed = ", ".join(re.findall(r"\d+", value))
        return f"{name} is {value}, which is no list here", f"write {name} = [{listed}]"
    if re.fullmatch(r"`[^`]*`", value):
        return f"{name} stands in backticks", f'write it in straight quotes: {name} = "{value.strip("`")}"'
    if value.count('"') > 2 and value[0] == value[-1] == '"':
        inner = value[1:-1].replace('"', "'")
        return f"{name} is a text with quotes inside it", f'write others there: {name} = "{inner}"'
    if re.fullmatch(r"\[[\d, ]*\d[\d, ]*", value):
        return f"{name} is {value}, a list that nothing closes", f"write {name} = {value.rstrip(', ')}]"
    if (found := NUMBER.fullmatch(value)) and (written := _number(found)) != value:
        return f"{name} is {value}, which is no number here", f"write {name} = {written}"
    if value in ("True", "False"):
        return f"{name} is {value}", f"write {name} = {value.lower()}"
    if re.fullmatch(r"(?!true$|false$|nan$|inf$)[A-Za-z][\w .%-]*", value):
        return f"{name} is {value}, a text without quotes", f'write {name} = "{value}"'
    return None


def _ascii(text: str) -> str:
    """A number with every digit of another script as 0 to 9."""
    return "".join(str(unicodedata.digit(c, c)) for c in text)


def _day(name: str, value: str) -> tuple[str, str] | None:
    """A date that is none: of another order than year, month, day, or one that no calendar has."""
    if not re.fullmatch(FULL, value):
        return f"{name} is {value}, which is no date here", f"write year, month and day: {name} = 2026-01-30"
    year, month, day = map(int, value.split("-"))
    try:
        written = date(year, month, day).isoformat()
    except ValueError:
        return f"{name} is {value}, a day that there is not", f"write {name} = 2026-01-30, for one."
    return (
        (f"{name} is {value}, which is no date here", f"write {name} = {written}")
        if written != value
        else None
    )


def _number(found: re.Match[str]) -> str:
    """The number as TOML has it: commas by threes part thousands, and a last point or comma decimals."""
    digits = re.sub(r"['\s]", "", found["digits"])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", digits) or re.fullmatch(r"\d+,\d+", digits):
        digits = digits.replace(".", "").replace(",", ".")
    digits = digits.rstrip(".")
    whole, point, rest = digits.partition(".")
    sign = "-" if found["sign"] in ("-", "\u2212", "\u2013") else ""
    return f"{sign}{whole.lstrip('0') or '0'}{point}{rest}"
