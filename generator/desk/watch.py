"""What changed on disk since the last look, by time and size; and when it is time to look, as the system tells it.

What runs then stands in `saved.py`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer

from generator.pages.folder import passing
from generator.site import state

Seen = Mapping[str, tuple[int, int]]  # path below the base -> time of change, size
TELLING = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.FileClosedEvent,
]


class _Alarm(events.FileSystemEventHandler):
    def __init__(self) -> None:
        self.rung = threading.Event()

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Something happened to a file."""
        self.rung.set()


@contextlib.contextmanager
def alarm(tops: Iterable[str]) -> Iterator[threading.Event]:
    """An event that is set when a file at or below `tops` changes. Some disks tell nothing: look once in a while all the same."""
    handler, observer = _Alarm(), Observer()
    places = [Path(state.base(top), top) for top in tops]
    folders = {place if place.is_dir() else place.parent: place.is_dir() for place in places}
    for folder, deep in folders.items():
        with contextlib.suppress(OSError):  # it is not there, or the system has no watch left
            observer.schedule(handler, str(folder), recursive=deep, event_filter=TELLING)
    observer.start()
    try:
        yield handler.rung
    finally:
        observer.stop()
        observer.join()


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
