"""Processes that draw, started early: vl-convert holds the interpreter, and its first picture costs half a second."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from generator.charts import svg

WORKERS = min(2, os.cpu_count() or 1)


def _method() -> str:
    # forked before anything heavy is imported, a worker starts at once; beside other threads, those of a library
    # too that Python does not count, what they hold is never let go in it
    alone = sys.platform == "linux" and len([*Path("/proc/self/task").iterdir()]) == 1
    return "fork" if alone else "spawn"


def _draw(spec: str) -> str:
    return svg.render(json.loads(spec))


def _begin() -> None:
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    svg.warm()


def _end_with_the_build() -> None:
    """A worker waits for work for ever, also for that of a build that was killed."""
    if build := multiprocessing.parent_process():
        build.join()
        os._exit(1)


class Studio:
    """`draw(spec)` gives the future of an SVG. The workers know nothing of pandas and warm up at once."""

    def __init__(self) -> None:
        context = multiprocessing.get_context(_method())
        self._drawn: dict[str, Future[str]] = {}
        self._pool = ProcessPoolExecutor(WORKERS, mp_context=context, initializer=_begin)
        for _ in range(WORKERS):
            self._pool.submit(int)

    def draw(self, spec: Mapping[str, Any]) -> Future[str]:
        """An SVG of a Vega-Lite spec, drawn by the next free worker; one that was drawn before is not drawn again."""
        text = json.dumps(spec)  # text crosses to a worker faster than objects
        if text not in self._drawn:
            self._drawn[text] = self._pool.submit(_draw, text)
        return self._drawn[text]

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # what is being drawn ends first, also after an error: a pool that is left to itself may fail as the program ends
        self._pool.shutdown(wait=True, cancel_futures=True)
