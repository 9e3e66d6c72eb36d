"""What building costs, as ratios taken pair by pair in one run, and what pictures weigh. Prints JSON."""

from __future__ import annotations

import compileall
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from generator import config
from generator.facts import reader
from generator.facts.record import Fact
from generator.ledger import editions
from generator.pages import nav, source
from generator.site import builder, shelf, snapshot
from generator.site.build import build

LIMITS = {
    "cold_build_vs_mkdocs": 2.8,
    "unchanged_build_vs_version": 1.3,
    "series_pictures_gzip_kb": 95.0,
    "edition_kb": {"packed": 700, "site": 900},
    "editors_seconds": {"sentence": 1.0, "fact": 2.0, "style": 0.5},
}
PICTURE = re.compile(r'<figure class="chart[^"]*" id="chart-(\w+)".*?</figure>', re.DOTALL)
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def bench(data: str | None, pairs: int) -> None:
    """Time a cold build against bare MkDocs, and an unchanged one against `invoke --version`."""
    folder = snapshot.folder(data)
    for place in (sysconfig.get_path("purelib"), str(config.ENGINE / "generator")):
        compileall.compile_dir(place, quiet=2)
    invoke = [sys.executable, "-m", "invoke"]
    ours = [*invoke, "build", "--data", str(folder or config.EDITIONS)]
    summary = build(data, say=lambda _: None)
    environment = builder.environment(date.fromisoformat(summary["as_of"]))
    target = config.BUILD / "bench"
    bare = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]

    cold = _pairs(ours, bare, pairs, environment, _forget)
    _time(ours, environment)
    unchanged = _pairs(ours, [*invoke, "--version"], max(pairs, 9), environment, lambda: None)
    shutil.rmtree(target, ignore_errors=True)
    report = {
        "snapshot": f"{summary['origin']} as of {summary['as_of']}",
        "cold_build_vs_mkdocs": cold,
        "unchanged_build_vs_version": unchanged,
        "series_pictures_gzip_kb": weight(config.BUILD / "docs"),
        "edition_kb": editions_kb(),
        "editors_seconds": editors(),
        "limits": LIMITS,
    }
    print(json.dumps(report, indent=1))


def editions_kb() -> dict[str, dict[str, float]]:
    """What each edition costs: packed as git packs it, each file by itself, and on the site."""
    found = {}
    for path in (path for path in editions.editions(config.EDITIONS) if path.is_dir()):
        packed = sum(len(zlib.compress(file.read_bytes())) for file in path.rglob("*") if file.is_file())
        site = sum(len(body) for body in shelf.served(path).values())
        found[path.name] = {"packed": round(packed / 1000, 1), "site": round(site / 1000, 1)}
    return found


def weight(docs: Path) -> float:
    """Kilobytes, gzip, of every series picture of the finished pages, both widths, as one text."""
    from generator.site.sources import declarations

    _, charts = declarations([])
    drawn = []
    for page in sorted(docs.glob("*.md")):
        for figure in PICTURE.finditer(page.read_text("utf-8")):
            if charts[figure[1]].series:
                drawn += SVG.findall(figure[0])
    return round(len(gzip.compress("".join(drawn).encode(), mtime=0)) / 1000, 1)


def editors(edits: int = 10) -> dict[str, float]:
    """Medians, in seconds, from a save to the changed text being served, over edits in a copy of the checkout."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "checkout"
        outputs = {str(config.BUILD), str(config.SITE), str(config.ROOT / ".git"), str(config.ROOT / ".venv")}
        shutil.copytree(
            config.ROOT,
            copy,
            ignore=lambda folder, names: {n for n in names if str(Path(folder) / n) in outputs},
        )
        command = [sys.executable, "-u", "-m", "invoke", "serve", "--no-open", "--port", "0"]
        with subprocess.Popen(
            command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as server:
            try:
                address = _address(server)
                return {
                    kind: round(
                        statistics.median(_shown(copy / name, change(n), address + at) for n in range(edits)),
                        2,
                    )
                    for kind, name, at, change in _edits()
                }
            finally:
                server.terminate()


def _address(server: subprocess.Popen[str]) -> str:
    """The address that a started server says."""
    for line in server.stdout or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found[0]
    raise RuntimeError("invoke serve ended before it said its address")


def _shown(file: Path, edit: tuple[Callable[[str], str], str], address: str) -> float:
    """Seconds from a save until what the edit brings is served."""
    change, marker = edit
    text = change(file.read_text("utf-8"))
    started = time.perf_counter()
    file.write_text(text, "utf-8")
    while time.perf_counter() - started < 60:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - the loopback address
            if marker in answer.read().decode():
                return time.perf_counter() - started
        time.sleep(0.02)
    raise RuntimeError(f"{file.name}: an edit was not shown within a minute")


Edit = Callable[[int], tuple[Callable[[str], str], str]]


def _sentence(n: int) -> tuple[Callable[[str], str], str]:
    marker = "An edit " + "again " * n + "was made."
    return lambda text: f"{text}\n{marker}\n", marker


def _fact(fact: Fact) -> Edit:
    """Another value, by one more and one less in turn, of a fact and in its print."""

    def edit(n: int) -> tuple[Callable[[str], str], str]:
        value = int(fact.value or 0) + (n + 1) % 2
        written = re.compile(rf"(\[{fact.key}\][^\[]*printed = \"\D*)\d+(\D*\"\nvalue = )\d+")
        return partial(written.sub, rf"\g<1>{value}\g<2>{value}"), f'value="{value}" data-fact="{fact.key}"'

    return edit


def _style(n: int) -> tuple[Callable[[str], str], str]:
    marker = f"--edit-{n}: 1"
    return lambda text: f"{text}\n:root {{ {marker}; }}\n", marker


def _edits() -> Iterator[tuple[str, str, str, Edit]]:
    """What is edited, in which file, where it is seen and how: on the last page, and the first fact of a whole number that is checked."""
    pages = source.read(config.DOCS)
    last = nav.read(config.ROOT / "mkdocs.yml", [])[-1].page.removesuffix(".md")
    yield "sentence", f"docs/{last}.md", f"{last}/", _sentence
    shown = {slot.value: page.stem for page in pages for slot in page.slots if slot.kind == "said"}
    whole = re.compile(r"\D*(\d+)\D*")
    for key, fact in reader.load(config.FACTS).facts.items():
        if (
            fact.metric
            and not fact.survives
            and whole.fullmatch(fact.printed)
            and key in shown
            and shown[key] != "index"
        ):
            yield "fact", f"facts/{fact.section}.toml", f"{shown[key]}/", _fact(fact)
            break
    yield "style", "generator/site/assets/site.css", "assets/site.css", _style


def _forget() -> None:
    for folder in (config.BUILD / "docs", config.SITE):
        shutil.rmtree(folder, ignore_errors=True)


def _pairs(
    left: list[str], right: list[str], pairs: int, environment: dict[str, str], before: Callable[[], None]
) -> dict[str, float]:
    """Medians over pairs run in turn; a build comes first, so that what it finishes is there for the other."""
    lefts, rights = [], []
    for _ in range(pairs):
        before()
        lefts.append(_time(left, environment))
        rights.append(_time(right, environment))
    ratios = [a / b for a, b in zip(lefts, rights, strict=True)]
    return {
        "ratio": round(statistics.median(ratios), 2),
        "seconds": round(statistics.median(lefts), 3),
        "against_seconds": round(statistics.median(rights), 3),
        "pairs": pairs,
    }


def _time(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        command, cwd=config.ROOT, env={**os.environ, **environment}, capture_output=True, check=True
    )
    return time.perf_counter() - started
