"""The house: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# package -> the only rooms that may import it
KEEPERS = {
    "yfinance": {"fetch"},
    "curl_cffi": {"fetch"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "invoke": {"tasks"},
    "mkdocs": set(),
}
FILES = sorted((ROOT / "generator").rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT / "generator").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Dotted names a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", [*FILES, ROOT / "tasks.py"], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_packages_have_keepers(path: Path) -> None:
    own = "tasks" if path.name == "tasks.py" else room(path)
    for name in imports(path):
        package = name.split(".")[0]
        assert own in KEEPERS.get(package, {own}), (
            f"{path.name} imports {package}: only {KEEPERS[package]} may"
        )


def test_imports_go_down() -> None:
    """The contract of pyproject.toml: a room reads only floors below its own."""
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
