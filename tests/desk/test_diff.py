"""What changes for a reader between two builds: every number, verdict, chart and sentence, before and after."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import places
import pytest
from conftest import copy, git, invoke, knowing

from generator.desk import diff, rendered


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit, and over it a changed sentence, a changed fact and a changed sealed number."""
    folder = copy(tmp_path_factory.mktemp("diff") / "checkout")
    page = folder / "docs" / f"{places.LAST}.md"
    page.write_text(f"{page.read_text('utf-8')}\nNothing here is final.\n", "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "as it ships")
    page.write_text(page.read_text("utf-8").replace("here is final", "on this site is final"), "utf-8")
    path = folder / places.facts("rsi")
    path.write_text(
        path.read_text("utf-8").replace(
            'printed = "around 62"\nvalue = 62', 'printed = "around 60"\nvalue = 60'
        ),
        "utf-8",
    )
    return folder


def test_a_revision_against_the_checkout(edited: Path, tmp_path: Path) -> None:
    """Exactly the three things that were changed, and what follows from them."""
    told = invoke(edited, "diff", "HEAD", "--markdown", str(tmp_path / "diff.md"))
    assert told.returncode == 0, told.stderr
    out = told.stdout
    assert out.startswith("Against HEAD: ")
    assert "rsi: RSI of IWM: around 62 → around 60" in out
    assert "rsi: RSI of IWM: " in out.split("Verdicts")[1]
    assert "- Nothing here is final" in out and "+ Nothing on this site is final" in out
    assert "RSI of around 60" in out
    if "\nNumbers\n" in out:  # a verdict that moves moves the ledger's counts, and no other number
        rows = out.split("\nNumbers\n")[1].split("\n\n")[0].splitlines()
        assert all(row.startswith("  count_") for row in rows)
    markdown = (tmp_path / "diff.md").read_text("utf-8")
    assert (
        markdown.startswith("### Against HEAD: ")
        and "| rsi: RSI of IWM | around 62 | around 60 |" in markdown
    )
    # what is kept for any build is no build
    assert {path.name for path in (edited / "build").glob("*")} <= {"kept"} and not (edited / "site").exists()


def test_nothing_changes_against_itself(edited: Path) -> None:
    git(edited, "stash", "-q")
    try:
        assert invoke(edited, "diff").stdout.strip() == "Against HEAD: nothing that a reader sees changes."
    finally:
        git(edited, "stash", "pop", "-q")


@pytest.mark.parametrize("rev", ["no-such-branch", "--output={}/written", "--remote=.", "HEAD:docs", "a\nb"])
def test_a_revision_that_is_none(edited: Path, tmp_path: Path, rev: str) -> None:
    """What is typed is a revision or nothing: git reads no option out of it."""
    rev = rev.format(tmp_path)
    run = invoke(edited, "diff", f"--rev={rev}")
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert f"git has no revision {rev!r}" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_git_it_says_so(edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    run = invoke(edited, "diff")
    assert run.returncode == 1 and "git is not installed" in run.stderr and "Traceback" not in run.stderr


def test_two_built_folders(edition_checkout: Path, tmp_path: Path) -> None:
    """Each number that differs is named with its text before and after, and with the pages that show it."""
    after = tmp_path / "docs"
    shutil.copytree(edition_checkout / "build" / "docs", after)
    numbers = json.loads((after / "api" / "numbers.json").read_text("utf-8"))
    old = numbers["rsi_14"]["text"]
    numbers["rsi_14"]["text"] = "12.3"
    del numbers["beta_36m"]
    (after / "api" / "numbers.json").write_text(json.dumps(numbers), "utf-8")
    ladder, sectors = places.chart("ladder"), places.chart("compared")
    (after / "charts" / f"{ladder}.svg").write_text("<svg/>", "utf-8")
    (after / "charts" / f"{sectors}.svg").unlink()
    changes = diff.compare(rendered.read(edition_checkout / "build" / "docs"), rendered.read(after))
    first, second = changes["Numbers"]
    assert (first.what.split(":")[0], first.before, first.after) == ("rsi_14", old, "12.3")
    assert places.page("now.rsi_14") in first.where
    assert (second.what.split(":")[0], second.after) == ("beta_36m", "")
    assert {(c.what.split(":")[0], c.after) for c in changes["Charts"]} == {
        (ladder, "drawn otherwise"),
        (sectors, ""),
    }
    assert changes["Sentences"] == [] and changes["Verdicts"] == []


def test_two_snapshots(real: Path, edited: Path, simulated_checkout: Path, market_checkout: Path) -> None:
    """The program of today on two sets of data: the sample's sealed numbers of the newest session against the real ones."""
    sample = edited / "data" / "sample"
    knowing(edited, simulated_checkout, market_checkout)
    run = invoke(edited, "diff", "--data", str(real), "--data-before", str(sample))
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"Against {sample}: ")
    assert "Charts" in run.stdout and "drawn otherwise" in run.stdout


def test_a_folder_without_a_build(edited: Path, tmp_path: Path) -> None:
    run = invoke(edited, "diff", "--before", str(tmp_path))
    assert run.returncode == 1 and "no build stands there" in run.stderr


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        (
            "---\ntitle: T\n---\n# One\n\nIt was **so**. It is [not](a.md).\n",
            ["One", "It was so.", "It is not."],
        ),
        ("The [RSI](terms.md#rsi){: .term } rose.\n", ["The RSI rose."]),
        ("A<table><tr><td>b</td></tr></table> c.\n\n- d\n- e\n", ["A c.", "d", "e"]),
        (
            'At <span class="claim"><data>62</data><a class="mark x" href="#"><span>≠</span></a></span> today.',
            ["At 62 today."],
        ),
        (
            "<figure><svg><text>a</text></svg></figure>\n\nWords. “Quoted.” More.",
            ["Words.", "“Quoted.” More."],
        ),
    ],
)
def test_sentences(markdown: str, said: list[str]) -> None:
    assert list(rendered.sentences(markdown)) == said


