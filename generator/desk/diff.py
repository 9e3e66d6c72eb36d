"""What a reader would see change between two revisions or two snapshots: numbers, verdicts, figures, charts, sentences."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator import config, disk
from generator.charts import workers
from generator.desk import rendered
from generator.desk.rendered import Side
from generator.errors import UsageError
from generator.ledger.kept import PASTS
from generator.site import pipeline, snapshot, writer

Say = Callable[[str], None]


@dataclass(frozen=True)
class Change:
    """One thing that changes: what it is, where it is read, before and after ("" where it was not, or is no more)."""

    what: str
    where: str
    before: str
    after: str


Changes = dict[str, list[Change]]


def diff(
    rev: str,
    before: str | None,
    after: str | None,
    data: str | None,
    data_before: str | None,
    markdown: str | None,
    as_of: date | None = None,
    say: Say = print,
) -> None:
    """Print the comparison, and write it as Markdown where a file is named. Folders and snapshots as the task's help says."""
    with tempfile.TemporaryDirectory() as scratch:
        left, right = Path(scratch) / "before", Path(scratch) / "after"
        against, root, own = rev or "HEAD", Path(scratch) / "checkout", config.ROOT
        waiting = None
        if before:
            against, left, root = before, _given(before), Path(before)
        elif data_before and not rev:
            against, root = data_before, config.ROOT
            _build(data_before, as_of, left)
        else:  # the two sides are made side by side
            waiting = _begin(against, data_before or data, as_of, root, left)
        try:
            if after:
                right, own = _given(after), Path(after)
            else:
                _build(data, as_of, right)
        finally:
            if waiting:
                waiting.wait()
        if waiting and waiting.returncode:
            _again(against, data_before or data, as_of, root, left)
        changes = compare(rendered.read(left, root), rendered.read(right, own))
    say("\n".join(told(changes, against)))
    if markdown:
        disk.write(markdown, as_markdown(changes, against))


def compare(before: Side, after: Side) -> Changes:
    """Everything that is read differently, by kind; kinds without a change have an empty list."""
    numbers = [
        Change(f"{key}: {label}", ", ".join(after.pages_of(key) or before.pages_of(key)), old, new)
        for key, label, old, new in _pairs(before.numbers, after.numbers, after.labels | before.labels)
    ]
    figures = [
        Change(f"{key}: {label}", "", old, new)
        for key, label, old, new in _pairs(before.printed, after.printed, before.texts | after.texts)
    ]
    verdicts = [
        Change(f"{key}: {label}", "", old, new)
        for key, label, old, new in _pairs(before.verdicts, after.verdicts, before.texts | after.texts)
    ]
    charts = [
        Change(
            f"{key}: {label}",
            "",
            "drawn" if old else "",
            "drawn otherwise" if old and new else "drawn" if new else "",
        )
        for key, label, old, new in _pairs(before.charts, after.charts, before.titles | after.titles)
    ]
    sentences = [
        Change(page, page, old, new)
        for page in sorted(before.sentences.keys() | after.sentences.keys())
        for old, new in rendered.changed(before.sentences.get(page, []), after.sentences.get(page, []))
    ]
    wordings = [
        Change(f"{key}: {label}", "", old, new)
        for key, label, old, new in _pairs(before.wordings, after.wordings, before.texts | after.texts)
        if old and new
    ]
    was, now = before.written, after.written
    return {
        "Pages": _changed(was.titles, now.titles),
        "Navigation": _changed(was.entries, now.entries) if was.entries and now.entries else [],
        "Numbers": numbers,
        "Verdicts": verdicts,
        "Published figures": figures,
        "Wordings": wordings,
        "Charts": charts,
        "Shown": _changed(was.shown, now.shown),
        "Conditions": _listed(was.guards, now.guards),
        "Links": _listed(was.links, now.links),
        "Sentences": sentences,
    }


