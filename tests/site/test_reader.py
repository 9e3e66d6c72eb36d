"""The built site as its readers have it: by keyboard, by touch, in the dark, on paper, without scripts, under a policy."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import places
import pytest
from conftest import real_snapshot

from generator.charts import interactive
from generator.ops import audit, pdf
from generator.pages import figures, marks
from generator.pages.tables.registry import sections

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(
        audit.executable() is None, reason="no Chromium on this machine: install the package chromium"
    ),
    *([pytest.mark.real] if real_snapshot() else []),  # they look at the real site where it is to be had
]


SAID = places.page("said.rsi")


def live(root: Path) -> str:
    """The first page with a chart that comes to life."""
    return next(
        stem
        for stem in places.ORDER
        if (root / stem).is_dir() and "data-live" in (root / stem / "index.html").read_text("utf-8")
    )


@pytest.fixture(scope="module")
def root(request: pytest.FixtureRequest) -> Path:
    """The site on real data where they are to be had, since an edition has no pictures of series; else the newest edition's."""
    checkout: Path = request.getfixturevalue("market_checkout" if real_snapshot() else "edition_checkout")
    return checkout / "site"


def test_every_page_of_the_sample_keeps_the_limits(chromium: Any, edition_checkout: Path) -> None:
    """Weight, requests, layout shift, policy, sideways scroll on a phone, axe; in the dark."""
    root = edition_checkout / "site"
    page = chromium.new_page(viewport={"width": 390, "height": 900}, color_scheme="dark")
    page.add_init_script(audit.WATCH)
    sizes: dict[str, int] = {}
    axe = audit.axe_script() if _axe() else ""
    failed = []
    with audit.served(root) as base:
        for address in audit.addresses(root):
            seen = audit.look(page, base, root, address, sizes, axe)
            if (
                seen.wrong
                or seen.weight > audit.WEIGHT
                or seen.requests > audit.REQUESTS
                or seen.shift > audit.SHIFT
            ):
                failed.append(str(seen))
    page.close()
    assert failed == []
    assert audit.transferred(root / "search" / "search_index.json") <= audit.INDEX


def _axe() -> bool:
    return find_spec("axe_playwright_python") is not None


@pytest.mark.parametrize("address", ["", f"{places.drawn('averages')}/", "ledger/", "methods/"])
def test_pages_with_real_data_keep_the_limits(chromium: Any, root: Path, base: str, address: str) -> None:
    for width, scheme in ((320, "light"), (640, "dark"), (1440, "light")):  # 640: a desk at 200 % zoom
        page = chromium.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        page.add_init_script(audit.WATCH)
        seen = audit.look(
            page, base, root, address, {}, audit.axe_script() if _axe() and width == 1440 else ""
        )
        page.close()
        assert seen.wrong == []
        assert (
            seen.weight <= audit.WEIGHT and seen.requests <= audit.REQUESTS and seen.shift <= audit.SHIFT
        ), seen


def test_a_number_opens_its_card_by_hover_focus_and_tap_and_escape_closes_it(
    chromium: Any, page: Any, root: Path, base: str
) -> None:
    numbers = json.loads((root / "api" / "numbers.json").read_text("utf-8"))
    page.goto(f"{base}{SAID}/")
    trigger = page.locator("a.now").first
    key = trigger.locator("data").get_attribute("data-key")
    trigger.hover()
    page.wait_for_selector(".card")
    told = page.locator(".card").inner_text()
    for word in (
        numbers[key]["label"],
        numbers[key]["definition"],
        numbers[key]["source"],
        trigger.inner_text(),
    ):
        assert word in told
    assert numbers[key]["inputs"] and "Inputs" in told
    assert page.locator(".card a").get_attribute("href").endswith(f"numbers/#{key}")
    card, number = page.locator(".card").bounding_box(), trigger.bounding_box()
    assert card["y"] >= number["y"] + number["height"] or card["y"] + card["height"] <= number["y"], (
        "the card covers its number"
    )
    page.mouse.move(card["x"] + 20, card["y"] + 20)  # a reader may go into the card
    page.wait_for_timeout(400)
    assert page.locator(".card").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".card").count() == 0

    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('a.now').focus()")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.locator(".card").count() == 1
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "card"
    page.keyboard.press("Escape")
    assert page.locator(".card").count() == 0
    assert page.evaluate("document.activeElement.matches('a.now')")

    phone = chromium.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    ).new_page()
    phone.goto(f"{base}{SAID}/")
    phone.locator("a.now").first.tap()
    assert phone.locator(".card").count() == 1 and phone.url.endswith(f"{SAID}/")
    phone.locator("h1").tap()
    assert phone.locator(".card").count() == 0
    phone.context.close()