def test_sentences_are_paired_in_their_order() -> None:
    assert list(rendered.changed(["a", "b", "c"], ["a", "x", "c", "d"])) == [("b", "x"), ("", "d")]


HEAD = "---\ntitle: TITLE\ndescription: D\n---\n\n# T\n\n"


def checkout(folder: Path, pages: dict[str, str], nav: str) -> Path:
    (folder / "docs").mkdir(parents=True)
    for name, text in pages.items():
        (folder / "docs" / name).write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(nav, "utf-8")
    return folder


def test_what_no_finished_sentence_shows(tmp_path: Path, edition_checkout: Path) -> None:
    """Titles, the navigation, links, what leaves a page, a loosened condition and a hedge."""
    text = (
        HEAD
        + "At {{ now.close }} [@26]. {{ while 60 < rsi_14 }}High.{{ end }} [There](b.md)\n\n{{ table.averages }}\n"
    )
    nav = "nav:\n  - A: a.md\n  - B: b.md\n"
    before = checkout(
        tmp_path / "before", {"a.md": text.replace("TITLE", "One"), "b.md": HEAD.replace("TITLE", "Two")}, nav
    )
    text = (
        text.replace("60 <", "50 <")
        .replace("b.md", "c.md")
        .replace("{{ table.averages }}", "")
        .replace(" [@26]", "")
    )
    nav = "nav:\n  - A: a.md\n  - C: c.md\n"
    after = checkout(
        tmp_path / "after", {"a.md": text.replace("TITLE", "1"), "c.md": HEAD.replace("TITLE", "Two")}, nav
    )
    docs = edition_checkout / "build" / "docs"
    shutil.copytree(docs / "api", tmp_path / "api" / "api")
    claims = json.loads((docs / "api" / "claims.json").read_text("utf-8"))
    (rsi,) = (claim for claim in claims if claim["id"] == "rsi")
    rsi["published"]["hedge"] = "over"
    (tmp_path / "api" / "api" / "claims.json").write_text(json.dumps(claims), "utf-8")
    changes = diff.compare(rendered.read(docs, before), rendered.read(tmp_path / "api", after))
    told = {kind: [(row.what, row.before, row.after) for row in rows] for kind, rows in changes.items()}
    assert told["Pages"] == [("a.md", "One · D", "1 · D"), ("c.md", "", "Two · D"), ("b.md", "Two · D", "")]
    assert told["Navigation"] == [("c.md", "", "C, behind A"), ("b.md", "B, behind A", "")]
    assert told["Shown"] == [("a.md: cite.26", "1×", ""), ("a.md: table.averages", "1×", "")]
    assert told["Conditions"] == [("a.md", "60 < rsi_14", "50 < rsi_14")]
    assert told["Links"] == [("a.md", "[There](b.md)", "[There](c.md)")]
    assert [(what, old.split(",")[0], new.split(",")[0]) for what, old, new in told["Wordings"]] == [
        ("rsi: RSI of IWM", "around", "over")
    ]
