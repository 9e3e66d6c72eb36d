"""An article may lack anything but its fund: what rests on it is left out everywhere, and all the rest comes out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from generator import config

LOOK = """
import json
import generator.charts.declared, generator.metrics as metrics
from generator import config
from generator.charts.declaration import FORMS
from generator.fetch.providers import providers
from generator.ledger.rules import REGISTRY as RULES
from generator.market import load, simulate
from generator.pages.tables.registry import tables
market = load(simulate.sample())
metrics.compute(market.upto(config.LAST_CLOSE))
numbers = metrics.compute(market)
tried = [choice for spec in metrics.REGISTRY.values() for choice in spec.others(market, spec.stated({}))]
print(json.dumps({
    "numbers": {key: number.value is not None for key, number in numbers.items()},
    "parts": [*RULES, *FORMS, *tables()], "lacked": config.LACKED, "as_of": str(market.as_of),
    "items": sorted({item.file for provider in providers() for item in provider.ITEMS}), "tried": len(tried),
}))
"""


@cache
def seen(left_out: str, close: str = "") -> dict[str, Any]:
    """What the engine has for this repository's article without the lines that a pattern finds."""
    text = (config.ROOT / "article.toml").read_text("utf-8")
    text = re.sub(rf"^(?!fund )(?:{left_out}) = (?:\[[^\]]*\])?.*\n", "", text, flags=re.MULTILINE)
    if close:
        text = re.sub(r"^(published|last_close) = \S+", rf"\1 = {close}", text, flags=re.MULTILINE)
    with TemporaryDirectory() as folder:
        (Path(folder) / "article.toml").write_text(text, "utf-8")
        (Path(folder) / "facts").mkdir()
        run = subprocess.run(
            [sys.executable, "-c", LOOK], cwd=config.ENGINE, env={**os.environ, "ARTICLE": folder}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


ALL = "nothing"
ROLES = r"\w+(?= = \{ symbol)"
CASES = {
    "the fund alone": rf"{ROLES}|\w+(?= = \{{ series)|issuer_product|options|decisions|meetings|since|start|end|record",
    "no benchmark": "benchmark",
    "no rates, no issuer": r"\w+(?= = \{ series)|issuer_product",
    "no options, no indices": "options|index|benchmark_index|growth_index|volatility",
}


@pytest.mark.parametrize("case", CASES)
def test_what_an_article_lacks_is_left_out_and_nothing_else(case: str) -> None:
    whole, part = seen(ALL), seen(CASES[case])
    assert not whole["lacked"] and part["lacked"]
    sizes = [len(found["numbers"]) + len(found["parts"]) + len(found["lacked"]) for found in (whole, part)]
    assert sizes[0] == sizes[1]
    kept = set(part["numbers"])
    assert kept < set(whole["numbers"])
    assert [key for key in kept if whole["numbers"][key] and not part["numbers"][key]] == []
    assert all(told.startswith("article.toml has no ") for told in part["lacked"].values())
    assert not any(key in kept for key in part["lacked"])


def test_each_lack_takes_what_rests_on_it() -> None:
    """From the metrics to what a refresh asks for."""
    alone = seen(CASES["the fund alone"])
    assert alone["items"] == [f"prices/{config.FUND}.csv"]
    assert not {"policy_cuts", "flows", "concentration"} & set(alone["parts"])
    assert {"options", "put_share", "volatility", "growth_return_1y_total"} <= alone["lacked"].keys()
    bench = seen(CASES["no benchmark"])["lacked"]
    assert {"relative_1y", "beta_36m", "excess_after_easing", "benchmark_return_1y_total"} <= bench.keys()
    assert bench["relative_1y"] == "article.toml has no role 'benchmark', which it takes."
    issuer = seen(CASES["no rates, no issuer"])
    assert {"us_share", "nav", "net_assets", "rate_10y", "policy_cuts"} <= issuer["lacked"].keys()
    assert not any(item.startswith(("rates/", "holdings/", "fund")) for item in issuer["items"])


@pytest.mark.parametrize("close", ["2019-05-24", "2024-02-29", "2031-01-03"])
def test_the_simulated_market_moves_with_the_last_close(close: str) -> None:
    """It ends some months after it, whatever holidays lie between, and is sound."""
    found = seen(ALL, close)
    assert close < found["as_of"] < f"{int(close[:4]) + 1}{close[4:]}"
    assert sum(found["numbers"].values()) > 0.9 * len(found["numbers"])
