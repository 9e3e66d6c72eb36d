"""What a run hands on and commits: sealed editions, the project's own rows, the manifest.

`keep` copies out what is new against the checkout's commit. `lay` puts that on another state of the branch: what
an artifact holds is taken by an allow-list of names and looked at, rows are joined by their day, and the
manifest's entries are made again for the files that come out. Nothing is ever merged as text, and no path of the
artifact becomes one of the checkout unseen.

Only the standard library: the job that may write to the repository installs nothing
(`python3 -m generator.ops.keep FOLDER` lays it on the folder where it is called).
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator import config, disk
from generator.errors import Problem, SnapshotError

Say = Callable[[str], None]
Rows = dict[str, dict[str, str]]  # day -> column -> cell
MANIFEST = "data/market/manifest.json"
OWN = (
    "data/market/fund.csv",
    "data/market/options.csv",
)  # a row a refresh, of which no provider has the past
NOTE = "kept.txt"
EDITION = re.compile(
    r"editions/((\d{4}-\d{2}-\d{2})(?:\.\d{1,3})?)/(results\.json|article\.html|SHA256SUMS|pictures/[a-z0-9_]+(?:\.json|-(?:wide|narrow)\.svg))"
)
RESULTS, ARTICLE, SUMS = "results.json", "article.html", "SHA256SUMS"
# what would run or be fetched; the one script is data about the page
RUNS = re.compile(
    rb"<script(?! type=\"application/ld\+json\">)|<(?:iframe|object|embed|base|form|img(?![^<>]*? src=\"data:image/)|link rel=\"stylesheet)\b|<[^<>]*\son\w+=|javascript:|@import",
    re.IGNORECASE,
)
LARGEST = 4 * 2**20  # bytes of a file; the largest of an edition has half a million
MOST = 400  # rows that a run may bring, and numbers in any list of an edition: more would be a series
CELL = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|")
COLUMN = re.compile(r"[a-z][a-z0-9_]{0,39}")


def keep(into: str, say: Say = print) -> None:
    """Copy out what this checkout has and its commit has not, under the same paths."""
    target, root = Path(into), config.ROOT
    sealed = sorted(path.parent for path in config.EDITIONS.glob(f"[0-9]*/{SUMS}"))
    made = [folder for folder in sealed if not _committed(folder / SUMS)]
    for folder in made:
        for path in (path for path in sorted(folder.rglob("*")) if path.is_file()):
            disk.write(target / path.relative_to(root), path.read_bytes())
    count = 0
    for name in OWN:
        if (root / name).is_file():
            header, rows = _table((root / name).read_text("utf-8"), name)
            _, known = _table((_committed(root / name) or b"").decode(), name)
            new = {day: row for day, row in rows.items() if known.get(day) != row}
            disk.write(target / name, _written(header, new))
            count += len(new)
    if (root / MANIFEST).is_file():
        disk.write(target / MANIFEST, (root / MANIFEST).read_bytes())
    told = f"To keep: {count} new rows, {len(made)} new editions."
    disk.write(target / NOTE, f"{told}\n")  # an artifact of nothing would be none
    say(told)


def _committed(path: Path) -> bytes | None:
    """A file as this checkout's commit has it; None where it has none, or where there is no git."""
    name = path.relative_to(config.ROOT).as_posix()
    try:
        run = subprocess.run(
            ["git", "show", f"HEAD:./{name}"], cwd=config.ROOT, capture_output=True, check=False
        )
    except OSError:
        return None
    return None if run.returncode else run.stdout


def lay(kept: Path, root: Path, say: Say = print) -> None:
    """Put what a run kept on a checkout; SnapshotError with all that is not allowed, having written nothing."""
    names, problems = [], []
    for path in _files(kept):
        name = path.relative_to(kept).as_posix()
        why = _refused(path, name)
        problems += (
            [Problem(f"{kept.name}/{name}", 0, 0, why, "Nothing of this artifact is taken.")] if why else []
        )
        names.append(name)
    sealed = sorted({found[1] for name in names if (found := EDITION.fullmatch(name))})
    if not problems:  # of what is not allowed nothing is opened
        problems += [problem for name in sealed for problem in _unsound(kept / "editions" / name)]
    if problems:
        raise SnapshotError(problems)
    for name in sealed:
        _add_edition(kept / "editions" / name, root / "editions", say)
    for name in names:
        if name in OWN:
            _add_rows(kept / name, root / name, say)
    if MANIFEST in names:
        _add_manifest(json.loads((kept / MANIFEST).read_bytes()), root, say)


def _files(kept: Path) -> Iterator[Path]:
    """Everything in the artifact that is no plain folder; links are not followed."""
    for folder, inner, outer in os.walk(kept):
        links = [name for name in inner if (Path(folder) / name).is_symlink()]
        yield from (Path(folder) / name for name in sorted([*outer, *links]))


def _refused(path: Path, name: str) -> str:
    """Why a file of the artifact is not taken; "" where it is."""
    if path.is_symlink() or not path.is_file():
        return "this is no plain file."
    edition = EDITION.fullmatch(name)
    if not edition and name not in (*OWN, MANIFEST, NOTE):
        return "no run keeps a file of this name."
    if path.stat().st_size > LARGEST:
        return f"this has {path.stat().st_size:,} bytes, more than {LARGEST:,}."
    if name == NOTE or (edition and edition[3] != RESULTS):
        return ""
    try:
        if name in OWN:
            return (
                ""
                if len(_table(path.read_text("utf-8"), name)[1]) <= MOST
                else f"a run brings at most {MOST} rows."
            )
        record = json.loads(path.read_bytes())
        if not isinstance(record, dict) or record.get("origin") != "market":
            return "this is no record of market data."
        if edition:
            return _no_edition(record, edition[2])
        return "" if isinstance(record.get("files"), dict) else "this manifest lists no files."
    except (ValueError, SnapshotError, RecursionError) as error:
        return f"this cannot be read ({error})."


