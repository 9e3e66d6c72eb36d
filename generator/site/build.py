"""The build as a command: the pipeline, unless nothing has changed since its last run.

Only quick imports here: a build that has nothing to do never opens the heavy rooms, and the drawing processes warm
up while they load.
"""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from generator import config
from generator.site import snapshot, state

Say = Callable[[str], None]


def build(data: str | None = None, as_of: date | None = None, say: Say = print) -> dict[str, Any]:
    """Build the site; the summary. Raises Problems having written nothing where an input is wrong."""
    started = time.perf_counter()
    folder = snapshot.folder(data)
    arguments = {"data": str(folder or ""), "as_of": as_of.isoformat() if as_of else ""}
    read = state.inputs(arguments["data"])
    unchanged = state.current(arguments, read)
    if unchanged:
        say(f"Nothing has changed since the last build ({unchanged['pages']} pages in {unchanged['site']}).")
        return unchanged
    gc.disable()  # records that live to the end: to look for garbage among them costs a twelfth of a build
    from generator.charts import workers

    with contextlib.ExitStack() as ends:
        ends.enter_context(state.alone("invoke build"))
        ends.callback(gc.enable)
        studio = ends.enter_context(workers.Studio())
        say(f"Reading {snapshot.shown(folder or config.EDITIONS)}")
        from generator.site import pipeline

        made = pipeline.run(folder, as_of, read, studio, say)
    summary = {
        **made,
        "seconds": round(time.perf_counter() - started, 1),
        "site": snapshot.shown(config.SITE),
    }
    state.record(arguments, read, summary)
    from generator.formats import counted

    counts = ", ".join(counted(summary[what], what) for what in ("metrics", "facts", "charts", "pages"))
    say(f"Done in {summary['seconds']} s, {_origin(summary)}: {counts} in {summary['site']}/")
    return summary


def _origin(summary: dict[str, Any]) -> str:
    """Where a site's figures are from, and of which day."""
    if summary["origin"] == "edition":
        from generator.formats import day

        return f"from the edition of {day(date.fromisoformat(summary['as_of']))}; nothing recomputed"
    return f"as of {summary['as_of']} ({summary['origin']})"
