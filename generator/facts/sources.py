"""The numbered references, read from facts/sources.toml."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from generator.errors import Problem
from generator.facts.record import Source
from generator.facts.tables import DAY, TEXT, check_fields, read_tables
from generator.toml.lines import Place, headings

NAME = "sources.toml"
FIELDS = {
    "host": TEXT,
    "publisher": TEXT,
    "url": TEXT,
    "title": TEXT,
    "date": DAY,
    "about": TEXT,
    "relays": TEXT,
    "house": TEXT,
    "note": TEXT,
}
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", re.IGNORECASE)

# an address as a browser sends it, on a host without a port; what it holds besides is spelt in percent signs
ADDRESS = re.compile(r"https://(?P<host>[^/?#\s]+)(?:[/?#][!#-;=?-\[\]_a-z~]*)?", re.IGNORECASE)


def read(path: Path, problems: list[Problem]) -> dict[int, Source]:
    """References by number; what is wrong is added to `problems`, and its number stands bare."""
    found: dict[int, Source] = {}
    places: dict[int, Place] = {}
    for place, key, table in read_tables(path, problems, "the numbered references", numbered=True):
        if not re.fullmatch(r"[1-9]\d*", key, re.ASCII):
            place.say("is no reference number", "they run from 1 on.")
            continue
        places[int(key)] = place
        if check_fields(place, table, FIELDS):
            if not table.get("host") or not table.get("publisher"):
                place.say("lacks host or publisher:", "add both.")
            elif not HOST.fullmatch(table["host"]):
                mend = "write it as www.example.com, without https:// and without a path."
                place.say(f"host is {table['host']!r}, which is no host's name", mend, "host")
            elif (address := table.get("url")) and (wrong := _unsound(address, table["host"])):
                place.say(f"url is {address!r}", wrong, "url")
            else:
                found[int(key)] = Source(number=int(key), **table)
    for key in headings(path) if path.exists() else ():
        if re.fullmatch(r"[1-9]\d*", key, re.ASCII):  # told already, and not again where it is cited
            found.setdefault(int(key), Source(int(key), "", ""))
    last = 0
    for number, place in sorted(places.items()):
        if number != last + 1:
            place.say("does not follow on:", f"the number after {last} is {last + 1}.")
        last = number
    return dict(sorted(found.items()))


def listed(numbers: Collection[int]) -> str:
    """Which references there are, for who cites one that is none."""
    return f"references run from 1 to {max(numbers)}." if numbers else f"{NAME} has none yet: add [1] there."


def _unsound(address: str, host: str) -> str:
    """What is wrong with a piece's address; "" where nothing is."""
    found = ADDRESS.fullmatch(address)
    if not found:
        return "write it whole, as https://www.example.com/piece, without spaces."
    if found["host"].lower() != host.lower():
        return f"it leads to {found['host']}, and host is {host}: write the host of the address."
    return ""
