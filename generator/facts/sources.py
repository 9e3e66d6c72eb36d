"""The numbered references, read from facts/sources.toml."""

from __future__ import annotations

import re
from pathlib import Path

from generator.errors import Problem
from generator.facts.record import Source
from generator.facts.tables import DAY, TEXT, check_fields, read_tables

REFERENCES = 43
NAME = "sources.toml"
FIELDS = {
    "host": TEXT,
    "publisher": TEXT,
    "url": TEXT,
    "title": TEXT,
    "date": DAY,
    "about": TEXT,
    "relays": TEXT,
    "note": TEXT,
}
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", re.IGNORECASE)

# an address as a browser sends it, on a host without a port; what it holds besides is spelt in percent signs
ADDRESS = re.compile(r"https://(?P<host>[^/?#\s]+)(?:[/?#][!#-;=?-\[\]_a-z~]*)?", re.IGNORECASE)


def read(path: Path, problems: list[Problem]) -> dict[int, Source]:
    """References by number; what is wrong is added to `problems`."""
    found: dict[int, Source] = {}
    before = len(problems)
    for place, key, table in read_tables(path, problems, f"the {REFERENCES} references", numbered=True):
        if not re.fullmatch(r"[1-9]\d*", key, re.ASCII):
            mend = f"the article's run from 1 to {REFERENCES}, and further ones follow on."
            place.say("is no reference number", mend)
        elif check_fields(place, table, FIELDS):
            if not table.get("host") or not table.get("publisher"):
                place.say("lacks host or publisher:", "add both.")
            elif not HOST.fullmatch(table["host"]):
                mend = "write it as www.example.com, without https:// and without a path."
                place.say(f"host is {table['host']!r}, which is no host's name", mend, "host")
            elif (address := table.get("url")) and (wrong := _unsound(address, table["host"])):
                place.say(f"url is {address!r}", wrong, "url")
            elif int(key) > REFERENCES and int(key) - 1 not in found:
                following = max([REFERENCES, *found]) + 1
                place.say(f"does not follow on: the next new reference is {following}.")
            else:
                found[int(key)] = Source(number=int(key), **table)
    gaps = [str(n) for n in range(1, REFERENCES + 1) if n not in found]
    if gaps and len(problems) == before:
        what = f"reference {', '.join(gaps)} is missing"
        problems.append(Problem(f"facts/{NAME}", 0, 0, what, f"the article has 1 to {REFERENCES}."))
    return dict(sorted(found.items()))


def _unsound(address: str, host: str) -> str:
    """What is wrong with a piece's address; "" where nothing is."""
    found = ADDRESS.fullmatch(address)
    if not found:
        return "write it whole, as https://www.example.com/piece, without spaces."
    if found["host"].lower() != host.lower():
        return f"it leads to {found['host']}, and host is {host}: write the host of the address."
    return ""
