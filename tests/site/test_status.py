"""How old the data are, said by the page, by the reader's browser, by status.json and at the single number."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import exchange_calendars  # type: ignore[import-untyped]
import places
import pytest
from conftest import ROOT
from snapshots import Snapshot

from generator import metrics
from generator.ledger.record import Results
from generator.market import hours, load, sessions
from generator.ops.audit import FLAGS, executable, served
from generator.pages import marks
from generator.site import status

SCRIPT = ROOT / "generator/site/assets/freshness.js"
CALENDAR = hours.calendar(date(2025, 1, 1), date(2026, 12, 31)) | {"grace_minutes": 180}


def test_the_calendar_against_another_source() -> None:
    """Every session and every early close of five years, as exchange_calendars builds them itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, of how it uses pandas
        exchange = exchange_calendars.get_calendar("XNYS", start="2022-01-01", end="2026-12-31")
    known = hours.calendar(date(2022, 1, 1), date(2026, 12, 31))
    for stamp, row in exchange.schedule.iterrows():
        day = stamp.date()
        assert day.isoformat() not in known["closed"]
        assert hours.closing(day) == row["close"].to_pydatetime(), day
    weekdays = [
        day for n in range(365 * 5 + 1) if (day := date(2022, 1, 1) + timedelta(days=n)).weekday() < 5
    ]
    assert known["closed"] == [
        day.isoformat() for day in weekdays if not exchange.is_session(day.isoformat())
    ]
    assert known["early"]["2025-11-28"] == "13:00"


def behind(cases: list[tuple[str, str]]) -> list[int]:
    """What the script counts, run by Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here to run the script with")
    program = (
        f"const f = require({json.dumps(str(SCRIPT))}); const c = {json.dumps(CALENDAR)};"
        f"console.log(JSON.stringify({json.dumps(cases)}.map(([d, n]) => f.behind(d, new Date(n), c))))"
    )
    run = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)
    counted: list[int] = json.loads(run.stdout)
    return counted


def test_the_browsers_count() -> None:
    """By hand: the Thanksgiving week of 2025, an early close, a weekend, a year on."""
    cases = {
        ("2025-11-26", "2025-11-26T23:00:00Z"): 0,  # the evening of the day itself
        ("2025-11-26", "2025-11-28T03:00:00Z"): 0,  # Thanksgiving
        ("2025-11-26", "2025-11-28T20:59:00Z"): 0,  # Friday closes at one; a minute before the three hours are over
        ("2025-11-26", "2025-11-28T21:01:00Z"): 1,
        ("2025-11-28", "2025-11-30T12:00:00Z"): 0,  # the weekend after
        ("2025-11-28", "2025-12-01T23:59:00Z"): 0,  # Monday: closes at 21:00, counts at midnight UTC
        ("2025-11-28", "2025-12-02T00:01:00Z"): 1,
        ("2025-12-05", "2025-12-09T12:00:00Z"): 1,  # Monday is over, Tuesday has not opened
        ("2025-12-24", "2025-12-30T12:00:00Z"): 2,  # Christmas between
        ("2025-12-05", "2026-12-05T12:00:00Z"): 250,  # a schedule that died a year ago
        ("2026-03-06", "2026-03-09T22:59:00Z"): 0,  # summer time began on the weekend: the close is at 20:00 UTC
        ("2026-03-06", "2026-03-09T23:01:00Z"): 1,
        ("2026-12-31", "2027-01-11T12:00:00Z"): 6,  # beyond the calendar: by weekdays, the holiday counted in
    }  # fmt: skip
    assert behind(list(cases)) == list(cases.values())


def test_the_browser_and_the_program_agree() -> None:
    """The count is nought until the moment that status.json names, and one from then on."""
    days = [stamp.date() for stamp in sessions(date(2025, 1, 2), date(2026, 12, 29))]
    cases = []
    for day in days[::7]:
        moment = hours.closing(hours.following(day)) + status.GRACE
        cases += [
            (day.isoformat(), f"{moment - early:%Y-%m-%dT%H:%M:%SZ}")
            for early in (timedelta(minutes=1), timedelta(0))
        ]
    assert behind(cases) == [0, 1] * (len(cases) // 2)


@pytest.fixture
def results(tmp_path: Path) -> tuple[Any, Results]:
    """A market whose fund.csv is stale, and its numbers; the issuer's history is not there to stand in."""
    snapshot = Snapshot(tmp_path)
    snapshot.manifest["files"]["fund.csv"]["stale"] = "HTTP 429 (too many requests)"
    snapshot.manifest["files"]["rates/DGS2.csv"]["stale"] = "timed out"
    snapshot.manifest["files"]["prices/SPY.csv"]["stale"] = (
        "HTTP 429 (too many requests)"  # but it is of the day
    )
    del snapshot.manifest["files"]["fund/IWM.csv"]
    (tmp_path / "fund" / "IWM.csv").unlink()
    snapshot.save()
    market = load(tmp_path)
    return market, Results(market.as_of, "market", "", {}, metrics.compute(market), {})


