"""`check --sweep` marks what a stranger would mark, and says on which day."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from world import HEAD, page

from generator import config
from generator.desk.sweep import as_of, futures, marked, sweep
from generator.facts.reader import Book
from generator.market import load
from generator.market.record import Market
from generator.metrics import evaluate


@cache
def sample() -> Market:
    return load(config.SAMPLE)


def faults(text: str, market: Market | None = None) -> list[tuple[int, str]]:
    content = as_of(market or sample(), Book({}, {}))
    return [(line, fault) for _, line, fault, _ in marked([page(HEAD + text, "p.md")], content)]


LINE = HEAD.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("It closed at {{ now.close }}, a close of {{ now.close }}.", "repeats"),
        ("It closed at {{ now.close at 2031-01-02 }}.", "lacks close at 2031-01-02"),
        ("It changed by {{ now.return_1d at 2026-03-31 }} and fell by {{ now.day_change | signed }} or −1.", "repeats"),
        ("There are {{ plain \"1\" }} names in it.", "agrees badly"),
        ("It fell by {{ now.distance_low_52w | signed }} since.", "has a sign too many"),
        ("It is so {{ while close < 0 }}not{{ end }}.", "is struck"),
        ("So it is , they say.", "reads badly"),
        ("It was so on 5 December 2025, and on 5 December 2025 too.", "names a day twice"),
        ("Nothing ends here", "has no end"),
        ("{{ now.close }}, {{ now.sma_20 }}, {{ now.sma_50 }}, {{ now.rsi_14 }}, {{ now.macd }}.", "opens a paragraph of 5"),
        (
            "{{ while 0.000001 < close }}So {{ now.close }}.{{ else }}{{ end }} {{ while rsi_14 < 1000 }}{{ now.rsi_14 | whole }}.{{ else }}{{ end }}",
            "",
        ),
        ("It closed at {{ now.close }}, over its average of {{ now.sma_200 }}.", ""),
    ],
)  # fmt: skip
def test_what_is_marked(text: str, fault: str) -> None:
    found = faults(f"One line before.\n\n{text}\n")
    assert ([] if not fault else [LINE + 2]) == sorted({line for line, _ in found})
    assert not fault or any(told.startswith(fault) for _, told in found)


def test_a_guard_that_its_own_figure_denies() -> None:
    """The RSI lies beyond a bound by less than the printed digits tell."""
    rsi = float(evaluate("rsi_14", sample()))
    bound = (rsi + round(rsi)) / 2
    guard = f"{bound} < rsi_14" if round(rsi) < rsi else f"rsi_14 < {bound}"
    text = f"{{{{ while {guard} }}}}It stands at {{{{ now.rsi_14{{}} }}}}.{{{{ else }}}}{{{{ end }}}}\n"
    assert [told[:6] for _, told in faults(text.replace("{}", " | whole"))] == ["denies"]
    assert faults(text.replace("{}", "")) == []


def test_a_branch_that_is_said_for_want_of_a_number() -> None:
    """Without the first number nobody can tell of the first case, and the second is no consequence."""
    text = "{{ while rate_2y < policy_lower }}Low.{{ or while rate_2y < 100 }}Middle.{{ else }}Unknown.{{ end }}\n"
    without = futures.lacking(sample())[f"rates of {config.SERIES['policy_lower']}"]
    assert [told.split(" “")[0] for _, told in faults(text, without)] == ["is said though nobody can tell of"]
    assert faults(text) == []


def test_futures_go_on_from_publication() -> None:
    """Known days stay as they were, the fund's returns are the past's, a split changes no return, and no rate goes below its floor."""
    begin = futures.beginnings(sample(), 3)[1]
    made, split = futures.future(sample(), begin), futures.future(sample(), begin, splits=True)
    known = sample().upto(config.LAST_CLOSE)
    for symbol in known.bars:
        assert made.upto(config.LAST_CLOSE).bars[symbol].equals(known.bars[symbol])
    close, past = made.bars[config.FUND]["close"], known.bars[config.FUND]["close"]
    then = past[past.index >= str(begin)]
    assert float(close.iloc[-1] / past.iloc[-1]) == pytest.approx(
        float(then.iloc[futures.LENGTH] / then.iloc[0])
    )
    assert len(close) == len(past) + futures.LENGTH
    assert evaluate("return_1y_price", split) == pytest.approx(evaluate("return_1y_price", made))
    assert evaluate("close", split) == pytest.approx(float(evaluate("close", made)) / 2)
    assert all(float(series.min()) >= 0 for series in made.rates.values())


def test_each_input_is_taken_away_once() -> None:
    market = sample().upto(date(2026, 1, 15))
    without = futures.lacking(market)
    assert len(without) == len(market.bars) - 1 + len(market.rates) + 5
    assert faults("SPY stands at {{ now.close of SPY }}.", without["prices of SPY"])


def test_the_articles_own_pages_read_well() -> None:
    """On a few days of the simulated market, of futures and without each input; `check --sweep` takes all of them."""
    told: list[str] = []
    sweep(config.SAMPLE, told.append, quick=True)
    assert told[0].startswith("Every sentence reads well")
