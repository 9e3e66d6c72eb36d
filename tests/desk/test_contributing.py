"""CONTRIBUTING.md followed to the letter: its edits made and its commands run, in a copy of the checkout, in one sitting."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import places
import pytest
from conftest import ROOT, copy, git, invoke

STEP = re.compile(
    r"^(?P<number>\d+)\. (?P<words>.+?)\n\n(?P<indent> +)```(?P<language>\w+)\n(?P<body>.*?)\n(?P=indent)```\n(?P<after>.*?)(?=^\d+\. |\Z)",
    re.MULTILINE | re.DOTALL,
)
APPEND = re.compile(r"Add to the end of `([^`]+)`")
CREATE = re.compile(r"Make the file `([^`]+)`")
INSERT = re.compile(r"In `([^`]+)`, below the line `([^`]+)`, add")
SAYS = re.compile(r"It says `([^`]+)`")

# what the recipes take for an example, and what it is in the article that stands here
NEXT = places.REFERENCES + 1
HERE = {
    "technical-picture": places.page("said.rsi"),
    "outlook-2026": places.page(f"chart.{places.chart('fan')}"),
    "- Key risks: key-risks.md": f"- {places.TITLES[places.drawn('gauges')]}: {places.drawn('gauges')}.md",
    '["44"]': f'["{NEXT}"]',
    "[@44]": f"[@{NEXT}]",
    "`44 references": f"`{NEXT} references",
}
READING, OUTLOOK = HERE["technical-picture"], HERE["outlook-2026"]


@dataclass(frozen=True)
class Step:
    """One step of a recipe as it is written."""

    words: str
    body: str
    says: str


def recipes() -> dict[str, list[Step]]:
    """Recipes by their heading; those without numbered steps have none."""
    found = {}
    whole = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for example, here in HERE.items():
        assert example in whole
        whole = whole.replace(example, here)
    for part in re.split(r"^## ", whole, flags=re.MULTILINE)[1:]:
        title, text = part.split("\n", 1)
        steps = []
        for match in STEP.finditer(text):
            says = SAYS.search(match["after"])
            steps.append(Step(" ".join(match["words"].split()), dedented(match), says[1] if says else ""))
        found[title.split(":")[0]] = steps
    return found


def dedented(match: re.Match[str]) -> str:
    """A block without the indent of its list."""
    return "\n".join(line.removeprefix(match["indent"]) for line in match["body"].split("\n"))


def follow(folder: Path, step: Step, later: list[str] | None = None) -> None:
    """Do what a step says; a step that says nothing that can be done is a mistake of CONTRIBUTING's.

    A check of the whole article, and what it says, can be had `later`, once for several recipes.
    """
    if found := APPEND.match(step.words):
        path = folder / found[1]
        path.write_text(f"{path.read_text('utf-8')}\n{step.body}\n", "utf-8")
    elif found := CREATE.match(step.words):
        assert not (folder / found[1]).exists()
        (folder / found[1]).write_text(f"{step.body}\n", "utf-8")
    elif found := INSERT.match(step.words):
        lines = (folder / found[1]).read_text("utf-8").split("\n")
        (at,) = (n for n, line in enumerate(lines) if line.strip() == found[2])
        (folder / found[1]).write_text("\n".join([*lines[: at + 1], step.body, *lines[at + 1 :]]), "utf-8")
    else:
        assert step.words.startswith("Run"), step.words
        said, put_off = "", False
        for line in step.body.splitlines():
            program, *words = shlex.split(line)
            assert program == "invoke", line
            if words == ["check"] and later is not None:
                later.append(step.says)
                put_off = True
                continue
            run = invoke(folder, *words)
            said += run.stdout
            assert run.returncode == 0, f"{line}: {run.stdout}{run.stderr}"
        assert put_off or step.says in said, said


EDITORS = (
    "A figure",
    "A source",
    "A section",
    "A forecast",
    "A price target",
    "A number of another symbol, or at another day",
    "A sentence with branches",
    "A chart, without Python",
    "Before you hand it in",
    "A new article",
)


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which someone followed the editors' recipes one after the other."""
    folder = copy(tmp_path_factory.mktemp("contributing") / "checkout")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "as it ships")
    later: list[str] = []
    for name in EDITORS:
        assert recipes()[name], f"{name} has no steps"
        for step in recipes()[name]:
            follow(folder, step, later)
    run = invoke(folder, "check")
    assert run.returncode == 0 and all(says in run.stdout for says in later), run.stdout + run.stderr
    return folder


