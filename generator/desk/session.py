"""The site as an editor works on it: results and pictures stay in memory, and a save renders only what it touches.

The site stands in two folders in turn below build/serve/. A small change goes into the one that is shown, by MkDocs'
own `--dirty`, which builds only pages that changed; once the editor rests, the whole site is built strictly into
the other one, so that search and navigation follow, and takes its place.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator import config
from generator.charts import workers
from generator.errors import SiteError
from generator.site import pipeline, state, writer

WATCHED = ("docs", "facts", "editions", "overrides", "mkdocs.yml")
PROGRAM = ("generator", "tasks.py")
FOLDER = config.BUILD / "serve"


@dataclass(frozen=True)
class Renewed:
    """What a save changed on the screen: styles alone, these addresses, or (None) any of them."""

    styles: tuple[str, ...] = ()
    addresses: tuple[str, ...] | None = ()


@dataclass
class Desk:
    """Holds what a build needs between two saves. `renew` raises Problems and then still shows the last good state."""

    data: str | None
    as_of: date | None
    studio: workers.Studio
    root: Path = config.SITE  # the folder that is shown
    given: pipeline.Inputs | None = None
    drawn: pipeline.Pictures = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)  # changes that no renewal has taken up yet
    whole: subprocess.Popen[str] | None = None  # the strict build in the background
    behind: bool = False  # whether a strict build is due

    def renew(self, changed: Iterable[str]) -> Renewed:
        """Take up changes (paths below the checkout); raises Problems, and takes them up again the next time."""
        self.stop()
        self.waiting |= set(changed)
        if not self.given:
            return self._start()
        if styles := self._styles():
            self.waiting.clear()
            return Renewed(styles)
        pages_before = {name for name in self.files if name.endswith(".md")}
        if any(not path.startswith(("docs/", "mkdocs.yml", "overrides")) for path in self.waiting):
            given = pipeline.inputs(pipeline.snapshot_folder(self.data), self.as_of)
            drawn = pipeline.pictures_of(given, self.studio)
        else:
            given, drawn = self.given, self.drawn
        _, files = pipeline.finish(given, self.studio, {}, _silent, drawn)
        writer.write(config.BUILD / "docs", files)
        touched = {
            name for name in files.keys() | self.files.keys() if files.get(name) != self.files.get(name)
        }
        everywhere = any(path.startswith(("mkdocs.yml", "overrides")) for path in self.waiting)
        if everywhere or {name for name in files if name.endswith(".md")} != pages_before:
            writer.mkdocs(given.results.as_of, other := self._other())
            self.root, self.behind, addresses = other, False, None
        else:
            writer.dirty(given.results.as_of, self.root)
            self.behind = True
            pages = sorted(name for name in touched if name.endswith(".md"))
            # a picture or a script of docs/ may stand on any page
            own = any((config.DOCS / name).is_file() for name in touched if not name.endswith(".md"))
            addresses = None if own else tuple(map(address, pages))
        self.given, self.drawn, self.files = given, drawn, files
        self.waiting.clear()
        return Renewed((), addresses)

    def _start(self) -> Renewed:
        state.forget()  # build/docs is the desk's from here on
        given = pipeline.inputs(pipeline.snapshot_folder(self.data), self.as_of)
        self.drawn = pipeline.pictures_of(given, self.studio)
        _, files = pipeline.finish(given, self.studio, {}, _silent, self.drawn)
        writer.write(config.BUILD / "docs", files)
        writer.mkdocs(given.results.as_of, other := self._other())
        self.root, self.given, self.files = other, given, files
        self.waiting.clear()
        return Renewed((), None)

    def _styles(self) -> tuple[str, ...]:
        """Stylesheets, where nothing else changed: copied straight to where they are shown."""
        styles = sorted(self.waiting)
        if not styles or not all(
            path.startswith("docs/") and path.endswith(".css") and (config.ROOT / path).is_file()
            for path in styles
        ):
            return ()
        for path in styles:
            name = path.removeprefix("docs/")
            body = (config.ROOT / path).read_bytes()
            for folder in (config.BUILD / "docs", self.root):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / f"{name}.new").write_bytes(body)
                (folder / f"{name}.new").replace(folder / name)
            self.files[name] = body
        return tuple(path.removeprefix("docs/") for path in styles)

    def rest(self) -> bool:
        """While the editor rests: begin the strict build, or show it once it stands. Whether it was shown just now.

        Raises SiteError with what MkDocs found.
        """
        if not self.given or not (self.behind or self.whole):
            return False
        if self.whole is None:
            self.whole = writer.begin(self.given.results.as_of, self._other())
            self.behind = False
            return False
        if self.whole.poll() is None:
            return False
        output, _ = self.whole.communicate()
        code, self.whole = self.whole.returncode, None
        if code:
            raise SiteError(writer.said(output))
        self.root = self._other()
        return True

    def stop(self) -> None:
        """End the strict build: what it builds is out of date."""
        if self.whole:
            self.whole.kill()
            self.whole.communicate()
            self.whole, self.behind = None, True

    def _other(self) -> Path:
        return FOLDER / ("b" if self.root == FOLDER / "a" else "a")


def address(name: str) -> str:
    """The address of a page below the site's root: `ledger/` of ledger.md."""
    stem = name.removesuffix(".md")
    return stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else f"{stem}/"


def _silent(_: str) -> None:
    pass