def _no_edition(record: dict[str, Any], day: str) -> str:
    """Why a record is no edition of a day. What reads editions looks closer; here nothing but their shape is known."""
    if record.get("as_of") != day:
        return f"this says that it is of {record.get('as_of')!r}."
    if not {"inputs", "numbers", "findings", "standings"} <= record.keys():
        return "this lacks a part that every edition has."
    return "an edition holds results and no series." if max(_longest(record)) > MOST else ""


def _longest(value: Any) -> Iterator[int]:
    """How many numbers each list of a record holds."""
    yield 0
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, list):
        yield sum(isinstance(entry, int | float) for entry in value)
    for entry in inner:
        yield from _longest(entry)


def _table(text: str, name: str) -> tuple[list[str], Rows]:
    """A CSV of own rows: its columns, and its rows by day. SnapshotError where it is none."""
    lines = list(csv.reader(io.StringIO(text)))
    if not lines:
        return ["date"], {}
    header, *rows = lines
    if header[0] != "date" or not all(map(COLUMN.fullmatch, header)) or len(set(header)) != len(header):
        raise SnapshotError(f"{name}: its columns are {', '.join(header)[:80]}, expected date and names.")
    found: Rows = {}
    for number, cells in enumerate(rows, 2):
        if len(cells) != len(header) or not all(map(CELL.fullmatch, cells[1:])) or not _day(cells[0]):
            raise SnapshotError(f"{name}:{number}: {','.join(cells)[:80]} is no row of a day and numbers.")
        found[cells[0]] = dict(zip(header, cells, strict=True))
    return header, found


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _written(header: list[str], rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _, row in sorted(rows.items()))
    return out.getvalue()


def _add_rows(kept: Path, target: Path, say: Say) -> None:
    """The rows of both, by day; where both have one, each cell that the run has filled, since it changed that row."""
    columns, new = _table(kept.read_text("utf-8"), kept.name)
    standing = target.read_text("utf-8") if target.is_file() else ""
    before, rows = _table(standing, target.name)
    header = [*before, *(column for column in columns if column not in before)]
    after = _written(header, rows | {day: rows.get(day, {}) | _filled(row) for day, row in new.items()})
    if new and after != standing:
        disk.write(target, after)
        say(f"{target.name}: {len(new)} rows laid on {len(rows)}.")


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if cell}


def _unsound(folder: Path) -> Iterator[Problem]:
    """What is wrong with an edition as a whole: it is taken as it was sealed or not at all, and its page runs nothing."""
    place = f"kept/editions/{folder.name}"

    def problem(name: str, what: str) -> Problem:
        return Problem(f"{place}/{name}", 0, 0, what, "Nothing of this artifact is taken.")

    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    told = files.pop(SUMS).read_bytes() if SUMS in files else b""
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in sorted(files.items())]
    if not {RESULTS, ARTICLE} <= files.keys() or told != "".join(lines).encode():
        yield problem(SUMS, "the files of this edition are not those that were sealed.")
    if ARTICLE in files and (found := RUNS.search(files[ARTICLE].read_bytes())):
        yield problem(ARTICLE, f"a page of an edition runs and asks for nothing; this has {found[0][:40]!r}.")


def _add_edition(kept: Path, folder: Path, say: Say) -> None:
    """An edition as it is, under a name that is free: one that stands is never altered."""
    day, sums = kept.name[:10], (kept / SUMS).read_bytes()
    if any(path.read_bytes() == sums for path in folder.glob(f"{day}*/{SUMS}")):
        return
    turn, target = 1, folder / day
    while target.exists():
        turn += 1
        target = folder / f"{day}.{turn}"
    half = folder / f".{target.name}.half"
    shutil.rmtree(half, ignore_errors=True)
    for path in (path for path in sorted(kept.rglob("*")) if path.is_file()):
        disk.write(half / path.relative_to(kept), path.read_bytes())
    half.rename(target)
    say(f"editions/{target.name}: sealed by this run.")


def _add_manifest(new: dict[str, Any], root: Path, say: Say) -> None:
    """The run's manifest, with the entries of the own rows as they stand now; never over a newer one."""
    path = root / MANIFEST
    try:
        standing = json.loads(path.read_bytes())
        age = _age(standing)
    except (OSError, ValueError, AttributeError):
        standing, age = {}, ("", "")
    if age > _age(new):
        say(f"The manifest that stands is newer ({' '.join(age)}): it stays.")
        new = standing
    for own in OWN:
        name = own.removeprefix("data/market/")
        body = (root / own).read_bytes() if (root / own).is_file() else b""
        days = sorted(_table(body.decode(), name)[1])
        if not days:
            new["files"].pop(name, None)
            continue
        entry = new["files"].get(name) or standing.get("files", {}).get(name) or {}
        made = {"first": days[0], "last": days[-1], "rows": len(days), "sha256": sha256(body).hexdigest()}
        new["files"][name] = {"source": "the project's own rows", "symbol": config.FUND, **entry, **made}
    disk.write(path, json.dumps(new, indent=1, ensure_ascii=False) + "\n")


def _age(manifest: dict[str, Any]) -> tuple[str, str]:
    return str(manifest.get("as_of", "")), str(manifest.get("retrieved_at") or "")


if __name__ == "__main__":
    try:
        lay(Path(sys.argv[1]), Path.cwd())
    except SnapshotError as found:
        sys.exit("\n".join(found.sentences))