def test_the_editors_recipes_stand_on_the_site(sitting: Path) -> None:
    """A figure, a source, a section and a forecast, in one sitting."""
    site = sitting / "site"
    claims = {claim["id"]: claim for claim in json.loads((site / "api" / "claims.json").read_text("utf-8"))}
    assert {"rsi_elsewhere", "liquid_names", "fall_in_2027"} <= set(claims)
    # a verdict comes from data: from the numbers that the edition has, or on its due day
    assert claims["rsi_elsewhere"]["recomputed"]["value"] is not None
    assert claims["fall_in_2027"]["verdict"] == "open" and "2027" in claims["fall_in_2027"]["note"]
    assert len(json.loads((site / "api" / "sources.json").read_text("utf-8"))) == NEXT
    assert "about 60" in (site / READING / "index.html").read_text("utf-8")
    assert "Two years of SPY" in (site / READING / "index.html").read_text("utf-8")
    assert f"ref-{NEXT}" in (site / "references" / "index.html").read_text("utf-8")
    assert "almost 2,000" in (site / "liquidity" / "index.html").read_text("utf-8")
    assert "liquid_names" in (site / "ledger" / "liquidity" / "index.html").read_text("utf-8")
    assert "$300" in (site / OUTLOOK / "index.html").read_text("utf-8")
    text = (site / f"{READING}.txt").read_text("utf-8")
    assert "$251 (as of 2025-12-05) when the article appeared" in text and "Momentum is " in text
    assert (
        "{{" not in text and "HYG closed" not in text
    )  # the edition shown has none: the branch is not taken
    assert "at least 15" in (site / OUTLOOK / "index.html").read_text("utf-8")
    assert "A drawdown of IWM of at least" in (site / "scoreboard" / "index.html").read_text("utf-8")


def test_no_python_file_was_opened(sitting: Path) -> None:
    for name in EDITORS:
        for step in recipes()[name]:
            assert ".py" not in step.words
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=sitting, capture_output=True, text=True, check=True
    ).stdout
    assert "facts/sources.toml" in changed and ".py" not in changed


def test_what_was_added_breaks_no_test_of_the_repository(sitting: Path) -> None:
    """Whoever follows the recipes can also run the tests on what the repository holds."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/test_repository.py", "-k", "not sample and not market"],
        cwd=sitting, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


def test_the_recipe_for_a_metric(tmp_path: Path) -> None:
    folder = copy(tmp_path / "checkout")
    for step in recipes()["A metric"]:
        follow(folder, step)
    facts = folder / "facts" / f"{READING}.toml"
    claim = facts.read_text("utf-8") + (
        '\n[gap]\ntext = "gap"\nprinted = "1 %"\nvalue = 1\nunit = "%"\nas_of = 2025-12-05\ncites = [26]\n'
        'metric = "opening_gap"\nargs = { before = "high" }\n'
    )
    facts.write_text(claim, "utf-8")
    assert invoke(folder, "find", "opening").returncode == 0
    facts.write_text(claim.replace('before = "high"', 'before = "low"'), "utf-8")
    refused = invoke(folder, "check")
    assert refused.returncode == 1
    assert "args.before is 'low'; it has to be one of 'close', 'high'." in refused.stdout + refused.stderr


def test_the_recipe_for_a_table(tmp_path: Path) -> None:
    folder = copy(tmp_path / "checkout")
    for step in recipes()["A table"]:
        follow(folder, step)
    run = invoke(folder, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    page = (folder / "site" / READING / "index.html").read_text("utf-8")
    assert 'aria-label="Momentum"' in page and 'data-key="macd_signal"' in page
    assert "| Reading | Today |" in (folder / "site" / f"{READING}.txt").read_text("utf-8")
