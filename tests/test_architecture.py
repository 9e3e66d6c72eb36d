"""The house: who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [
    {"errors", "model", "config", "formats", "conditions", "lacks"},
    {"market", "facts", "places", "sources"},
    {"stats", "metrics"},
    {"ledger", "editions"},
    {
        "charts",
        "svg",
        "marks",
        "citations",
        "strip",
        "wording",
        "tables",
        "methods",
        "scoreboard",
        "catalogue",
        "cards",
    },
    {
        "slots",
        "pages",
        "guards",
        "coverage",
        "numerals",
        "markup",
        "links",
        "nav",
        "proof",
        "figures",
        "downloads",
        "interactive",
        "tooltips",
        "vega",
        "feeds",
        "pictures",
        "record",
        "api",
        "assets",
        "site",
        "fresh",
        "freshness",
        "drawing",
    },
    {
        "build",
        "bench",
        "audit",
        "lighthouse",
        "serve",
        "desk",
        "live",
        "watch",
        "refresh",
        "publish",
        "diff",
        "rendered",
        "simulate",
    },
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# package -> the only rooms that may import it
KEEPERS = {
    "yfinance": {"sources"},
    "altair": {"charts"},
    "invoke": {"tasks"},
    "mkdocs": set(),
    "vl_convert": {"svg"},
}
FILES = sorted((ROOT / "generator").rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT / "generator").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Dotted names a file imports at run time; `if TYPE_CHECKING` does not run."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "generator":
            yield from (f"generator.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_go_down(path: Path) -> None:
    """A room reads only rooms on its own floor or below. `model` hands one call up, and says why."""
    own = room(path)
    if own == "__init__":
        return
    assert own in FLOOR, f"generator/{own} stands on no floor: add it to FLOORS"
    for name in imports(path):
        if name.startswith("generator."):
            other = name.split(".")[1]
            if (own, other) != ("model", "market"):
                assert FLOOR[other] <= FLOOR[own], (
                    f"{path.name} (floor {FLOOR[own]}) imports {name} (floor {FLOOR[other]})"
                )


@pytest.mark.parametrize("path", [*FILES, ROOT / "tasks.py"], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_packages_have_keepers(path: Path) -> None:
    own = "tasks" if path.name == "tasks.py" else room(path)
    for name in imports(path):
        package = name.split(".")[0]
        assert own in KEEPERS.get(package, {own}), (
            f"{path.name} imports {package}: only {KEEPERS[package]} may"
        )
