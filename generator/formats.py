"""How a number is written: one vocabulary for prose, tables, charts' words and JSON.

True minus, a narrow no-break space before the percent sign, thousands commas as in the article; never a raw float.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

DIGITS = 12  # significant digits that another machine has to meet
NARROW = "\u202f"
MINUS = "\u2212"
EN_DASH = "\u2013"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
COUNTED = "one two three four five six seven eight nine ten eleven twelve"
LETTERS = {str(count): word for count, word in enumerate(COUNTED.split(), 1)}
DIGITS_OF = {"whole": 0, "one": 1, "two": 2}
FORMS = {
    "whole": "no decimals",
    "one": "one decimal",
    "two": "two decimals",
    "signed": "with its sign, + or −",
    "unsigned": "without its sign, for a sentence that says down",
    "plain": "without its unit",
    "words": "a count from one to twelve in letters",
    "date": "a day in words",
    "compact": "a day as 5 Dec 2025, a number with its unit in short (5.5 pp, $72.9 bn)",
}
EITHER = (("whole", "one", "two"), ("signed", "unsigned"))  # of which a number has one
# unit -> (before, after); units not named here are said by the sentence around the number
AFFIXES = {
    "USD": ("$", ""),
    "USD bn": ("$", " billion"),
    "USD mn": ("$", " million"),
    "%": ("", f"{NARROW}%"),
    "pp": ("", " percentage points"),
    "pp_short": ("", f"{NARROW}pp"),
    "bp": ("", f"{NARROW}bp"),
    "x": ("", "×"),
    "sessions": ("", " sessions"),
    "days": ("", " days"),
    "weeks": ("", " weeks"),
    "years": ("", " years"),
    "shares mn": ("", " million shares"),
    "contracts mn": ("", " million contracts"),
}
SINGULAR = {" sessions": " session", " days": " day", " weeks": " week", " years": " year"}
SHORT = {
    " percentage points": f"{NARROW}pp",
    " billion": f"{NARROW}bn",
    " million": f"{NARROW}mn",
}  # what `compact` writes


ENDING = r"s\b"  # of a plural


def rounded(value: Any) -> Any:
    """Floats to 12 significant digits, however deep in records, lists and mappings they stand.

    The last digits of a double are those of the machine and its libraries, and no reader's: without them a site is
    the same wherever it is built.
    """
    match value:
        case float():
            return float(f"{value:.{DIGITS}g}")
        case str() | None | int():
            return value
        case list() | tuple():
            return type(value)(map(rounded, value))
        case Mapping():
            return {key: rounded(inner) for key, inner in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{field.name: rounded(getattr(value, field.name)) for field in fields(value)}
            )
        case _:
            return value


def day(value: date, short: bool = False) -> str:
    """5 December 2025, or 5 Dec 2025: a day that no reader can take for another."""
    month = MONTHS[value.month - 1]
    return f"{value.day} {month[:3] if short else month} {value.year}"


def number(value: float, digits: int, signed: bool = False) -> str:
    """Digits with commas and a true minus, a five rounded away from zero; a value that rounds to zero has no sign."""
    # as decimals, which know a tie: the double nearest to 5.85 lies below it, and a sum that should give it above
    exact = Decimal(f"{abs(value):.{DIGITS}g}")
    text = f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,f}"
    if not any(c in "123456789" for c in text):
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def write(value: float | str, unit: str, digits: int, form: str = "", signed: bool = False) -> str:
    """A value in words and digits, with its unit as a reader expects it; `form` is names of FORMS with spaces between.

    `signed` beside a form shows a plus as well.
    """
    if isinstance(value, str):
        if unit == "date" and form != "plain":
            return day(date.fromisoformat(value), short=form == "compact")
        return company(value) if unit == "name" else value
    forms = form.split()
    digits = next((DIGITS_OF[name] for name in forms if name in DIGITS_OF), digits)
    digits_text = number(abs(value), digits)
    before, after = ("", "") if "plain" in forms else AFFIXES.get(unit, ("", ""))
    if "compact" in forms:
        for long, short in SHORT.items():
            after = after.replace(long, short)
    if digits_text == "1":
        after = SINGULAR.get(after, after)
    if after == " percentage points" and digits_text in ("1", "1.0"):
        after = " percentage point"
    zero = not any(c in "123456789" for c in digits_text)
    sign = "" if zero or "unsigned" in forms else MINUS if value < 0 else "+" * (signed or "signed" in forms)
    if "words" in forms:
        digits_text = LETTERS.get(digits_text, digits_text)
    return f"{sign}{before}{digits_text}{after}"


# what an issuer's file adds to a company's name, and abbreviations that it keeps in capitals
_LEGAL = re.compile(
    r"(?:\s+(?:CLASS [A-Z]|CL [A-Z]|SERIES [A-Z]|CORP|CORPORATION|INC|LTD|LLC|LP|PLC|NV|SA|CO|COM|TRUST|REIT|THE))+$"
)
_CAPITALS = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,}|[A-Z]{1,2}|\w*\d\w*")


def share(part: float | None) -> str:
    """A part of one in percent, which is neither none nor all where it is not; "–" where there is none."""
    if part is None:
        return EN_DASH
    percent = part * 100
    if 0 < percent < 1 or 99 < percent < 100:
        return f"{'under 1' if percent < 1 else 'over 99'}{NARROW}%"
    return write(percent, "%", 0)


def two_figures(value: float, unit: str) -> int:
    """Decimals that write a value above zero to two figures, without zeros behind them."""
    digits = max(0, 1 - math.floor(math.log10(value))) if value else 0
    digits = len(f"{value:.{digits}f}".rstrip("0").partition(".")[2])
    return digits + (unit == "USD" and digits == 1)  # cents come in two


def inside(text: str) -> str:
    """Words that began a sentence, within one: a name in capitals stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def counted(count: int, what: str) -> str:
    """A count with what it counts: `1 chart`, `2 charts`."""
    return f"{count} {what if count != 1 else re.sub(ENDING, '', what, count=1)}"


def company(text: str) -> str:
    """A company as people write it: Bloom Energy of BLOOM ENERGY CLASS A CORP; one that has small letters stays as it is."""
    if text != text.upper():
        return text
    words = (_LEGAL.sub("", text) or text).split()
    return " ".join(word if _CAPITALS.fullmatch(word) else word.capitalize() for word in words)


def typeset(text: str) -> str:
    """A figure as an editor's keyboard gives it, in our typography: true minus, en dash in a range, narrow space before %."""
    if re.search(r"\d-\d+-\d", text):  # a date or a name, no range
        return text
    text = re.sub(r"(?<=\d)\s?(?:-|\u2013)\s?(?=[$€£]?\d)", EN_DASH, text)
    text = re.sub(r"(?<![\w\u2013-])-(?=[$€£]?\d)", MINUS, text)
    return re.sub(r"(?<=\d)[ \u00a0]?(?=%)", NARROW, text)


# a line break as well: a blank line would end a block of HTML in Markdown
_IN_TAG = re.compile(r"[&<>\"'\\`{}\[\]|!\n\r]")
_SPECIAL = re.compile(r"[&<>\"'\\`*_{}\[\]|~!@\n\r]")


def escape(text: str) -> str:
    """Text from outside, made safe for HTML and inert in Markdown and in slots."""
    return _SPECIAL.sub(lambda m: f"&#{ord(m[0])};", text)


def attribute(text: str) -> str:
    """The same for a value inside a tag, where Markdown reads fewer characters."""
    return _IN_TAG.sub(lambda m: f"&#{ord(m[0])};", text)
