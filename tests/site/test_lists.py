"""The lists of claims, numbers and forecasts as readers work them: by keyboard, by touch, by address, without a script."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import places
import pytest
from browsing import opened
from crowd import CLAIMS, crowded
from hands import HANDS, Hand

from generator import formats
from generator.ops import audit

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(
    audit.executable() is None, reason="no Chromium on this machine: install the package chromium"
)
LISTS = {
    "ledger/": "tbody > tr[data-verdict]",
    "numbers/": "tbody > tr[data-group]",
    "scoreboard/": "ol > li",
}
STEPS = 3  # from the front page to an answer


@pytest.fixture(scope="module")
def root(edition_checkout: Path) -> Path:
    """The site of the newest edition, which has forecasts in every state and one edition before it."""
    return edition_checkout / "site"


def api(root: Path, name: str) -> Any:
    return json.loads((root / "api" / f"{name}.json").read_text("utf-8"))


def _counted(root: Path, key: str) -> int:
    """How many are told on the front page, where what is said twice counts once."""
    return int(api(root, "numbers")[key]["value"])


def front(link: str) -> str:
    """A link of the front page's own text."""
    return f".md-content a[href='{link}']"


def failed_of_bofa(hand: Hand, root: Path) -> None:
    hand.follow(front("scoreboard/"))
    hand.choose("forecaster", "bofa")
    hand.follow(".chips a[data-value=failed]")
    assert hand.shown() == forecasts(root, lambda f: f["state"] == "failed" and "BofA" in said_by(f))
    told = hand.page.locator(".explorer output").inner_text()
    assert told.startswith(f"{len(hand.shown())} of {_counted(root, 'count_forecasts')} predictions")


def due_next(hand: Hand, root: Path) -> None:
    first = min(f["due"] for f in api(root, "forecasts") if f["state"] == "open")
    hand.follow(".kf-under a[href$='#only-open']")
    key, *_ = hand.shown()
    assert key in forecasts(root, lambda f: f["due"] == first and f["state"] == "open")
    hand.follow(f"#{key} > summary")
    assert "Judged" in hand.answer()


def biggest_miss(hand: Hand, root: Path) -> None:
    missed = [c for c in api(root, "claims") if c["verdict"] == "differs" and c["margin"] is not None]
    hand.follow(".kf-under a[href*='#only-differs']")
    assert hand.shown()[0] == min(missed, key=lambda c: c["margin"])["id"]
    assert len(hand.shown()) == sum(c["verdict"] == "differs" for c in api(root, "claims"))


def all_of_benzinga(hand: Hand, root: Path) -> None:
    own = {s["number"] for s in api(root, "sources") if s["publisher"] == "Benzinga"}
    hand.follow(front("ledger/"))
    hand.choose("source", "benzinga")
    assert hand.shown() == [c["id"] for c in claims(root) if own & {*c["cites"]}]
    assert len(hand.shown()) > 5


def history_of_rsi(hand: Hand, root: Path) -> None:
    days = [e["as_of"] for e in api(root, "editions")]
    hand.follow(front("numbers/"))
    hand.type("rsi 14")
    hand.follow("#rsi_14 th a")
    told = hand.answer()
    assert len(days) > 1 and all(formats.day(date.fromisoformat(day), short=True) in told for day in days)


def changed_since_december(hand: Hand, root: Path) -> None:
    hand.follow(front("changes/"))
    assert hand.page.locator("h1").inner_text().startswith("What changed")
    day = formats.day(date.fromisoformat(api(root, "editions")[0]["as_of"]))
    assert day in hand.page.locator("article").inner_text()


def definition_of_volatility(hand: Hand, root: Path) -> None:
    hand.follow(front("numbers/"))
    hand.type("volatility")
    assert 1 < len(hand.shown()) < 20
    hand.follow("#volatility_20d th a")
    assert api(root, "numbers")["volatility_20d"]["definition"] in hand.answer()


def how_often_bullish(hand: Hand, root: Path) -> None:
    hand.follow(front("scoreboard/"))
    hand.type("strongly bullish")
    first, *_ = hand.shown()
    wanted = next(f for f in api(root, "forecasts") if f["key"] == first)
    hand.follow(f"#{first} > summary")
    assert f"{wanted['base_rate'] * 100:.0f}\u202f%" in hand.answer()


