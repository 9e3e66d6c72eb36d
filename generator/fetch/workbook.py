"""A sheet of a workbook in Excel's XML of 2003 (SpreadsheetML), as some issuers write it: nearly XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from generator.errors import Unavailable

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
LOOSE = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)")  # in links, and in "S&P 500"
Table = dict[str, str]


def sheet(raw: bytes, name: str, columns: tuple[str, ...]) -> list[Table]:
    """The rows below the column names of a sheet, by name; Unavailable where it has no such sheet or columns."""
    text = raw.decode("utf-8", errors="replace").lstrip("\ufeff \r\n")
    if "<!DOCTYPE" in text[:2000] or "Workbook" not in text[:5000]:
        raise Unavailable(
            "HTML in place of the workbook" if "<html" in text[:5000].lower() else "no workbook came"
        )
    try:
        root = ElementTree.fromstring(LOOSE.sub("&amp;", text))  # noqa: S314 - it declares no entities: no DOCTYPE
    except ElementTree.ParseError:
        raise Unavailable("a workbook that is cut short or broken") from None
    found = next((each for each in root.iter(f"{SS}Worksheet") if each.get(f"{SS}Name") == name), None)
    if found is None:
        raise Unavailable(f"the workbook has no sheet {name!r}")
    rows = [list(_cells(row)) for row in found.iter(f"{SS}Row")]
    head = next((i for i, row in enumerate(rows) if set(columns) <= set(row)), None)
    if head is None:
        raise Unavailable(f"the sheet {name!r} has no columns {', '.join(columns)}")
    places = [rows[head].index(column) for column in columns]
    return [
        {
            column: row[place] if place < len(row) else ""
            for column, place in zip(columns, places, strict=True)
        }
        for row in rows[head + 1 :]
        if any(row)
    ]


def _cells(row: ElementTree.Element) -> Iterator[str]:
    """The texts of a row; a cell may say its column, from 1, and leave those before it out."""
    place = 1
    for cell in row.iter(f"{SS}Cell"):
        index = int(cell.get(f"{SS}Index") or place)
        yield from [""] * (index - place)
        place = index + 1
        yield "".join(cell.itertext()).strip()