def _changed(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """What editors wrote, one of a kind a key; nothing where one side's checkout is not known."""
    if not before or not after:
        return []
    return [Change(key, "", old, new) for key, _, old, new in _pairs(before, after, {})]


def _listed(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[Change]:
    """What editors wrote on a page, several of a kind."""
    if not before or not after:
        return []
    return [
        Change(page, "", old, new)
        for page in sorted(before.keys() | after.keys())
        for old, new in rendered.changed(before.get(page, []), after.get(page, []))
    ]


def _pairs(
    before: dict[str, str], after: dict[str, str], labels: dict[str, str]
) -> list[tuple[str, str, str, str]]:
    keys = [*after, *(key for key in before if key not in after)]
    return [
        (key, labels.get(key, key), before.get(key, ""), after.get(key, ""))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def told(changes: Changes, against: str) -> list[str]:
    """The comparison for a terminal, a line a change."""
    lines = [_head(changes, against)]
    for kind, rows in changes.items():
        if rows:
            lines += ["", kind]
        for row in rows:
            where = f"  [{row.where}]" if row.where and row.where != row.what else ""
            if kind in ("Sentences", "Links", "Conditions"):
                lines += [f"  {row.what}", f"    - {row.before or '(new)'}", f"    + {row.after or '(gone)'}"]
            else:
                lines.append(f"  {row.what}: {row.before or '(new)'} → {row.after or '(gone)'}{where}")
    return lines


def as_markdown(changes: Changes, against: str) -> str:
    """The comparison for a pull request."""
    parts = [f"### {_head(changes, against)}"]
    for kind, rows in changes.items():
        if rows:
            table = [
                f"| {' | '.join(map(_cell, (row.what, row.before or '(new)', row.after or '(gone)', row.where)))} |"
                for row in rows
            ]
            open_ = " open" if kind in ("Numbers", "Verdicts") else ""
            parts.append(
                f"<details{open_}><summary>{kind}: {len(rows)}</summary>\n\n| | before | after | read on |\n|---|---|---|---|\n"
                + "\n".join(table)
                + "\n\n</details>"
            )
    return "\n\n".join(parts) + "\n"


def _head(changes: Changes, against: str) -> str:
    counts = [
        f"{len(rows)} {kind.lower() if len(rows) != 1 else kind.lower().removesuffix('s')}"
        for kind, rows in changes.items()
        if rows
    ]
    return (
        f"Against {against}: {', '.join(counts)} change."
        if counts
        else f"Against {against}: nothing that a reader sees changes."
    )


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _given(folder: str) -> Path:
    """The finished pages below a folder: build/docs itself, or a checkout that was built."""
    for place in (Path(folder), Path(folder) / "build" / "docs"):
        if (place / "api" / "numbers.json").is_file():
            return place
    raise UsageError(
        f"{folder}: no build stands there (no api/numbers.json); name a checkout that was built, or its build/docs."
    )


MAKE = """
import sys
from datetime import date
from pathlib import Path
from generator.charts import workers
from generator.site import pipeline, snapshot, writer
data, day, target = sys.argv[1:]
with workers.Studio() as studio:
    day = date.fromisoformat(day) if day else None
    ground = pipeline.prepare(snapshot.folder(data or None), day, studio)
    writer.write(Path(target), pipeline.render(ground, pipeline.narrative()).files)
"""


def _build(data: str | None, as_of: date | None, target: Path) -> None:
    """The finished pages of this checkout as it stands, on a snapshot, without touching its build/."""
    with workers.Studio() as studio:
        ground = pipeline.prepare(snapshot.folder(data), as_of, studio)
        writer.write(target, pipeline.render(ground, pipeline.narrative()).files)


def _begin(rev: str, data: str | None, as_of: date | None, root: Path, target: Path) -> subprocess.Popen[str]:
    """The finished pages of another revision at work, made by its own program in a folder of its own."""
    # git is told which commit, never what was typed: a revision that reads like an option would be obeyed as one
    commit = (
        _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}").decode().strip()
    )
    if not commit:
        raise UsageError(
            f"git has no revision {rev!r} to compare with. Name a commit, a branch or a tag of this repository."
        )
    # a zip is unpacked below its folder by every Python, whatever the names in it; a link comes out as a file
    with zipfile.ZipFile(io.BytesIO(_git("archive", "--format=zip", commit))) as packed:
        packed.extractall(root)
    if (kept := config.BUILD / PASTS).is_file():  # an entry is found by the hash of all that it rests on
        disk.write(root / "build" / PASTS, kept.read_bytes(), lasting=False)
    words = [_snapshot(data), as_of.isoformat() if as_of else "", str(target)]
    return subprocess.Popen(
        [sys.executable, "-c", MAKE, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, **_at(root)
    )  # fmt: skip


def _at(root: Path) -> dict[str, Any]:
    """Where and for which article a revision's program runs: its own, or this one where the article stands apart from it."""
    apart = config.ROOT != config.ENGINE
    environment = {name: value for name, value in os.environ.items() if name != "ARTICLE"}
    return (
        {"cwd": config.ENGINE, "env": {**environment, "ARTICLE": str(root)}}
        if apart
        else {"cwd": root, "env": environment}
    )


def _again(rev: str, data: str | None, as_of: date | None, root: Path, target: Path) -> None:
    """The same by the whole build of a revision whose program has other parts, or which says what is wrong with it."""
    words = ["--data", folder] if (folder := _snapshot(data)) else []
    words += ["--as-of", as_of.isoformat()] if as_of else []
    run = subprocess.run(
        [sys.executable, "-m", "invoke", "build", *words], capture_output=True, text=True, check=False, **_at(root)
    )  # fmt: skip
    if run.returncode:
        last = (run.stderr.strip() or run.stdout.strip()).splitlines()[-1:]
        raise UsageError(
            f"The revision {rev} does not build here: {last[0] if last else 'it does not say why'}."
        )
    shutil.rmtree(target, ignore_errors=True)
    (root / "build" / "docs").rename(target)


def _snapshot(data: str | None) -> str:
    """The folder to be named to another revision's program; "" for the editions that it has itself."""
    folder = snapshot.folder(data)
    return str(folder) if data or folder == config.MARKET else ""  # the market's series are in no revision


def _git(*words: str) -> bytes:
    """What git answers about this repository; nothing where it refuses. UsageError where there is no git."""
    try:
        return subprocess.run(["git", *words], cwd=config.ROOT, capture_output=True, check=False).stdout
    except OSError:
        raise UsageError(
            "git is not installed, so no revision can be built. Name a build's folder with --before."
        ) from None
