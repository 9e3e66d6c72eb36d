"""A reader's hands on a page in a browser: with keys alone, or by touch; each counts the steps that it takes."""

from __future__ import annotations

from typing import Any


class Hand:
    """A reader's hand: it follows links, chooses and types, and counts its steps."""

    def __init__(self, page: Any) -> None:
        self.page, self.steps = page, 0

    def follow(self, target: str) -> None:
        raise NotImplementedError

    def choose(self, name: str, value: str) -> None:
        raise NotImplementedError

    def type(self, words: str) -> None:
        raise NotImplementedError

    def settle(self) -> None:
        """Wait until a page that a step led to stands, with its list at work."""
        self.page.wait_for_timeout(200)
        self.page.wait_for_load_state("load")
        self.page.wait_for_selector("article:not(:has(.explorer:not(.ready)))")

    def shown(self) -> list[str]:
        """The entries that are to be seen, each by its key."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('.explorer tbody > tr:not(.group, .opened), .explorer ol > li')]
            .filter(e => e.getClientRects().length).map(e => e.id || e.querySelector('details').id)"""
        )
        return found

    def answer(self) -> str:
        """The words of what was opened, once it stands there."""
        self.page.wait_for_selector(".explorer .opened .claim-card, .explorer details[open] .claim-card")
        told: str = self.page.locator(".explorer .claim-card:visible").first.inner_text()
        return told


class Keyboard(Hand):
    """With keys alone: Tab to what is meant, Enter, arrows, letters."""

    def reach(self, target: str) -> None:
        """Tab until the focus stands on it: whatever is there to be used can be reached."""
        for _ in range(600):
            if self.page.evaluate("s => document.activeElement.matches(s)", target):
                rect = self.page.evaluate(
                    "(r => [r.bottom > 0 && r.top < innerHeight, getComputedStyle(document.activeElement).outlineStyle])(document.activeElement.getBoundingClientRect())"
                )
                assert rect[0], f"{target} is focused out of sight"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {target}")

    def follow(self, target: str) -> None:
        self.steps += 1
        self.reach(target)
        self.page.keyboard.press("Enter")
        self.settle()

    def choose(self, name: str, value: str) -> None:
        self.steps += 1
        self.reach(f"select[name={name}]")
        label = self.page.locator(f"select[name={name}] option[value='{value}']").inner_text()
        self.page.keyboard.type(label.split(" (")[0])
        assert self.page.locator(f"select[name={name}]").input_value() == value

    def type(self, words: str) -> None:
        self.steps += 1
        self.reach("input[name=find]")
        self.page.keyboard.type(words)


class Finger(Hand):
    """By touch on a phone."""

    def follow(self, target: str) -> None:
        self.steps += 1
        place = self.page.locator(f"{target} >> visible=true").first
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        assert box["height"] >= 18 and box["width"] >= 18, f"{target} is too small for a finger: {box}"
        place.tap()
        self.settle()

    def choose(self, name: str, value: str) -> None:
        self.steps += 1
        place = self.page.locator(f"select[name={name}]")
        assert place.bounding_box()["height"] >= 36
        place.select_option(value)

    def type(self, words: str) -> None:
        self.steps += 1
        place = self.page.locator("input[name=find]")
        place.tap()
        place.press_sequentially(words)


HANDS: dict[str, tuple[type[Hand], dict[str, Any]]] = {
    "keyboard": (Keyboard, {"viewport": {"width": 1280, "height": 900}}),
    "phone": (Finger, {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}),
}
