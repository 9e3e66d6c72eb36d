"""The address of a reference mark: that of what it hangs on, one a page, and the same in the list as on the page."""

from __future__ import annotations

import re

from world import FLOW, RSI, content, page

from generator.pages import citations, render

FACTS = {"rsi": RSI, "flow": FLOW}
TEXT = "# A\n\n{{ said.rsi }} and {{ said.flow }} [@26], {{ said.rsi }} [@26].\n\n{{ chart.ladder }}\n"


def listed(text: str) -> list[str]:
    uses = citations.uses([page(text)], FACTS, {"ladder": [10, 10]}, {})
    return [anchor for pages in uses.values() for anchors in pages.values() for anchor in anchors]


def shown(text: str) -> list[str]:
    return re.findall(r'id="(cite-[^"]+)"', render.render(page(text), content()))


def test_the_list_knows_each_mark_of_the_page_by_its_address() -> None:
    found = listed(TEXT)
    assert len(found) == len(set(found)) == 8
    charts = {"cite-10-chart-ladder", "cite-10-chart-ladder-2"}  # drawn later
    assert sorted(shown(TEXT)) == sorted(set(found) - charts)
    assert {"cite-26-rsi", "cite-26-rsi-2", "cite-26", "cite-26-2", "cite-10-flow", "cite-11-flow"} <= set(
        found
    )


def test_a_sentence_before_a_mark_does_not_move_its_address() -> None:
    assert set(listed(TEXT)) <= set(listed(TEXT.replace("# A\n", "# A\n\nOf {{ said.flow }} more.\n")))


def test_a_page_that_repeats_the_marks_of_others_has_no_addresses() -> None:
    text = "# A\n\n{{ said.rsi }}\n\n{{ table.scoreboard }}\n"
    assert citations.places(page(text)) == {} and listed(text) == []
