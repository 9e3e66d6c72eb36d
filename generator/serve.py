"""The site on the editor's own machine, built again at each save; a mistake is told and mended, never fatal."""

from __future__ import annotations

import threading
import time
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from generator import config, fresh
from generator.build import build
from generator.errors import Problems

WATCHED = ("docs", "facts", "mkdocs.yml")
PAUSE = 0.4  # seconds between looks


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


def serve(data: str | None, as_of: date | None, port: int) -> None:
    """Build, serve on 127.0.0.1 and build again at each change, until Ctrl-C."""
    _try(data, as_of)
    handler = partial(Quiet, directory=str(config.SITE))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{port}/ shows the site; Ctrl-C ends it.")
        seen = fresh.hashes(WATCHED)
        try:
            while True:
                time.sleep(PAUSE)
                now = fresh.hashes(WATCHED)
                if now != seen:
                    seen = now
                    _try(data, as_of)
        except KeyboardInterrupt:
            server.shutdown()


def _try(data: str | None, as_of: date | None) -> None:
    try:
        build(data, as_of)
    except Problems as found:
        print("\n".join([*found.problems, "The site still shows the last good build."]))
