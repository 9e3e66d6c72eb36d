"""What runs when a page is saved? `Desk.renew`: the pipeline's stages, on what was kept of them since the last save.

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
from generator.pages import templating
from generator.site import builder, pipeline, snapshot, standby, state, writer
from generator.site.ground import Ground

TEMPLATES = "generator/pages/templates"  # of the program's own, what a designer changes
ASSETS = "generator/site/assets"
FRAME = ("mkdocs.yml", "generator/site/theme", "generator/site/mkdocs.yml")  # stand around every page
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
    """Holds what a build needs between two saves. `renew` raises Problems and then still shows the last good state."""

    data: str | None
    as_of: date | None
    studio: workers.Studio
    root: Path = config.SITE  # the folder that is shown
    ground: Ground | None = None
    finished: pipeline.Finished | None = None
    waiting: set[str] = field(default_factory=set)  # changes that no renewal has taken up yet
    whole: subprocess.Popen[str] | None = None  # the strict build in the background
    behind: bool = False  # whether a strict build is due

    def renew(self, changed: Iterable[str]) -> Renewed:
        """Take up changes (paths below the checkout); raises Problems, and takes them up again the next time."""
        self.stop()
        standby.call()
        self.waiting |= set(changed)
        ground = self.ground
        if any(path.startswith(TEMPLATES) for path in self.waiting):
            templating.forget()
            ground = ground and replace(ground)  # what was made of it with the old ones is forgotten as well
        if ground is None or any(
            not path.startswith(("docs/", TEMPLATES, ASSETS, *FRAME)) for path in self.waiting
        ):
            ground = pipeline.prepare(snapshot.folder(self.data), self.as_of, self.studio)
        finished = pipeline.render(ground, pipeline.narrative())
        state.forget()  # build/docs is the desk's from here on
        writer.write(config.BUILD / "docs", finished.files)
        renewed = self._show(finished, self.finished)
        self.ground, self.finished = ground, finished
        self.waiting.clear()
        standby.call()  # for the next save
        return renewed

    def _show(self, now: pipeline.Finished, before: pipeline.Finished | None) -> Renewed:
        """Bring what changed into the folder that is shown; a change around every page into the other, which takes its place."""
        framed = any(path.startswith(FRAME) for path in self.waiting)
        if before is None or framed or set(_pages(now.files)) != set(_pages(before.files)):
            builder.build(now.results, self._inputs(), other := self._other())
            self.root, self.behind = other, False
            return Renewed((), None)
        touched = {
            name
            for name in now.files.keys() | before.files.keys()
            if now.files.get(name) != before.files.get(name)
        }
        pages = _pages(touched)
        writer.put(self.root, {name: now.files.get(name) for name in touched.difference(pages)})
        if pages:
            run = builder.begin(now.results.as_of, self.root, dirty=True)
            builder.end(run, self.root, now.results, self._inputs())
            self.behind = True
        own = sorted(name for name in touched.difference(pages) if pipeline.given(name))
        if own == sorted(touched) and all(name.endswith(".css") for name in own):
            return Renewed(tuple(own))
        # a picture or a script may stand on any page
        return Renewed((), None if own else tuple(map(address, pages)))

    def rest(self) -> bool:
        """While the editor rests: begin the strict build, or show it once it stands. Whether it was shown just now.

        Raises SiteError with what MkDocs found.
        """
        if not self.finished or not (self.behind or self.whole):
            return False
        if self.whole is None:
            self.whole = builder.begin(self.finished.results.as_of, self._other())
            self.behind = False
            return False
        if self.whole.poll() is None:
            return False
        run, self.whole = self.whole, None
        builder.end(run, self._other(), self.finished.results, self._inputs())
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

    def _inputs(self) -> Mapping[str, str]:
        return state.inputs(str(snapshot.folder(self.data) or ""))


def _pages(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name.endswith(".md"))


def address(name: str) -> str:
    """The address of a page below the site's root: `ledger/` of ledger.md."""
    stem = name.removesuffix(".md")
    return stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else f"{stem}/"