def test_a_number_on_a_stale_file_says_so(results: tuple[Any, Results]) -> None:
    market, before = results
    marked = status.marked(market, before).numbers
    late = {key for key, entry in marked.items() if entry.stale}
    assert {"shares_outstanding", "rate_2y"} <= late and not {
        "close",
        "spy_return_1d",
        "policy_upper",
        "dividend_yield",
    } & late
    assert marked["rate_2y"].stale == "data to 1 December 2025: timed out"
    html = marks.number(marked["rate_2y"], "../")
    assert (
        '<small class="late" title="data to 1 December 2025: timed out">(data to 1 December 2025)</small>'
        in html
    )
    assert marks.number(marked["close"], "../") == marks.number(before.numbers["close"], "../")
    assert {k: replace(v, stale="") for k, v in marked.items()} == dict(before.numbers)


def test_nothing_is_computed_twice_where_nothing_is_stale(tmp_path: Path) -> None:
    Snapshot(tmp_path)
    market = load(tmp_path)
    plain = Results(market.as_of, "market", "", {}, {}, {})
    assert status.marked(market, plain) is plain


def test_status_for_monitors(results: tuple[Any, Results]) -> None:
    market, numbers = results
    told = status.status(market, numbers)
    assert told["as_of"] == "2025-12-05" and told["next_session"] == "2025-12-08"
    assert told["behind_after"] == "2025-12-09T00:00:00Z"
    assert told["files"]["fund.csv"] == {
        "last": "2025-12-04",
        "last_good": None,
        "stale": "HTTP 429 (too many requests)",
    }


def test_every_page_says_it_without_a_script(edition_checkout: Path) -> None:
    site = edition_checkout / "site"
    as_of = json.loads((site / "api" / "status.json").read_text("utf-8"))["as_of"]
    sealed = site / "editions"  # whose articles are of their own days
    pages = [
        page for page in site.rglob("*.html") if page.name != "404.html" and page.parent.parent != sealed
    ]
    assert len(pages) >= len(places.ORDER)
    for page in pages:
        assert f'<time datetime="{as_of}" data-as-of="{as_of}">' in page.read_text("utf-8"), page
    assert json.loads((site / status.CALENDAR).read_text("utf-8"))["to"] == f"{int(as_of[:4]) + 3}-12-31"


@pytest.mark.skipif(executable() is None, reason="no Chromium on this machine")
def test_a_reader_weeks_later(edition_checkout: Path) -> None:
    """The browser's own clock counts, on every kind of page; on the day itself nothing is said."""
    from playwright.sync_api import sync_playwright

    as_of = date.fromisoformat(
        json.loads((edition_checkout / "site" / "api" / "status.json").read_text("utf-8"))["as_of"]
    )
    following = hours.following(hours.following(as_of))
    with served(edition_checkout / "site") as address, sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=executable(), args=list(FLAGS))
        for path, moment, words in (
            ("", hours.closing(as_of), None),
            ("", hours.closing(following) + status.GRACE, "data are 2 trading days old"),
            (
                f"{places.ORDER[1]}/",
                hours.closing(hours.following(as_of)) + status.GRACE,
                "data are 1 trading day old",
            ),
        ):
            page = browser.new_page()
            page.clock.set_fixed_time(moment)
            with page.expect_response("**/nyse.json"):
                page.goto(address + path)
            if words:
                page.wait_for_selector(".strip .behind")
            assert page.locator(".strip .behind").all_inner_texts() == ([words] if words else [])
            page.close()
        browser.close()
