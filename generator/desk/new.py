"""A new article: a folder with a small valid one, plainly a template, from the files of `template/` and the engine's own workflow."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from generator import config, disk
from generator.article import SYMBOL
from generator.errors import Problem, UsageError
from generator.market import hours

Say = Callable[[str], None]
TEMPLATE = Path(__file__).with_name("template")
WORKFLOW = Path(".github/workflows/publish.yml")
NAMES = {"gitignore": ".gitignore"}  # of files that git would heed where the template stands
CHECKOUT = re.compile(r"( +)- uses: (actions/checkout@.*)\n(?:\1  .*\n)+")
ENGINE = """{0}- uses: {1} # the engine
{0}  with:
{0}    persist-credentials: false
{0}    repository: ${{{{ vars.ENGINE }}}}
{0}    ref: ${{{{ vars.ENGINE_REF }}}}
{0}    path: engine
"""


def new(folder: str, fund: str, benchmark: str = "", now: datetime | None = None, say: Say = print) -> None:
    """Write an article on a fund or share into an empty folder; UsageError with all that is wrong, nothing then being written."""
    target = Path(folder).expanduser()
    fund, benchmark = fund.strip().upper(), benchmark.strip().upper()
    if problems := [*_place(target), *_symbols(fund, benchmark)]:
        raise UsageError(problems)
    today = now or datetime.now(UTC)
    words = _words(fund, benchmark, today.date(), hours.last_closed(today, timedelta(minutes=30)))
    made = {
        NAMES.get(name := path.relative_to(TEMPLATE).as_posix(), name): _filled(
            path.read_text("utf-8"), words
        )
        for path in sorted(TEMPLATE.rglob("*"))
        if path.is_file()
    }
    made[WORKFLOW.as_posix()] = workflow((config.ENGINE / WORKFLOW).read_text("utf-8"))
    for name, text in made.items():
        disk.write(target / name, text)
    say(
        f"{len(made)} files of an article on {fund} stand in {target}; its README says what to change. Look at it:"
    )
    say(f'invoke serve --article "{target}" --data sample')


def workflow(engine: str) -> str:
    """The engine's workflow for an article apart: each job has the engine too, and its commands work on the article."""
    text = CHECKOUT.sub(lambda found: found[0] + ENGINE.format(found[1], found[2].partition(" #")[0]), engine)
    for old, other in (
        ("\npermissions: {}\n", "\npermissions: {}\n\nenv:\n  ARTICLE: ${{ github.workspace }}\n"),
        ("-r requirements.txt", "-r engine/requirements.txt"),
        ("python3 -m generator", "PYTHONPATH=engine python3 -m generator"),
    ):
        if old not in text:
            raise ValueError(f"the engine's workflow has no {old.strip()!r} any more")
        text = text.replace(old, other)
    return re.sub(r"\binvoke (?=[a-z])", "invoke --search-root engine ", text)


def _place(target: Path) -> list[Problem]:
    """What keeps an article from being written there."""
    if target.exists() and not target.is_dir():
        what, mend = "a file stands there", "name a folder that is empty or not there yet."
    elif target.is_dir() and any(target.iterdir()):
        what, mend = (
            "the folder is not empty",
            "name an empty one, or one that is not there yet: nothing is written over.",
        )
    else:
        return []
    return [Problem(str(target), 0, 0, what, mend)]


def _symbols(fund: str, benchmark: str) -> list[Problem]:
    """What is wrong with the tickers."""
    found = []
    for flag, symbol in (("--fund", fund), ("--benchmark", benchmark)):
        if not symbol and flag == "--fund":
            found.append(
                Problem(flag, 0, 0, "is missing", "name the ticker of a fund or share: --fund ACME.")
            )
        elif symbol and (not SYMBOL.fullmatch(symbol) or symbol.startswith("^")):
            mend = "write a ticker as Yahoo Finance does: a letter, then letters, digits, points and hyphens."
            found.append(Problem(flag, 0, 0, f"{symbol!r} is no ticker of a fund or share", mend))
    if benchmark and benchmark == fund:
        found.append(Problem("--benchmark", 0, 0, f"is {fund}, as is --fund", "name another one, or none."))
    return found


def _words(fund: str, benchmark: str, today: date, close: date) -> dict[str, str]:
    """What stands for each mark of the template."""
    stem = config.stem(benchmark)
    return {
        "FUND": fund,
        "NAMED": _named(fund),
        "PUBLISHED": today.isoformat(),
        "LAST_CLOSE": close.isoformat(),
        "DUE": date(close.year + 1, close.month, 28).isoformat(),
        "BENCHMARK_ROLE": f'benchmark = {{ symbol = "{benchmark}", move = 1.50 }}\n' if benchmark else "",
        "AGAINST": f" Since the turn of the year it returned {{{{ now.return_ytd_total }}}} with dividends, against "
        f"{{{{ now.{stem}_return_ytd_total }}}} of {_named(benchmark)}."
        if benchmark
        else "",
    }


def _named(symbol: str) -> str:
    """A symbol in prose, where a numeral that is part of a name is waived."""
    return f'{{{{ plain "{symbol}" }}}}' if re.search(r"\d", symbol) else symbol


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"@([A-Z_]+)@", lambda mark: words[mark[1]], text)