def claims(root: Path) -> list[Any]:
    """Those with a verdict, section by section as the article has them."""
    found = [claim for claim in api(root, "claims") if claim["verdict"]]
    return sorted(found, key=lambda claim: places.ORDER.index(claim["section"]))


def forecasts(root: Path, fits: Callable[[Any], bool]) -> list[str]:
    """Keys of those that fit, by the day on which they are due."""
    found = sorted(api(root, "forecasts"), key=lambda f: (f["due"], f["said"]))
    return [f["key"] for f in found if fits(f)]


def said_by(forecast: Any) -> list[str]:
    return [house["house"] for house in forecast["houses"]]


TASKS = (
    failed_of_bofa,
    due_next,
    biggest_miss,
    all_of_benzinga,
    history_of_rsi,
    changed_since_december,
    definition_of_volatility,
    how_often_bullish,
)


@pytest.mark.parametrize("with_", HANDS)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_an_answer_is_at_most_three_steps_from_the_front_page(
    chromium: Any, root: Path, base: str, task: Callable[[Hand, Path], None], with_: str
) -> None:
    kind, settings = HANDS[with_]
    for page in opened(chromium, **settings):
        page.goto(base)
        hand = kind(page)
        task(hand, root)
        assert hand.steps <= STEPS
        assert page.evaluate("document.documentElement.scrollWidth") <= settings["viewport"]["width"]


@pytest.mark.parametrize("address", LISTS)
def test_what_is_chosen_stands_in_the_address_and_an_address_chooses(
    page: Any, base: str, address: str
) -> None:
    page.goto(f"{base}{address}")
    hand, rows = Hand(page), page.locator(f".explorer {LISTS[address]}")
    every = hand.shown()
    assert len(every) == rows.count() > 20
    for select in page.locator(".explorer select:not([name=sort])").all():
        name, before = select.get_attribute("name"), len(hand.shown())
        option = select.locator("option:not([value='']):not([disabled])").first
        told = int(re.findall(r"\((\d+)\)", option.inner_text())[0])
        select.select_option(option.get_attribute("value"))
        shown = page.locator(f".explorer {LISTS[address]}:visible")
        same = shown.evaluate_all(
            "all => new Set(all.map(e => e.dataset.same || (e.id ? e : e.querySelector('[id]')).id)).size"
        )
        assert same == told and len(hand.shown()) <= before, "a choice counts what it shows"
        assert f"{name}={option.get_attribute('value')}" in page.url
    order = page.locator("select[name=sort] option").nth(1).get_attribute("value")
    page.locator("select[name=sort]").select_option(order)
    kept, url = hand.shown(), page.url
    page.goto(f"{base}about/")
    page.goto(url)
    assert hand.shown() == kept
    page.locator(".clear").click()
    assert sorted(hand.shown()) == sorted(every) and page.url.endswith(f"{address}?sort={order}")
    page.locator("input[name=find]").fill("zzz")
    assert hand.shown() == [] and "none fits" in page.locator("output").inner_text()
    page.goto(f"{base}{address}?{urlencode({'verdict': '<b>', 'section': 'nowhere', 'sort': 'x'})}")
    assert hand.shown() == every, "what an address asks for and is not there chooses nothing"


def test_counts_follow_and_empty_sections_fold(page: Any, root: Path, base: str) -> None:
    page.goto(f"{base}ledger/?section=why-now")
    again = set(page.eval_on_selector_all("tr[data-same]", "all => all.map(row => row.id)"))
    within = {c["id"] for c in claims(root) if c["section"] == "why-now"}
    firsts = page.eval_on_selector_all("tr[data-same]", "all => all.map(row => [row.id, row.dataset.same])")
    twice = {key for key, first in firsts if first in within}
    assert twice and len(again) == len(claims(root)) - _counted(root, "count_claims")
    here = [c for c in claims(root) if c["section"] == "why-now" and c["id"] not in twice]
    counts = dict(
        page.eval_on_selector_all(
            ".chips a", "all => all.map(a => [a.dataset.value, +a.querySelector('.count').textContent])"
        )
    )
    assert counts.pop("") == len(here)
    assert {k: n for k, n in counts.items() if n} == Counter(claim["verdict"] for claim in here)
    assert page.locator("tr.group:visible").all_inner_texts() == [places.TITLES["why-now"]]


