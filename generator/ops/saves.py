"""From a save to what it brings being seen: edits in a copy of the checkout, watched in a browser on what `serve` shows."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from generator import config
from generator.facts import reader
from generator.facts.record import Fact
from generator.ops.audit import browser
from generator.pages import nav, source

PATIENCE = 60_000  # ms until an edit that is not seen is given up
PROGRAM = ("generator", "tasks.py", "pyproject.toml")  # of the engine, where an article stands elsewhere
MADE = {".git", ".venv", "build", "site"}
SAYS = "words => document.body.innerText.includes(words)"
HOLDS = "selector => document.querySelector(selector) !== null"
STYLED = "name => getComputedStyle(document.documentElement).getPropertyValue(name) !== ''"


@dataclass(frozen=True)
class Edit:
    """Files as they are saved, by path below the checkout, and what is then seen on the page that is open."""

    files: dict[str, str]
    seen: str  # JavaScript of one argument
    argument: str


Make = Callable[[Path, int], Edit]  # of a checkout, which edit it is


def seconds(folder: Path | None, edits: int = 10) -> dict[str, float]:
    """The median of each kind of edit, on the snapshot in a folder, or without one on the newest edition."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "checkout"
        shutil.copytree(config.ROOT, copy, ignore=_made)
        if config.ROOT != config.ENGINE:
            for name in PROGRAM:
                place = config.ENGINE / name
                (shutil.copytree if place.is_dir() else shutil.copy)(place, copy / name)
        words = ["serve", "--no-open", "--port", "0", *(["--data", str(folder.resolve())] if folder else [])]
        command = [sys.executable, "-u", "-m", "invoke", *words]
        with subprocess.Popen(
            command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as server, browser() as chromium:  # fmt: skip
            try:
                address, page = _address(server), chromium.new_page()
                return {
                    kind: round(statistics.median(_each(page, address + at, copy, make, edits)), 2)
                    for kind, at, make in _kinds()
                }
            finally:
                server.terminate()


def _made(folder: str, names: list[str]) -> set[str]:
    """What stands in the checkout itself and is made; rooms of the engine have the same names."""
    return MADE.intersection(names) if Path(folder) == config.ROOT else set()


def _address(server: subprocess.Popen[str]) -> str:
    """The address that a started server says."""
    said = []
    for line in server.stdout or ():
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found[0]
    raise RuntimeError(f"invoke serve ended before it said its address: {''.join(said)}")


def _each(page: Any, address: str, copy: Path, make: Make, edits: int) -> Iterator[float]:
    """Seconds from each save until the open page shows what it brings."""
    page.goto(address, wait_until="load")
    for n in range(edits):
        edit = make(copy, n)
        started = time.perf_counter()
        for name, text in edit.files.items():
            (copy / name).write_text(text, "utf-8")
        page.wait_for_function(edit.seen, arg=edit.argument, polling=20, timeout=PATIENCE)
        yield time.perf_counter() - started


def _kinds() -> Iterator[tuple[str, str, Make]]:
    """A kind of edit, the page on which it is seen, and how it is made."""
    last = nav.read(config.ROOT / "mkdocs.yml", [])[-1].page.removesuffix(".md")
    yield "sentence", f"{last}/", partial(_sentence, f"docs/{last}.md")
    shown = {
        slot.value: page.stem
        for page in source.read(config.DOCS)
        for slot in page.slots
        if slot.kind == "said"
    }
    for fact in reader.load(config.FACTS).facts.values():
        # of a whole number that is checked, so that its print and its value can be changed alike
        whole = fact.metric and not fact.survives and re.fullmatch(r"\D*\d+\D*", fact.printed)
        if whole and shown.get(fact.key, "index") != "index":
            yield "fact", f"{shown[fact.key]}/", partial(_fact, fact)
            break
    yield "new page", "", _page
    yield "style", f"{last}/", _style


def _sentence(name: str, copy: Path, n: int) -> Edit:
    words = "An edit " + "again " * n + "was made."
    return Edit({name: f"{(copy / name).read_text('utf-8')}\n{words}\n"}, SAYS, words)


def _fact(fact: Fact, copy: Path, n: int) -> Edit:
    """Its value one more and one less in turn."""
    name, value = f"facts/{fact.section}.toml", int(fact.value or 0) + (n + 1) % 2
    written = re.compile(rf"(\[{fact.key}\][^\[]*printed = \"\D*)\d+(\D*\"\nvalue = )\d+")
    text = written.sub(rf"\g<1>{value}\g<2>{value}", (copy / name).read_text("utf-8"))
    return Edit({name: text}, HOLDS, f'data[data-fact="{fact.key}"][value="{value}"]')


def _page(copy: Path, n: int) -> Edit:
    """A page and its line in the navigation, which is seen on the front page."""
    stem, title = "new" + "x" * n, "New" + "x" * n  # a numeral would have to be bound
    page = f"---\ntitle: {title}\ndescription: A page.\n---\n\n# {title}\n\nA page.\n"
    lines = (copy / "mkdocs.yml").read_text("utf-8").split("\n")
    at = max(index for index, line in enumerate(lines) if re.match(r" +- .+: [\w-]+\.md$", line))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    settings = "\n".join([*lines[: at + 1], f"{indent}- {title}: {stem}.md", *lines[at + 1 :]])
    return Edit({f"docs/{stem}.md": page, "mkdocs.yml": settings}, HOLDS, f'a[href$="{stem}/"]')


def _style(copy: Path, n: int) -> Edit:
    name = "generator/site/assets/site.css"
    text = (copy / name).read_text("utf-8")
    return Edit({name: f"{text}\n:root {{ --edit-{n}: 1; }}\n"}, STYLED, f"--edit-{n}")
