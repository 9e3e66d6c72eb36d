"""What changed on disk since the last look, by time and size: cheap enough to ask ten times a second.

What runs then stands in `session.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.pages.folder import passing
from generator.site import state

Seen = Mapping[str, tuple[int, int]]  # path below the base -> time of change, size


def scan(tops: Iterable[str], under: str = "") -> dict[str, tuple[int, int]]:
    """Every file at or below `tops` as it stands, by path below the article's folder or the engine's, or `under` another."""
    found = {}
    for top in tops:
        base = under or state.base(top)
        for name in state.walk(f"{base}/{top}"):
            path = Path(name)
            try:
                stat = path.stat()
            except OSError:  # gone between the look and the question
                continue
            if not passing(path.name):
                found[path.relative_to(base).as_posix()] = (stat.st_mtime_ns, stat.st_size)
    return found


def changes(before: Seen, after: Seen) -> set[str]:
    """Paths that came, went or changed."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
