"""A new article: written by one command, sound at once, with what it lacks left out and told."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT

from generator import config
from generator.desk import new
from generator.errors import UsageError

NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # a Friday after a holiday, before its own close
BOTH = "article.toml has no"


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A task of the engine, as a person calls it."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *words],
        cwd=cwd, env={k: v for k, v in os.environ.items() if k != "ARTICLE"}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def done(*words: str) -> str:
    made = run(*words)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article on a share, in a folder with a space outside the checkout, as its README has it made."""
    folder = tmp_path_factory.mktemp("new") / "an article"
    done("new", str(folder), "--fund", "acme")
    readme = (folder / "README.md").read_text("utf-8")
    block = next(b for b in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL) if "check" in b)
    for line in block.splitlines():
        program, *words = (word.replace("ARTICLE", str(folder)) for word in shlex.split(line))
        assert program == "invoke"
        if words[0] != "serve":  # which does not end
            done(*words)
    return folder


def test_a_share_has_a_whole_site(stock: Path) -> None:
    """With all its pages, claims, forecast and chart, and nothing of an issuer, a benchmark, rates or options."""
    numbers, claims = (
        json.loads((stock / f"site/api/{name}.json").read_text("utf-8")) for name in ("numbers", "claims")
    )
    assert len(numbers) >= 90 and {"close", "rsi_14", "return_ytd_total", "drawdown"} <= numbers.keys()
    assert (
        not {"relative_1y", "beta_36m", "nav", "net_assets", "us_share", "put_share", "rate_10y", "vix"}
        & numbers.keys()
    )
    assert {claim["id"]: claim["verdict"] for claim in claims} == {
        "example_close": "differs", "example_volatility": "reproduced", "example_survey": "unverifiable", "example_target": "open",
    }  # fmt: skip
    assert (stock / "site/charts/price.svg").is_file()
    assert {path.name for path in (stock / "build/sample/prices").iterdir()} == {"ACME.csv"}
    for page in stock.glob("site/**/*.html"):
        text = re.sub(r"<(script|style).*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r">\s*(None|nan)\s*<|Absent|<tbody>\s*</tbody>", text), page
    first = re.sub(r"<[^>]+>", "", (stock / "site/index.html").read_text("utf-8"))
    assert (
        "A template." in first
        and "ACME" in first
        and "Against" not in first
        and "1 prediction followed" in first
    )


def test_what_an_article_lacks_is_told_where_it_is_asked_for(stock: Path, tmp_path: Path) -> None:
    """Each in one sentence with its line: a slot, a guard, a fact, a forecast's rule, a chart, a table."""
    folder = tmp_path / "asks"
    done("new", str(folder), "--fund", "ACME")
    page, facts, charts, rules = (
        folder / name
        for name in (
            "docs/first-look.md",
            "facts/first-look.toml",
            "facts/charts.toml",
            "facts/forecasts.toml",
        )
    )
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in (page, facts, charts, rules)}
    with page.open("a", encoding="utf-8") as text:
        text.write(
            "\nIt returned {{ now.relative_1y }}.\n\n{{ while 0 < growth_return_1y_total }}Up.{{ else }}{{ end }}\n\n{{ table.options }}\n"
        )
    with charts.open("a", encoding="utf-8") as text:
        text.write('\n[few]\nform = "concentration"\ntitle = "Few"\ntops = [1, 10]\nlabelled = [1]\n')
    told = run("check", "--article", str(folder)).stderr.splitlines()
    assert told[:4] == [
        f"docs/first-look.md:{lines[page] + 2}:13: no metric 'relative_1y'; {BOTH} role 'benchmark', which it takes.",
        f"docs/first-look.md:{lines[page] + 4}:1: no metric 'growth_return_1y_total' in the condition; {BOTH} role 'growth', which it takes.",
        f"docs/first-look.md:{lines[page] + 6}:1: no table 'options'; {BOTH} entry 'options', which it takes.",
        f"facts/charts.toml:{lines[charts] + 3}: [few] form is 'concentration', which is unknown; {BOTH} entry 'issuer_product', which it takes.",
    ]
    charts.write_text("\n".join(charts.read_text("utf-8").splitlines()[: lines[charts]]) + "\n", "utf-8")
    page.write_text("\n".join(page.read_text("utf-8").splitlines()[: lines[page]]) + "\n", "utf-8")
    facts.write_text(facts.read_text("utf-8").replace('metric = "close"', 'metric = "nav"'), "utf-8")
    rules.write_text(
        rules.read_text("utf-8").replace('rule = "price_target"', 'rule = "policy_cuts"'), "utf-8"
    )
    told = run("check", "--article", str(folder)).stderr.splitlines()
    assert any(
        f"metric is 'nav', which is unknown; {BOTH} entry 'issuer_product', which it takes." in line
        for line in told
    ), told
    facts.write_text(facts.read_text("utf-8").replace('metric = "nav"', 'metric = "close"'), "utf-8")
    told = run("check", "--article", str(folder)).stderr.splitlines()
    assert any(
        f"rule is 'policy_cuts', which is unknown; {BOTH} rate 'policy_upper', which it takes." in line
        for line in told
    ), told


