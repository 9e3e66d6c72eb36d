"""What Zensical leaves, made the site: the way that stays where MkDocs ends (`zensical build`, then `invoke finish`).

It reads the same finished pages and the same mkdocs.yml. Addresses in the HTML of a page it takes for those of the
page's source, and puts `../` before each, where MkDocs leaves them as a browser reads them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

from generator import config, disk
from generator.charts import vega
from generator.site import shelf

ADDRESS = re.compile(r'\b(href|src)="\.\./((?:\.\./)*[^"#?:]*)([^"]*)"')


def finish(folder: Path = config.SITE) -> int:
    """Lead every address of our own HTML where it leads under MkDocs, and add editions and the charts' script; how many were led."""
    listed = folder / "api" / "editions.json"
    for edition in json.loads(listed.read_text("utf-8")) if listed.is_file() else []:
        shelf.stand(shelf.served(config.EDITIONS / edition["name"]), folder)
    count = 0
    for page in folder.rglob("*.html"):
        if page.relative_to(folder).parts[0] == "editions" and len(page.relative_to(folder).parts) > 2:
            continue  # an edition's page is served as it was sealed
        text = page.read_text("utf-8")
        led = ADDRESS.sub(lambda found, page=page: _led(page, found), text)  # type: ignore[misc]
        if led != text:
            count += sum(a != b for a, b in zip(ADDRESS.findall(text), ADDRESS.findall(led), strict=False))
            disk.write(page, led, lasting=False)
    vega.add(folder)
    return count


def _led(page: Path, found: re.Match[str]) -> str:
    """An address without its first `../`, where only that leads to a file."""
    if _stands(page.parent / ".." / found[2]) or not _stands(page.parent / found[2]):
        return found[0]
    return f'{found[1]}="{found[2] or "./"}{found[3]}"'


def _stands(path: Path) -> bool:
    path = Path(unquote(str(path)))
    return path.is_file() or (path / "index.html").is_file()