def test_a_published_figure_tells_who_published_it_and_what_came_of_it(
    page: Any, root: Path, base: str
) -> None:
    claim = next(c for c in json.loads((root / "api" / "claims.json").read_text("utf-8")) if c["id"] == "rsi")
    page.goto(f"{base}{SAID}/")
    page.locator(".claim data[data-fact=rsi]").hover()
    page.wait_for_selector(".card")
    told = page.locator(".card").inner_text()
    assert (
        claim["published"]["printed"] in told
        and marks.name(claim["verdict"]) in told.lower()
        and places.BOOK.facts["rsi"].who in told
    )
    page.mouse.move(1, 1)
    page.wait_for_selector(".card", state="detached")
    page.locator(".ref a").first.hover()
    page.wait_for_selector(".card")
    assert "Reference" in page.locator(".card").inner_text()


def test_a_figure_among_others_in_a_row_opens_its_own_card(page: Any, base: str) -> None:
    page.goto(f"{base}scoreboard/")
    row = page.locator("tr[id^=relation-]", has=page.locator("data.said >> nth=1")).first
    for figure in row.locator("data.said").all()[:3]:
        figure.hover()
        page.wait_for_selector(".card")
        assert page.locator(".card-value").inner_text() == figure.inner_text()
        fact = figure.get_attribute("data-fact")
        assert page.locator(".card a").get_attribute("href").endswith(f"ledger/#{fact}")
        page.keyboard.press("Escape")
        page.mouse.move(1, 1)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_reference_mark_stands_beside_its_figure(chromium: Any, base: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for stem in sections():
        page.goto(base if stem == "index" else f"{base}{stem}/")
        torn = page.evaluate(
            """() => [...document.querySelectorAll('data.said + sup.ref')].filter(mark => {
            const lines = mark.previousElementSibling.getClientRects(), last = lines[lines.length - 1];
            return last && mark.getBoundingClientRect().top > last.bottom; }).map(mark => mark.parentNode.textContent)"""
        )
        assert torn == []
    page.close()


def test_a_verdict_in_a_table_says_its_word_and_opens_the_card_on_a_phone(chromium: Any, base: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    stem = places.page("table.key_facts")
    page.goto(f"{base}{stem}/")
    mark = page.locator("td a.mark").first
    said = mark.locator("xpath=ancestor::tr").locator("data.said").first.inner_text()
    assert mark.locator(".sr").bounding_box()["width"] > 40
    mark.tap()
    assert page.url.endswith(f"{stem}/") and said in page.locator(".card").inner_text()
    context.close()


def test_where_a_card_has_no_room_its_link_stays_in_sight(chromium: Any, base: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 300}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{base}{SAID}/")
    page.locator(".claim a.mark").last.tap()
    card, link = page.locator(".card").bounding_box(), page.locator(".card-link").bounding_box()
    assert page.locator(".card").evaluate("c => c.scrollHeight > c.clientHeight")
    assert card["y"] <= link["y"] and link["y"] + link["height"] <= card["y"] + card["height"]
    context.close()


def test_every_control_can_be_reached_and_seen_by_keyboard(page: Any, root: Path, base: str) -> None:
    """Tab through a whole page: nothing traps the focus, and each stop is on the screen with an outline."""
    page.goto(f"{base}{live(root)}/")
    page.keyboard.press("Tab")
    seen: list[str] = []
    for _ in range(400):
        stop = page.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
            return [e.tagName, e.textContent.trim().slice(0, 30), e === document.body, r.bottom > 0 && r.top < innerHeight, s.outlineStyle !== 'none' || e.matches('input')]; }"""
        )
        if stop[2]:
            break
        assert stop[3], f"{stop} is focused out of sight"
        seen.append(f"{stop[0]} {stop[1]}")
        if stop[0] != "INPUT":
            assert stop[4], f"{stop} has no outline"
        page.keyboard.press("Tab")
    else:
        pytest.fail("the focus never left the page")
    buttons = page.locator("figure[data-live] button.live").count()
    assert sum("Make it interactive" in stop for stop in seen) == buttons > 0
    assert any(stop.startswith("SUMMARY") for stop in seen)


def test_every_chart_becomes_interactive_and_goes_back(page: Any, root: Path, base: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    count = 0
    pages = [root / "index.html", *sorted(root.glob("*/index.html"))]
    pages = [path for path in pages if "data-live" in path.read_text("utf-8")]
    for path in pages:
        page.goto(f"{base}{path.relative_to(root).parent.as_posix()}/")
        assert page.evaluate("typeof vegaEmbed") == "undefined", "the script comes when someone asks for it"
        for figure in page.query_selector_all("figure[data-live]"):
            button = figure.query_selector("button.live")
            high = figure.query_selector(".pic.wide").bounding_box()["height"]
            button.click()
            page.wait_for_function("f => f.view || !f.busy", arg=figure)
            assert figure.query_selector(".stage svg"), f"{figure.get_attribute('id')} does not come to life"
            assert not figure.query_selector(".pic.wide").is_visible()
            assert button.get_attribute("aria-pressed") == "true"
            drawing = figure.query_selector(".stage svg")
            assert drawing.get_attribute("role") == "img" and drawing.get_attribute("aria-label")
            # nothing jumps but for a legend that a live chart may have below
            assert -2 <= drawing.bounding_box()["height"] - high <= 40, figure.get_attribute("id")
            if count % 2:
                button.click()
            else:
                page.keyboard.press("Escape")
            assert figure.query_selector(".stage") is None and figure.query_selector(".pic.wide").is_visible()
            count += 1
        assert page.evaluate("refused") == []
    assert said == []
    alone = [p.parent.name for p in root.glob("charts/*/index.html") if "data-live" in p.read_text("utf-8")]
    assert count == len(alone) > 0, "what comes to life on its own page does so on the article's"
    assert sum(url.endswith("vega.js") for url in asked) <= len(pages), "once a page"


def test_the_values_at_the_nearest_date_are_told(page: Any, root: Path, base: str) -> None:
    if not (root / "charts" / f"{places.chart('averages')}.json").exists():
        pytest.skip("an edition has no pictures of series")
    page.goto(f"{base}charts/{places.chart('averages')}/")
    page.locator("button.live").click()
    page.wait_for_selector(".stage svg")
    box = page.locator(".stage svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2)
    page.wait_for_selector("#vg-tooltip-element.visible")
    told = page.locator("#vg-tooltip-element").inner_text()
    assert re.match(r"\d+ \w+ 2025\n", told)
    # as exact as the picture, which is a thousandth of its axis: the vendor's terms leave no more
    assert re.search(r"IWM\t\$\d{3}\.\d\b", told)
    assert re.search(r"52-week range\t\$\d+\.\d to \$\d+\.\d\b", told)


def test_a_row_tells_all_its_values_wherever_the_pointer_is(page: Any, base: str) -> None:
    page.goto(f"{base}charts/{places.chart('horizons')}/")
    page.locator("button.live").click()
    page.wait_for_selector(".stage svg")
    box = page.locator(".stage svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.2)
    page.wait_for_selector("#vg-tooltip-element.visible")
    told = page.locator("#vg-tooltip-element").inner_text()
    assert re.fullmatch(
        r"1 week\n" + r"\n".join(rf"{name}\t−?\d+\.\d+\u202f%" for name in ("IWM", "SPY", "QQQ")), told
    )


def test_a_range_is_chosen_by_dragging_or_by_its_dates_and_never_leaves_the_data(
    page: Any, root: Path, base: str
) -> None:
    if not (root / "charts" / f"{places.chart('averages')}.json").exists():
        pytest.skip("an edition has no pictures of series")
    page.goto(f"{base}charts/{places.chart('oscillators')}/")
    page.locator("button.live").click()
    page.wait_for_selector(".guide")
    first, last = page.locator(".guide input").all()
    whole = [first.input_value(), last.input_value()]
    box = page.locator(".stage svg").bounding_box()
    y = box["y"] + box["height"] * 0.25
    page.mouse.move(box["x"] + box["width"] * 0.4, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 1.4, y, steps=4)  # past the newest session
    page.mouse.up()
    assert first.input_value() > whole[0] and last.input_value() == whole[1]
    days = page.locator(".stage .role-axis-label text").all_text_contents()
    assert any(re.fullmatch(r"\d+ \w{3} 20\d\d", day) for day in days)
    page.get_by_role("button", name="Whole range").click()
    assert [first.input_value(), last.input_value()] == whole
    assert page.evaluate("document.querySelector('figure').view.view.signal('span')") is None
    last.fill("2031-01-01")  # out of bounds: not taken
    assert page.evaluate("document.querySelector('figure').view.view.signal('span')") is None


def test_a_tap_tells_and_the_button_stays_under_the_finger(chromium: Any, base: str) -> None:
    phone = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).new_page()
    phone.goto(f"{base}{places.drawn('concentration')}/")
    figure = phone.locator(f"#chart-{places.chart('concentration')}")
    button = figure.locator("button.live").first
    button.scroll_into_view_if_needed()
    before = button.bounding_box()["y"]
    button.tap()
    figure.locator(".stage svg").wait_for()
    assert abs(button.bounding_box()["y"] - before) < 3
    figure.locator(".stage").scroll_into_view_if_needed()
    box = figure.locator(".stage svg").bounding_box()
    phone.touchscreen.tap(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)
    phone.wait_for_selector("#vg-tooltip-element.visible")
    tooltip = phone.locator("#vg-tooltip-element").bounding_box()
    assert tooltip["x"] >= 0 and tooltip["x"] + tooltip["width"] <= 390
    phone.touchscreen.tap(5, 100)
    phone.wait_for_selector("#vg-tooltip-element.visible", state="detached")
    phone.context.close()


def test_a_load_that_failed_can_be_tried_again(chromium: Any, base: str) -> None:
    page = chromium.new_page()
    page.goto(f"{base}charts/{places.chart('concentration')}/")
    page.route("**/vega.js", lambda route: route.abort())
    page.locator("button.live").click()
    page.get_by_text("Could not be loaded. Try again").wait_for()
    assert page.locator(".pic.wide").is_visible()
    page.unroute("**/vega.js")
    page.locator("button.live").click()
    page.wait_for_selector(".stage svg")
    page.close()


def test_the_palette_recolours_pictures_and_is_remembered(page: Any, base: str) -> None:
    page.goto(f"{base}{places.drawn('ladder')}/")
    fill = f"getComputedStyle(document.querySelector('#chart-{places.chart('ladder')} svg text')).fill"
    before = page.evaluate(fill)
    page.locator("label[for=__palette_1]").click()
    assert page.evaluate(fill) != before
    page.goto(f"{base}{places.LAST}/")
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "slate"


def test_without_a_script_everything_is_there(chromium: Any, base: str) -> None:
    page = chromium.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}, color_scheme="dark"
    ).new_page()
    page.goto(f"{base}{places.drawn('ladder')}/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 22, 31)", (
        "the system's palette needs no script"
    )
    assert page.locator("figure.chart .pic.wide").first.is_visible()
    assert not page.locator("button.live").first.is_visible()
    page.locator("figure.chart summary").first.click()
    assert page.locator("figure.chart table.data").first.is_visible()
    link = page.locator("a.now").first
    key = link.locator("data").get_attribute("data-key")
    link.click()
    row = page.locator(f"#{key}")
    assert row.is_visible() and "numbers" in page.url
    page.context.close()


def test_what_can_be_downloaded_parses_and_equals_what_is_shown(page: Any, root: Path, base: str) -> None:
    page.goto(f"{base}{live(root)}/")
    checked = 0
    for figure in page.query_selector_all("figure[data-live]"):
        key = str(figure.get_attribute("id")).removeprefix("chart-")
        for link in figure.query_selector_all(".downloads a"):
            name = str(link.get_attribute("href")).rsplit("/", 1)[1]
            path = root / "charts" / name
            if name.endswith(".svg"):
                drawing = path.read_text("utf-8")
                ET.fromstring(drawing)
                assert "var(--" not in drawing
            elif name.endswith(".csv-metadata.json"):
                assert json.loads(path.read_text("utf-8"))["@context"]
            elif name.endswith(".json"):
                assert json.loads(path.read_text("utf-8"))["$schema"].startswith(
                    "https://vega.github.io/schema/vega-lite"
                )
            elif name.endswith(".csv"):
                with path.open(encoding="utf-8", newline="") as file:
                    lines = list(csv.reader(file))
                figure.query_selector("summary").click()
                shown = [
                    [c.inner_text().strip() for c in r.query_selector_all("th, td")]
                    for r in figure.query_selector_all("tbody tr")
                ]
                assert len(shown) == len(lines) - 1
                for row, line in zip(shown, lines[1:], strict=True):
                    for cell, value in zip(row, line, strict=True):
                        bare = cell.replace("−", "-").replace(",", "").replace("–", "")
                        try:
                            assert float(bare) == pytest.approx(float(value), rel=1e-9), key
                        except ValueError:
                            assert bare == value.replace(",", "").replace("–", ""), key
                checked += 1
    assert checked


def test_print_shows_every_chart_and_no_control(page: Any, base: str) -> None:
    page.goto(f"{base}{places.drawn('averages')}/")
    page.emulate_media(media="print", color_scheme="dark")
    # an edition holds no series: such a figure says what it lacks, and has neither picture nor tools
    drawn = page.query_selector_all("figure.chart:has(.pic)")
    assert drawn
    assert all(figure.query_selector(".pic.wide").is_visible() for figure in drawn)
    assert not any(tools.is_visible() for tools in page.query_selector_all("figure.chart .tools"))
    assert not page.locator(".md-header").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert len(page.pdf(format="A4")) > 50_000


def test_a_printed_table_repeats_its_heads(page: Any, base: str) -> None:
    """Chromium repeats no button on the next sheet: in print the words are the head's own."""
    page.goto(f"{base}references/")
    page.emulate_media(media="print")
    button = page.locator("thead button").first
    assert button.evaluate("b => getComputedStyle(b).display") == "contents"
    assert button.evaluate("b => getComputedStyle(b, '::after').content") == "none"


@pytest.mark.parametrize("site", ["", "https://example.org/iwm/"])
def test_the_printed_article_leads_to_its_own_sheets_and_to_the_site(page: Any, base: str, site: str) -> None:
    page.goto(base)
    page.evaluate(
        "site => { document.querySelector('link[rel=canonical]')?.remove(); if (!site) return;"
        " const link = document.createElement('link'); link.rel = 'canonical'; link.href = site; document.head.append(link); }",
        site,
    )
    # a section that the front page leads to, whichever that is
    written = page.locator(".md-content a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    section = next(stem for stem in places.ORDER if f"{stem}/" in written and stem in sections())
    page.evaluate(pdf.GATHER, [section, "references"])
    page.emulate_media(media="print")
    assert page.locator(".printed-page").count() == 2
    assert page.locator(f"#{section}").evaluate("e => getComputedStyle(e).breakBefore") == "page"
    links = page.locator(".md-content a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    ids = set(page.locator("[id]").evaluate_all("all => all.map(e => e.id)"))
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside <= ids and section in inside and any(link.startswith("references--ref-") for link in inside)
    outside = {link for link in links if not link.startswith("#")} - {
        source.url for source in places.BOOK.sources.values()
    }
    assert all(link.startswith(site) for link in outside) if site else not outside
    assert not site or any(link.startswith(f"{site}numbers/#") for link in outside)


def test_the_references_lead_back_to_every_use(root: Path, base: str, page: Any) -> None:
    listed = set(
        re.findall(
            r'href="\.\./([\w-]*/?)#(cite-[\w-]+)"', (root / "references" / "index.html").read_text("utf-8")
        )
    )
    marked = set()
    for path in root.glob("**/index.html"):
        address = path.parent.relative_to(root).as_posix()
        if address.startswith("editions/"):  # an article of its own, with its own references
            continue
        found = re.findall(r'<sup class="ref" id="(cite-[\w-]+)">', path.read_text("utf-8"))
        assert len(found) == len(set(found))
        marked |= {("" if address == "." else f"{address}/", anchor) for anchor in found}
    shown = [root / "index.html", *(root / stem / "index.html" for stem in sections() if stem != "index")]
    assert (
        len(marked)
        == sum(path.read_text("utf-8").count('<sup class="ref"') for path in shown)
        > places.REFERENCES
    )
    assert listed == marked
    second = next(source for source in places.BOOK.sources.values() if source.relays)
    first = next(n for n, source in places.BOOK.sources.items() if source.publisher == second.relays)
    page.goto(f"{base}references/#ref-{second.number}")
    row = page.locator(f"tr#ref-{second.number}")
    assert f"passes on {second.relays}, reference {first}" in row.inner_text()
    assert row.locator(f'a[href="#ref-{first}"]').count() == 1
    row.locator("a.again").last.click()
    assert page.locator(".ref:target a").get_attribute("href").endswith(f"#ref-{second.number}")
    assert page.locator(".ref:target").is_visible()


def test_a_chart_alone_tells_its_age_and_how_to_frame_it(chromium: Any, base: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{base}charts/{places.chart('compared')}/")
    page.wait_for_selector(".strip .behind")
    code = page.locator("code.frame").text_content()
    frame = re.search(r'src="(.*?)" width="100%" height="(\d+)"', code)
    assert frame and frame[1] == f"{base}charts/{places.chart('compared')}/"
    tall = page.evaluate("document.querySelector('main').getBoundingClientRect().bottom")
    assert tall - 20 <= int(frame[2]) <= tall + 120
    page.locator("summary").first.click()
    button = page.locator("thead button").first
    assert (
        button.evaluate("b => [getComputedStyle(b).backgroundColor, getComputedStyle(b).borderStyle].join()")
        == "rgba(0, 0, 0, 0),none"
    )
    context.close()


def test_only_tables_of_one_kind_sort(page: Any, base: str) -> None:
    page.goto(f"{base}{places.page('table.key_facts')}/")
    assert page.locator("table.stack thead button").count() == 0
    page.goto(f"{base}{places.drawn('gauges')}/")
    dashboard = page.locator(f"#chart-{places.chart('gauges')} table")
    assert dashboard.locator("tbody tr").count() > 1 and dashboard.locator("button").count() == 0


def test_a_column_has_one_number_of_decimals() -> None:
    assert figures._column([248.0, 261.41, float("nan"), -3.5]) == ["248.00", "261.41", "–", "−3.50"]
    assert figures._column([1000.0, 4.0]) == ["1,000", "4"]
    assert figures._column([3, "–"]) == ["3", "–"]


def test_long_tables_sort(page: Any, base: str) -> None:
    page.goto(f"{base}references/")
    head = page.locator("table.data thead th").nth(1)
    head.locator("button").click()
    names = page.locator("table.data tbody tr td:nth-child(2)").all_inner_texts()
    assert head.get_attribute("aria-sort") == "ascending" and names == sorted(names, key=str.lower)
    first = page.locator("table.data thead th").first
    first.locator("button").click()
    first.locator("button").click()
    assert page.locator("table.data tbody tr th").first.inner_text() == str(places.REFERENCES)


def test_from_a_sub_path_with_search(chromium: Any, root: Path) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(audit.WATCH)
    with audit.served(root, "some/where") as base:
        for address in ("", f"{SAID}/", f"charts/{places.chart('ladder')}/"):
            assert audit.look(page, base, root, address, {}).wrong == []
        page.goto(f"{base}{places.LAST}/")
        with page.expect_response(lambda answer: answer.url.endswith("search_index.json")):
            page.locator("input.md-search__input").click()
        page.keyboard.type("DeMark pivot")
        page.wait_for_selector(".md-search-result__link")
        assert page.locator(".md-search-result__link").first.evaluate("a => a.href").startswith(base)
    page.close()


@pytest.mark.parametrize(
    "words",
    [places.checked(key).printed.replace("−", "-") for key in ("close", "day_change", "low_52w")]
    + ["DeMark pivot"],
)
def test_search_finds_a_figure_by_its_digits_and_by_its_words(page: Any, base: str, words: str) -> None:
    page.goto(f"{base}{places.LAST}/")
    page.locator("input.md-search__input").click()
    page.keyboard.type(words)
    page.wait_for_selector(".md-search-result__link")
    bare = words.strip("$-% ")
    assert bare.lower() in page.locator(".md-search-result__list").inner_text().lower()


def test_what_the_site_says_of_itself(root: Path) -> None:
    feed = ET.fromstring((root / "feed.xml").read_text("utf-8"))
    atom = "{http://www.w3.org/2005/Atom}"
    assert len(feed.findall(f"{atom}entry")) >= 2 and feed.find(f"{atom}id") is not None
    assert (root / "robots.txt").read_text("utf-8").startswith("User-agent: *")
    links = re.findall(r"\]\(([\w/.-]+)\)", (root / "llms.txt").read_text("utf-8"))
    assert len(links) >= len(places.ORDER) and all((root / link).is_file() for link in links)
    twin = (root / f"{SAID}.txt").read_text("utf-8")
    assert (
        "<" not in re.sub(r"<=|< ", "", twin)
        and "{{" not in twin
        and f"(published, as of {places.BOOK.facts['rsi'].as_of};" in twin
    )
    for name, kind in (("index.html", "Article"), ("numbers/index.html", "Dataset")):
        html = (root / name).read_text("utf-8")
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert found
        data = json.loads(found[1])
        assert data["@type"] == kind and data["dateModified"]
        for tag in (
            'property="og:title"',
            'property="og:description"',
            'name="twitter:card"',
            'rel="icon"',
            'type="application/atom+xml"',
        ):
            assert tag in html, f"{name}: {tag}"
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", (root / "index.html").read_text("utf-8"))
    assert all("json" in attributes for attributes in scripts), (
        "an inline script would not run under the policy"
    )
    assert "There is no such page" in (root / "404.html").read_text("utf-8")


def test_a_livelier_spec_leaves_the_picture_as_it_was() -> None:
    rows = [
        {"date": "2025-12-04T00:00:00", "name": "IWM", "value": 1.0},
        {"date": "2025-12-05T00:00:00", "name": "IWM", "value": 2.0},
    ]
    layer = {
        "mark": {"type": "line"},
        "data": {"name": "d"},
        "encoding": {
            "x": {"field": "date", "type": "temporal"},
            "y": {"field": "value", "type": "quantitative", "title": "USD"},
        },
    }
    spec = {"datasets": {"d": rows}, "layer": [layer]}
    before = json.dumps(spec)
    out = interactive.lively(spec)
    assert json.dumps(spec) == before
    assert [row["told"] for row in out["datasets"]["told"]] == [
        {"title": "4 December 2025", "IWM": "$1"},
        {"title": "5 December 2025", "IWM": "$2"},
    ]
    assert out["usermeta"]["range"] == ["2025-12-04", "2025-12-05"]
