"""What a run keeps, and how it is laid on another state of the branch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT

from generator import config
from generator.errors import SnapshotError
from generator.ops.keep import keep, lay

HEAD = "date,call_volume,put_volume\n"


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def manifest(day: str, **files: object) -> str:
    return json.dumps(
        {"origin": "market", "as_of": day, "retrieved_at": "2026-04-28T22:00:00Z", "files": files}
    )


def edition(day: str, **more: object) -> str:
    lists: dict[str, list[object]] = {"numbers": [], "findings": [], "standings": []}
    return json.dumps({"as_of": day, "origin": "market", "inputs": {}, **lists, **more})


def sealed(folder: Path, name: str, results: str = "", article: str = "<p>x</p>") -> Path:
    """A whole edition with its sums."""
    files = {
        "article.html": article,
        "pictures/a-wide.svg": "<svg/>",
        "results.json": results or edition(name[:10]),
    }
    for path, text in files.items():
        put(folder, f"editions/{name}/{path}", text)
    sums = "".join(f"{sha256(text.encode()).hexdigest()}  {path}\n" for path, text in files.items())
    return put(folder, f"editions/{name}/SHA256SUMS", sums)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


def laid(kept: Path, root: Path) -> list[str]:
    said: list[str] = []
    lay(kept, root, said.append)
    return said


def test_rows_are_joined_by_their_day_and_the_manifest_follows(kept: Path, root: Path) -> None:
    put(root, "data/market/options.csv", HEAD + "2026-04-27,1,2\n2026-04-28,3,4\n")
    put(
        kept,
        "data/market/options.csv",
        "date,call_volume,put_volume,expiries\n2026-04-28,5,,7\n2026-04-29,8,9,10\n",
    )
    put(
        kept,
        "data/market/manifest.json",
        manifest("2026-04-29", **{"options.csv": {"source": "yahoo", "rows": 1}}),
    )
    laid(kept, root)
    text = (root / "data/market/options.csv").read_bytes()
    assert text.decode() == (
        "date,call_volume,put_volume,expiries\n2026-04-27,1,2,\n2026-04-28,5,4,7\n2026-04-29,8,9,10\n"
    )
    entry = json.loads((root / "data/market/manifest.json").read_text())["files"]["options.csv"]
    assert entry["source"] == "yahoo" and entry["sha256"] == sha256(text).hexdigest()
    assert (entry["first"], entry["last"], entry["rows"]) == ("2026-04-27", "2026-04-29", 3)
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    laid(kept, root)
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before, (
        "laying it again changes nothing"
    )


def test_an_older_manifest_gives_way(kept: Path, root: Path) -> None:
    put(root, "data/market/manifest.json", manifest("2026-04-30"))
    put(kept, "data/market/manifest.json", manifest("2026-04-29"))
    assert "it stays" in laid(kept, root)[0]
    assert json.loads((root / "data/market/manifest.json").read_text())["as_of"] == "2026-04-30"


def test_an_edition_that_stands_is_never_altered(kept: Path, root: Path) -> None:
    sealed(root, "2026-04-30", edition("2026-04-30", note="theirs"))
    sealed(kept, "2026-04-30", edition("2026-04-30", note="ours"))
    laid(kept, root)
    laid(kept, root)
    assert sorted(p.name for p in (root / "editions").iterdir()) == ["2026-04-30", "2026-04-30.2"]
    assert "theirs" in (root / "editions/2026-04-30/results.json").read_text()
    assert (root / "editions/2026-04-30.2/pictures/a-wide.svg").read_text() == "<svg/>"


FORGED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a hook": (".git/hooks/post-commit", lambda p: None, "no run keeps a file of this name"),
    "a series": ("data/market/prices/IWM.csv", lambda p: None, "no run keeps a file of this name"),
    "a workflow": (".github/workflows/x.yml", lambda p: None, "no run keeps a file of this name"),
    "an odd edition": ("editions/../2026-04-30/results.json", lambda p: None, "no run keeps a file of this name"),
    "a file of one's own": ("editions/2026-04-30/x.json", lambda p: None, "no run keeps a file of this name"),
    "too large": ("editions/2026-04-30/results.json", lambda p: p.write_text("[" + "1," * 3_000_000), "more than"),
    "another day": ("editions/2026-04-30/results.json", lambda p: p.write_text(edition("2026-04-29")), "of '2026-04-29'"),
    "simulated": ("editions/2026-04-30/results.json", lambda p: p.write_text('{"origin": "simulated"}'), "no record of market"),
    "no JSON": ("data/market/manifest.json", lambda p: p.write_text("{"), "cannot be read"),
    "a list": ("data/market/manifest.json", lambda p: p.write_text("[]"), "no record of market"),
    "a series in an edition": (
        "editions/2026-04-30/results.json",
        lambda p: p.write_text(edition("2026-04-30", numbers=[{"path": list(range(500))}])),
        "results and no series",
    ),
    "a series in rows": (
        "data/market/options.csv",
        lambda p: p.write_text(HEAD + "".join(f"{2000 + n // 336}-{n % 12 + 1:02}-{n % 28 + 1:02},1,2\n" for n in range(5000))),
        "at most 400 rows",
    ),
    "markup in rows": ("data/market/fund.csv", lambda p: p.write_text(HEAD + "2026-04-30,<b>,1\n"), "no row of a day"),
    "markup in columns": ("data/market/fund.csv", lambda p: p.write_text("date,<b>\n"), "expected date and names"),
    "a day that is none": ("data/market/fund.csv", lambda p: p.write_text(HEAD + "2026-02-30,1,1\n"), "no row of a day"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORGED)
def test_nothing_of_a_forged_artifact_is_taken(kept: Path, root: Path, case: str) -> None:
    """One bad file, and nothing beside it is taken either; the file is named."""
    name, spoil, told = FORGED[case]
    sealed(kept, "2026-03-31")
    spoil(put(kept, name.replace("..", "%2e%2e"), "x"))
    with pytest.raises(SnapshotError) as found:
        laid(kept, root)
    assert told in str(found.value) and name.rsplit("/", 1)[1] in str(found.value)
    assert not root.exists()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda p: put(p, "pictures/b-wide.svg", "<svg/>"), "SHA256SUMS: the files of this edition are not"),
        (lambda p: (p / "pictures/a-wide.svg").unlink(), "SHA256SUMS: the files of this edition are not"),
        (
            lambda p: (p / "article.html").write_text("<p>y</p>"),
            "SHA256SUMS: the files of this edition are not",
        ),
        (
            lambda p: sealed(p.parent.parent, p.name, article="<SCRIPT>x()</SCRIPT>"),
            "runs and asks for nothing",
        ),
        (lambda p: sealed(p.parent.parent, p.name, article='<a onclick="x()">'), "runs and asks for nothing"),
        (lambda p: sealed(p.parent.parent, p.name, article='<img src="//x/y">'), "runs and asks for nothing"),
    ],
)
def test_an_edition_is_taken_as_it_was_sealed_or_not_at_all(
    kept: Path, root: Path, spoil: Callable[[Path], object], told: str
) -> None:
    sealed(kept, "2026-04-30")
    spoil(kept / "editions" / "2026-04-30")
    with pytest.raises(SnapshotError, match=told):
        laid(kept, root)
    assert not root.exists()


@pytest.mark.parametrize("name", ["editions", "editions/2026-04-30", "data/market", "kept.txt"])
def test_links_are_not_followed(kept: Path, root: Path, tmp_path: Path, name: str) -> None:
    other = sealed(tmp_path / "other", "2026-04-30")
    (kept / name).parent.mkdir(parents=True)
    (kept / name).symlink_to(other if name.endswith("txt") else other.parent)
    with pytest.raises(SnapshotError, match="no plain file"):
        laid(kept, root)
    assert not root.exists()


def test_only_what_is_new_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the commit: a row that was changed, a row that was added, an edition that was sealed; no series."""
    root = tmp_path / "root"
    monkeypatch.setattr(config, "ROOT", root)
    monkeypatch.setattr(config, "EDITIONS", root / "editions")
    sealed(root, "2026-03-31")
    put(root, "data/market/options.csv", HEAD + "2026-04-27,1,2\n2026-04-28,3,4\n")
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@e", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    sealed(root, "2026-04-30")
    put(root, "data/market/options.csv", HEAD + "2026-04-27,1,2\n2026-04-28,3,5\n2026-04-29,6,7\n")
    put(root, "data/market/prices/IWM.csv", "date,open\n")
    keep(str(tmp_path / "kept"), lambda _: None)
    kept = {
        p.relative_to(tmp_path / "kept").as_posix(): p.read_text()
        for p in (tmp_path / "kept").rglob("*")
        if p.is_file()
    }
    files = ("article.html", "pictures/a-wide.svg", "results.json", "SHA256SUMS")
    assert set(kept) == {
        *(f"editions/2026-04-30/{name}" for name in files),
        "data/market/options.csv",
        "kept.txt",
    }
    assert kept["data/market/options.csv"] == HEAD + "2026-04-28,3,5\n2026-04-29,6,7\n"
    shutil.rmtree(root / ".git")
    keep(str(tmp_path / "whole"), lambda _: None)
    assert len(list((tmp_path / "whole" / "editions").iterdir())) == 2, "without git, everything is new"


def test_it_needs_no_package(kept: Path, tmp_path: Path) -> None:
    """As the job that may write runs it: without what was installed."""
    put(kept, "kept.txt", "")
    put(kept, "x", "")
    command = [sys.executable, "-S", "-m", "generator.ops.keep", str(kept)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1 and run.stderr == (
        "kept/x: no run keeps a file of this name. Nothing of this artifact is taken.\n"
    )
