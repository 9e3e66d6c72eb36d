"""What docs/ may hold: pages, pictures and the site's own styles and scripts; the rest is told, and never published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")
HELD = "docs/ holds pages (.md) and pictures (" + ", ".join(PICTURES) + ")"
# what a picture of lines may not do: run, or ask another server
ACTIVE = re.compile(
    rb"<\s*(?:script|foreignObject|iframe|use[^>]+href\s*=\s*[\"'](?!#))|\son[a-z]+\s*=|javascript:|@import"
    rb"|(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//|url\(\s*[\"']?\s*(?:https?:)?//",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Files:
    """The files of docs/ by name there; what is wrong with others, and the editors' programs' own, which are left out."""

    pages: Mapping[str, Path]
    others: Mapping[str, Path]
    problems: tuple[Problem, ...] = ()
    passed: tuple[str, ...] = ()


TAKEN = {"README.md": "a front page, index.md,", "404.md": "a page for addresses that lead nowhere"}


def passing(name: str) -> bool:
    """Whether a file is an editor's program's own: a swap file, a lock, a backup."""
    return name.startswith((".", "#", "~$")) or name.endswith(
        ("~", "#", ".swp", ".swo", ".tmp", ".bak", ".orig", ".rej", ".part", ".crdownload")
    ) or name in ("Thumbs.db", "desktop.ini")  # fmt: skip


def files(folder: Path) -> Files:
    """Look through a folder; no symbolic link is followed out of it."""
    pages: dict[str, Path] = {}
    others: dict[str, Path] = {}
    problems: list[Problem] = []
    passed: list[str] = []
    home = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = path.relative_to(folder).parts
        if any(map(passing, parts)):
            passed += [name] if passing(path.name) and not any(map(passing, parts[:-1])) else []
        elif told := _stray(path, name, home):
            problems.append(Problem(f"docs/{name}", 0, 0, *told))
        elif path.is_file():
            (pages if path.suffix == ".md" else others)[name] = path
    return Files(pages, others, tuple(problems), tuple(passed))


def _stray(path: Path, name: str, home: Path) -> tuple[str, str] | None:
    """Why a file may not stand there, and what to do."""
    if path.is_symlink():
        if not path.exists():
            return "the link leads to nothing", "take it away, or put the file itself here."
        if not path.resolve().is_relative_to(home) or path.is_dir():
            return "the link leads out of docs/", "put the file itself here."
    if path.is_dir():
        return ("a folder has a page's name", "give it one without .md.") if path.suffix == ".md" else None
    if not path.is_file():
        return "it is no file that could be read", "take it away."
    if path.suffix.lower() == ".svg" and ACTIVE.search(path.read_bytes()):
        return "the picture runs a script, or loads something from elsewhere", "save it as a plain picture."
    if name in TAKEN:
        return (
            f"the site has {TAKEN[name]} already, which it would take the place of",
            "give it another name.",
        )
    if path.suffix == ".md" or path.suffix.lower() in PICTURES:
        return None
    if path.suffix.lower() in (".md", ".markdown", ".txt"):
        return (
            f"a page's name ends in .md, and this one's in {path.suffix}",
            "give it that ending, or take it away.",
        )
    if path.suffix.lower() in (".css", ".js", ".mjs", ".html", ".htm"):
        return "styles, scripts and HTML are the site's own", f"{HELD}; take it away."
    return f"no reader can be given a {path.suffix or 'nameless'} file", f"{HELD}; take it away."


def notes(found: Iterable[str]) -> list[str]:
    """What is told of files that are left out."""
    return [
        f"Note: docs/{name} is left out: it looks like a backup or a lock of an editor's program."
        for name in found
    ]