def test_a_table_sorts_by_its_heads(page: Any, root: Path, base: str) -> None:
    page.goto(f"{base}ledger/")
    hand, before = Hand(page), Hand(page).shown()
    margins = {claim["id"]: claim["margin"] for claim in claims(root)}
    head = page.locator("th[data-sort=margin]")
    for told, sign in (("ascending", 1), ("descending", -1)):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == told
        found = [n if n is None else float(f"{n:.3g}") for n in map(margins.__getitem__, hand.shown())]
        numbers = [n * sign for n in found if n is not None]
        assert numbers == sorted(numbers) and found[len(numbers) :] == [None] * (len(found) - len(numbers))
        assert page.locator("tr.group:visible").count() == 0
    head.locator("button").click()
    assert head.get_attribute("aria-sort") is None and hand.shown() == before


def test_a_row_opens_its_card_in_place_and_escape_closes_it(page: Any, base: str) -> None:
    page.goto(f"{base}ledger/")
    link = page.locator("#rsi th a")
    assert link.get_attribute("aria-expanded") == "false"
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("tr.opened")
    assert page.url.endswith("ledger/#rsi") and link.get_attribute("aria-expanded") == "true"
    assert "Right if" in page.locator("tr.opened").inner_text()
    assert page.evaluate("document.querySelectorAll('#rsi').length") == 1
    ways = page.eval_on_selector_all("tr.opened a", "all => all.map(a => a.href)")
    assert any(way.endswith("/numbers/#rsi_14") for way in ways) and all("/ledger/../" not in w for w in ways)
    page.keyboard.press("Escape")
    assert page.locator("tr.opened").count() == 0 and link.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.closest('tr').id") == "rsi"
    page.goto(f"{base}ledger/?verdict=open#rsi")  # an address from elsewhere, of what the choice hides
    page.wait_for_selector("tr.opened")
    assert page.locator("#rsi").is_visible()


def test_what_cannot_be_fetched_is_gone_to(chromium: Any, base: str) -> None:
    page = chromium.new_page()
    page.goto(f"{base}ledger/")
    section = places.BOOK.facts["rsi"].section
    page.route(
        f"**/ledger/{section}/",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    with page.expect_navigation(url=f"**/ledger/{section}/#rsi"):
        page.locator("#rsi th a").click()
    page.close()


@pytest.mark.parametrize("address", LISTS)
def test_all_of_it_can_be_read_without_a_script(chromium: Any, base: str, address: str) -> None:
    # as wide as a desk: a phone lays a row out when it comes near
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 844})
    page = context.new_page()
    page.goto(f"{base}{address}")
    rows = page.locator(f".explorer {LISTS[address]}")
    assert rows.count() > 20 and all(row.is_visible() for row in rows.all()[::9])
    assert not page.locator(".explorer form").is_visible()
    chips = page.locator(".explorer .chips a:not([data-value=''])")
    for chip in chips.all():
        count = int(chip.locator(".count").inner_text())
        chip.click()
        if address != "numbers/":  # where a chip leads to its group
            once = [row for row in rows.all() if row.get_attribute("data-same") is None]
            assert sum(row.is_visible() for row in once) == count
    context.close()


def test_it_is_there_for_who_hears_the_page(page: Any, base: str) -> None:
    for address in LISTS:
        page.goto(f"{base}{address}")
        search = page.locator(".explorer").get_by_role("searchbox")
        assert search.count() == 1 and page.locator(".explorer").get_by_role("status").count() == 1
        names = [
            box.evaluate("e => e.labels[0].textContent.trim()")
            for box in page.locator(".explorer select").all()
        ]
        assert all(names) and len({*names}) == len(names)
        assert page.locator(".explorer .chips a[aria-current=true]").count() == 1
        search.fill("e")
        found = (
            audit.violations(page, audit.axe_script(), ".explorer")
            if find_spec("axe_playwright_python")
            else []
        )
        assert found == []


def test_it_is_loaded_where_a_list_is_and_nowhere_else(root: Path) -> None:
    using = {
        path.parent.relative_to(root).as_posix()
        for path in root.rglob("index.html")
        if "explorer." in path.read_text("utf-8")
    }
    assert using == {address.strip("/") for address in LISTS}
    assert audit.transferred(root / "assets" / "explorer.js") <= 12_000


