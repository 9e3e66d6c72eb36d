"""An edition made and read as a folder: results, pictures, article, and the sums over them.

What a seal writes is read back before its article is made of it, so that the article is a function of the edition and of
the pages alone, and whoever has both can make it again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator import disk
from generator.charts import sealed as pictures
from generator.charts import workers
from generator.errors import EditorError, Problem, UsageError
from generator.ledger import changes, editions, sealed, sealing
from generator.market import manifest
from generator.site import article, gallery, pipeline, recorded, shelf, sources
from generator.site.ground import Ground


def seal(folder: Path, as_of: date | None, into: Path) -> tuple[Path, bool]:
    """Seal the edition of a session on a snapshot; (its folder, whether it is new). An equal one is left as it is."""
    if manifest.read(folder, []).get("origin") == "simulated":
        raise UsageError(editions.ONLY_REAL)
    written = pipeline.narrative()
    with workers.Studio() as studio:
        ground = pipeline.prepare(folder, as_of, studio)
        session, pages = ground.results.as_of, written.pages
        content, _ = pipeline.tabulate(ground, pages)
        pipeline.check(ground, content, written)
        earlier = [path for path in editions.editions(into) if sealed.name(path)[:10] < session.isoformat()]
        made = recorded.record(ground, pages, content, earlier[-1] if earlier else None)
        same = editions.editions(into, session)
        for path in same:
            if not sealing.differences(sealed.read(path), made):
                return path, False
        if same:
            made["changed"] = changed(same[-1], made)
        path = into / sealing.folder_name(session, editions.turn(same[-1]) + 1 if same else 1)
        half = into / f".{path.name}.half" / path.name
        shutil.rmtree(half.parent, ignore_errors=True)
        try:
            disk.write(half / sealed.RESULTS, dumped(made))
            for key, (figure, drawn) in ground.gallery.pictures.items():
                for name, body in pictures.files(ground.given.charts[key], figure, drawn).items():
                    disk.write(half / name, body)
            disk.write(half / sealed.ARTICLE, again(half, written, studio))
            disk.write(half / sealed.SUMS, shelf.sums(half))
            half.rename(path)
            disk.flush(into)
        finally:
            shutil.rmtree(half.parent, ignore_errors=True)
    return path, True


def changed(path: Path, made: Mapping[str, Any]) -> dict[str, Any]:
    """What a second seal of a session says otherwise than the one before, and why."""
    found = changes.between(sealed.read(path), made)
    return {
        "from": sealed.name(path),
        "why": list(found.causes),
        "what": sealing.differences(sealed.read(path), made)[:200],
    }


def again(path: Path, written: pipeline.Narrative, studio: workers.Studio) -> bytes:
    """The article of an edition, made of what stands in its folder and of the pages."""
    problems: list[Problem] = []
    known, drawn = sources.declarations(problems)
    if problems:
        raise EditorError(problems)
    given = sources.of_edition(path, known, (), drawn)
    computed = sources.compute(given)
    ground = Ground(given, computed, gallery.sketch(given, computed, studio))
    content, _ = pipeline.tabulate(ground, written.pages)
    return article.render(ground, written.pages, content)


def dumped(made: Mapping[str, Any]) -> bytes:
    """A record as its file holds it."""
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