def test_a_fund_of_the_issuer_has_what_it_has(tmp_path: Path) -> None:
    """A benchmark and an issuer bring their numbers; growth and rates are still left out."""
    folder = tmp_path / "fund"
    done("new", str(folder), "--fund", "IJR9", "--benchmark", "VTI")
    settings = folder / "article.toml"
    text = (
        settings.read_text("utf-8")
        .replace("# issuer_product =", "issuer_product =")
        .replace("# ishares =", "ishares =")
    )
    settings.write_text(text, "utf-8")
    done("build", "--article", str(folder), "--data", "sample")
    numbers = json.loads((folder / "site/api/numbers.json").read_text("utf-8"))
    assert {
        "vti_return_ytd_total",
        "relative_1y",
        "ratio_vti",
        "beat_vti_share",
        "nav",
        "us_share",
        "net_flow_1w",
    } <= numbers.keys()
    assert not {"put_share", "rate_10y", "excess_after_easing"} & numbers.keys()
    assert "with dividends, against" in (folder / "site/index.txt").read_text("utf-8")


def test_all_that_is_wrong_is_told_at_once_and_nothing_written(tmp_path: Path) -> None:
    full = tmp_path / "full"
    new.new(str(full), "ACME", now=NOW, say=lambda _: None)
    before = {path: path.read_bytes() for path in full.rglob("*") if path.is_file()}
    with pytest.raises(UsageError) as found:
        new.new(str(full), "AC/ME", "^GSPC", NOW)
    assert found.value.sentences == [
        f"{full}: the folder is not empty; name an empty one, or one that is not there yet: nothing is written over.",
        "--fund: 'AC/ME' is no ticker of a fund or share; write a ticker as Yahoo Finance does: a letter, then letters, digits, points and hyphens.",
        "--benchmark: '^GSPC' is no ticker of a fund or share; write a ticker as Yahoo Finance does: a letter, then letters, digits, points and hyphens.",
    ]
    assert {path: path.read_bytes() for path in full.rglob("*") if path.is_file()} == before
    for folder, fund, benchmark in (("x", "", ""), ("x", "SPY", "SPY"), ("full/README.md", "ACME", "")):
        with pytest.raises(UsageError):
            new.new(str(tmp_path / folder), fund, benchmark, NOW)
    assert not (tmp_path / "x").exists()


def test_its_days_are_of_the_last_session(tmp_path: Path) -> None:
    new.new(str(tmp_path), "ACME", now=NOW, say=lambda _: None)
    text = (tmp_path / "article.toml").read_text("utf-8")
    assert "published = 2026-11-27 " in text and "last_close = 2026-11-25 " in text
    assert not [
        p for p in tmp_path.rglob("*") if p.is_file() and re.search(r"@[A-Z_]+@", p.read_text("utf-8"))
    ]


def test_its_workflow_is_the_engines_with_the_engine_beside_it() -> None:
    """Each job has both checkouts, and every command of the engine's runs there on the article; rights and pins are as they were."""
    engine = (config.ENGINE / new.WORKFLOW).read_text("utf-8")
    made = new.workflow(engine)
    assert made.count("path: engine") == engine.count("- uses: actions/checkout@") > 3
    commands = re.findall(r"\binvoke .*", made)
    assert len(commands) > 5 and all(
        command.startswith("invoke --search-root engine ") for command in commands
    )
    assert re.findall(r"^ +(?:contents|pages|issues|id-token): \w+", made, re.MULTILINE) == re.findall(
        r"^ +(?:contents|pages|issues|id-token): \w+", engine, re.MULTILINE
    )
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", used) for used in re.findall(r"uses: (\S+)", made))
    assert "ARTICLE: ${{ github.workspace }}" in made and "-r requirements.txt" not in made


def test_its_workflow_is_sound(tmp_path: Path) -> None:
    """By the linters that look at the engine's own."""
    new.new(str(tmp_path), "ACME", now=NOW, say=lambda _: None)
    here, path = Path(sys.executable).parent, str(tmp_path / new.WORKFLOW)
    for command in (
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", path],
        ["zizmor", "--offline", "--no-progress", "--persona", "auditor", path],
    ):
        looked = subprocess.run(
            [str(here / command[0]), *command[1:]], capture_output=True, text=True, check=False
        )
        assert looked.returncode == 0, looked.stdout + looked.stderr