@pytest.mark.parametrize("name", ["ledger", "scoreboard"])
def test_five_hundred_claims_weigh_and_cost_a_phone_what_it_sees(
    chromium: Any, root: Path, tmp_path: Path, name: str
) -> None:
    """Rows near its screen are styled: all of them would be ten thousand elements, at each change."""
    site = crowded(root, tmp_path / "site", name)
    context = chromium.new_context(viewport={"width": 412, "height": 823}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(audit.WATCH)
    with audit.served(site) as base:
        page.goto("about:blank")
        chromium.start_tracing(page=page, categories=["devtools.timeline"])
        seen = audit.look(page, base, site, f"{name}/", {})
        page.wait_for_selector(".explorer.ready")
        events = json.loads(chromium.stop_tracing())["traceEvents"]
    styled = [e["args"].get("elementCount", 0) for e in events if e["name"] == "UpdateLayoutTree"]
    assert seen.weight <= audit.WEIGHT
    if name == "ledger":
        assert page.locator(".explorer tbody > tr[data-verdict]").count() >= CLAIMS
        assert 0 < max(styled) < 2500
    context.close()


@pytest.mark.parametrize("address", ["ledger/", "numbers/"])
def test_no_row_lies_over_another_on_a_phone_that_has_not_come_near_it(
    chromium: Any, base: str, address: str
) -> None:
    """A section out of sight is not laid out: unless its room is that of its rows, they reach into the next."""
    for page in opened(
        chromium,
        viewport={"width": 412, "height": 823},
        is_mobile=True,
        has_touch=True,
        reduced_motion="reduce",
    ):
        page.goto(f"{base}{address}")
        page.wait_for_selector(".explorer.ready")
        for chosen in ("", "r"):
            page.locator("input[name=find]").fill(chosen)
            rows = page.evaluate(
                "[...document.querySelectorAll('.explorer tbody > tr')].map(row => row.getBoundingClientRect())"
                ".filter(row => row.height).map(row => [row.top, row.bottom])"
            )
            assert len(rows) > 100
            over = [above[1] - row[0] for above, row in itertools.pairwise(rows)]
            assert max(over) < 1 and min(over) > -40, "px over, and px of nothing between"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reason_in_place_of_a_number_stays_in_its_column(chromium: Any, base: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{base}numbers/")
    page.wait_for_selector(".explorer.ready")
    cell = page.locator("#return_1d td").first
    cell.evaluate(
        "cell => { cell.innerHTML = '<span class=\"missing\"></span>'; cell.firstChild.textContent = 'on 5 December 2025 nothing "
        "had passed since the close of that day, so that there is no return since'; }"
    )
    assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


BROKEN = """() => {
    document.querySelectorAll('.explorer :is(tbody, tr)').forEach(part => part.style.contentVisibility = 'visible');
    return [...document.querySelectorAll('.explorer td')].flatMap(cell => {
    const found = [], walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode()); )
        for (const number of node.data.matchAll(/[\\d.,]*\\d/g)) {
            const range = document.createRange();
            range.setStart(node, number.index);
            range.setEnd(node, number.index + number[0].length);
            if (new Set([...range.getClientRects()].map(line => line.top)).size > 1) found.push(cell.textContent);
        }
    return found;
    });
}"""


@pytest.mark.parametrize("width", [1280, 390, 360])
@pytest.mark.parametrize("address", ["ledger/", "numbers/"])
def test_no_line_ends_within_a_number(chromium: Any, base: str, address: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{base}{address}")
    page.wait_for_selector(".explorer.ready")
    assert page.locator(".explorer td.num").count() > 100
    assert page.evaluate(BROKEN) == []
    page.close()


def test_every_link_into_a_list_chooses_what_is_there(root: Path) -> None:
    led: Counter[str] = Counter()
    lists = {address: (root / address / "index.html").read_text("utf-8") for address in LISTS}
    for path in root.rglob("index.html"):
        for address, asked, only in re.findall(
            r'href="[./]*((?:ledger|numbers|scoreboard)/)(?:\?([^"#]*))?(?:#only-([\w-]+))?"',
            path.read_text("utf-8"),
        ):
            for name, value in parse_qsl(asked.replace("&amp;", "&")):
                assert re.search(rf'<select name="{name}">(?:(?!</select>).)*value="{value}"', lists[address])
                led[name] += 1
            assert not only or f'id="only-{only}"' in lists[address]
            led["only"] += bool(only)
    assert {"forecaster", "source", "sort", "only"} <= led.keys()
