"""What runs when a page is saved? The pipeline's stages, on what was kept of them since the last save.

`Desk.first` runs them for the pages that are open, `Desk.renew` then for all the rest.
The site stands in two folders in turn below build/serve/. A small change goes into the one that is shown, by MkDocs'
own `--dirty`, which builds only pages that changed; once the editor rests, the whole site is built strictly into
the other one, so that search and navigation follow, and takes its place.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator import config
from generator.charts import workers
from generator.desk import preview
from generator.pages import templating
from generator.pages.checks import report
from generator.site import builder, gallery, pipeline, snapshot, standby, state, writer
from generator.site.ground import Ground

TEMPLATES = "generator/pages/templates"  # of the program's own, what a designer changes
ASSETS = "generator/site/assets"
THEME = "generator/site/theme"
FRAME = ("mkdocs.yml", THEME, "generator/site/mkdocs.yml")  # stand around every page
WATCHED = ("docs", "facts", "editions", TEMPLATES, ASSETS, *FRAME)
PROGRAM = (*state.PROGRAM, "article.toml")
FOLDER = config.BUILD / "serve"


@dataclass(frozen=True)
class Renewed:
    """What a save changed on the screen: styles alone, these addresses, or (None) any of them."""

    styles: tuple[str, ...] = ()
    addresses: tuple[str, ...] | None = ()


@dataclass
class Desk:
    """Holds what a build needs between two saves. What is called raises Problems, and then still shows the last good state."""

    data: str | None
    as_of: date | None
    studio: workers.Studio
    root: Path = config.SITE  # the folder that is shown
    ground: Ground | None = None
    finished: pipeline.Finished | None = None
    waiting: set[str] = field(default_factory=set)  # changes that no renewal has taken up yet
    draft: Ground | None = None  # of the facts as they were saved, with the charts of the open pages
    whole: subprocess.Popen[str] | None = None  # the strict build in the background
    behind: bool = False  # whether a strict build is due

    @property
    def busy(self) -> bool:
        """Whether there is something to do though nobody saves."""
        return self.behind or self.whole is not None

    def first(self, changed: Iterable[str], opened: Iterable[str]) -> Renewed:
        """Take up changes (paths below the checkout) on the pages at these addresses alone, where no more has to be made anew."""
        self.stop()
        saved = set(changed)
        self.waiting |= saved
        self.draft = None
        before, written = self.finished, pipeline.narrative()
        if self.ground is None or before is None or self._touches(TEMPLATES):
            return Renewed()
        if all(path.startswith(ASSETS) and path.endswith(".css") for path in saved):  # whatever else waits
            names = sorted({pipeline.sent(path) for path in saved})
            writer.put(self.root, {name: written.assets.get(name) for name in names})
            return Renewed(tuple(names))
        addresses = set(opened)
        wanted = [
            page for page in written.pages if address(page.name) in addresses or page.name not in before.files
        ]
        on = self.ground
        if not self._touches("docs/", ASSETS, *FRAME, every=True):
            on = preview.ground(snapshot.folder(self.data), self.as_of, on, wanted, self.studio)
        self.draft, framed = on, self._touches(*FRAME)
        if framed and report.led(written.pages, before.files, config.ROOT / "mkdocs.yml"):
            return Renewed()
        made = preview.pages(on, written, wanted) or {}
        shown = {name: body for name, body in made.items() if framed or before.files.get(name) != body}
        if not addresses.intersection(map(address, shown)):
            return Renewed()
        fresh = {name: body for name, body in written.assets.items() if before.files.get(name) != body}
        writer.put(config.BUILD / "docs", {**fresh, **shown})
        builder.renew(before.results.as_of, self.root)
        self.finished = replace(before, files={**before.files, **shown})
        return Renewed((), tuple(map(address, shown)))

    def renew(self) -> Renewed:
        """Take up what waits, everywhere; raises Problems, and takes it up again the next time."""
        ground = self.ground
        if self._touches(TEMPLATES):
            templating.forget()
            ground = ground and replace(ground)  # what was made of it with the old ones is forgotten as well
        if self._touches(THEME):
            standby.forget()
        if ground is None or not self._touches("docs/", TEMPLATES, ASSETS, *FRAME, every=True):
            draft = self.draft
            ground = (
                replace(draft, sketches=gallery.sketch(draft.given, draft.computed, self.studio))
                if draft
                else pipeline.prepare(snapshot.folder(self.data), self.as_of, self.studio)
            )
        finished = pipeline.render(ground, pipeline.narrative())
        state.forget()  # build/docs is the desk's from here on
        writer.write(config.BUILD / "docs", finished.files)
        renewed = self._show(finished, self.finished)
        self.ground, self.finished, self.draft = ground, finished, None
        self.waiting.clear()
        return renewed

    def _touches(self, *tops: str, every: bool = False) -> bool:
        """Whether any of the changes that wait stands there, or every one."""
        return (all if every else any)(path.startswith(tops) for path in self.waiting)

    def _show(self, now: pipeline.Finished, before: pipeline.Finished | None) -> Renewed:
        """Bring what changed into the folder that is shown; a change around every page into the other, which takes its place."""
        if before is None:
            builder.build(now.results, self._inputs(), now.kept, other := self._other())
            self.root = other
            return Renewed((), None)
        touched = _others(now.files, before.files)
        pages = _pages(touched)
        writer.put(self.root, {name: body for name, body in touched.items() if name not in pages})
        if self._touches(*FRAME) or set(_pages(now.files)) != set(_pages(before.files)):
            self._begin(now)
            return Renewed()
        if pages:
            builder.renew(now.results.as_of, self.root)
            self.behind = True
        builder.finish(self.root, now.results, self._inputs(), now.kept)
        own = sorted(name for name in touched if name not in pages and pipeline.given(name))
        if own == sorted(touched) and all(name.endswith(".css") for name in own):
            return Renewed(tuple(own))
        # a picture or a script may stand on any page
        return Renewed((), None if own else tuple(map(address, pages)))

    def _begin(self, finished: pipeline.Finished) -> None:
        self.whole, self.behind = builder.begin(finished.results.as_of, self._other()), False

    def rest(self, opened: Iterable[str]) -> Renewed:
        """While the editor rests: begin the strict build that is due, or show it once it stands, and what of the open pages it changed.

        Raises SiteError with what MkDocs found.
        """
        if self.finished and self.behind:
            self._begin(self.finished)
        if not self.finished or not self.whole or self.whole.poll() is None:
            return Renewed()
        run, self.whole = self.whole, None
        builder.end(run, self._other(), self.finished.results, self._inputs(), self.finished.kept)
        old, self.root = self.root, self._other()
        return Renewed((), tuple(at for at in opened if _page(old / at) != _page(self.root / at)))

    def stop(self) -> None:
        """End the strict build: what it builds is out of date."""
        if self.whole:
            self.whole.kill()
            self.whole.communicate()
            self.whole, self.behind = None, True

    def _other(self) -> Path:
        return FOLDER / ("b" if self.root == FOLDER / "a" else "a")

    def _inputs(self) -> Mapping[str, str]:
        return state.inputs(str(snapshot.folder(self.data) or ""))


def _others(now: Mapping[str, bytes], before: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Files that are not as they were; None for one that is gone."""
    return {name: now.get(name) for name in now.keys() | before.keys() if now.get(name) != before.get(name)}


def _page(folder: Path) -> bytes:
    place = folder / "index.html"
    return place.read_bytes() if place.is_file() else b""


def _pages(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name.endswith(".md"))


def address(name: str) -> str:
    """The address of a page below the site's root: `ledger/` of ledger.md."""
    stem = name.removesuffix(".md")
    return stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else f"{stem}/"
