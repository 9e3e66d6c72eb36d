"""What a reader would see change between two revisions or two snapshots: numbers, verdicts, figures, charts, sentences."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import config, disk
from generator.charts import workers
from generator.desk import rendered
from generator.desk.rendered import Side
from generator.errors import UsageError
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
    say: Say = print,
) -> None:
    """Print the comparison, and write it as Markdown where a file is named. Folders and snapshots as the task's help says."""
    with tempfile.TemporaryDirectory() as scratch:
        left, right = Path(scratch) / "before", Path(scratch) / "after"
        against = rev or "HEAD"
        if before:
            against, left = before, _given(before)
        elif data_before and not rev:
            against = data_before
            _build(data_before, left)
        else:
            _revision(against, data_before or data, left)
        if after:
            right = _given(after)
        else:
            _build(data, right)
        changes = compare(rendered.read(left), rendered.read(right))
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
    return {
        "Numbers": numbers,
        "Verdicts": verdicts,
        "Published figures": figures,
        "Charts": charts,
        "Sentences": sentences,
    }


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
            if kind == "Sentences":
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


def _build(data: str | None, target: Path) -> None:
    """The finished pages of this checkout as it stands, on a snapshot, without touching its build/."""
    with workers.Studio() as studio:
        ground = pipeline.prepare(snapshot.folder(data), None, studio)
        writer.write(target, pipeline.render(ground, pipeline.narrative()).files)


def _revision(rev: str, data: str | None, target: Path) -> None:
    """The finished pages of another revision, made by its own program in a folder of its own."""
    # git is told which commit, never what was typed: a revision that reads like an option would be obeyed as one
    commit = (
        _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}").decode().strip()
    )
    if not commit:
        raise UsageError(
            f"git has no revision {rev!r} to compare with. Name a commit, a branch or a tag of this repository."
        )
    with tempfile.TemporaryDirectory() as checkout:
        # a zip is unpacked below its folder by every Python, whatever the names in it; a link comes out as a file
        with zipfile.ZipFile(io.BytesIO(_git("archive", "--format=zip", commit))) as packed:
            packed.extractall(checkout)
        words: Sequence[str] = ()
        folder = snapshot.folder(data)
        if data or folder == config.MARKET:  # its series are in no revision
            words = ("--data", str(folder))
        run = subprocess.run(
            [sys.executable, "-m", "invoke", "build", *words],
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            last = (run.stderr.strip() or run.stdout.strip()).splitlines()[-1:]
            raise UsageError(
                f"The revision {rev} does not build here: {last[0] if last else 'it does not say why'}."
            )
        (Path(checkout) / "build" / "docs").rename(target)


def _git(*words: str) -> bytes:
    """What git answers about this repository; nothing where it refuses. UsageError where there is no git."""
    try:
        return subprocess.run(["git", *words], cwd=config.ROOT, capture_output=True, check=False).stdout
    except OSError:
        raise UsageError(
            "git is not installed, so no revision can be built. Name a build's folder with --before."
        ) from None
