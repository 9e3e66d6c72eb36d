"""The local server: the site as it stands, with a small script in each page that reloads it and shows what is wrong.

The script is put into the answers only; no file of the site has it.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer
from typing import Any
from urllib.parse import unquote

EVENTS, SCRIPT = "/__live", "/__live.js"
TAG = f'<script src="{SCRIPT}"></script>'.encode()
EMPTY = (
    b"<!doctype html><meta charset=utf-8><title>Not built yet</title><p>The site is not built yet.</p></body>"
)
AT_ONCE = (
    4  # pages that a save is shown on before it is everywhere; a closed one is known by its silence alone
)
BEAT = 15  # seconds after which a silent line is spoken to, so that a closed one is noticed


class Hub:
    """Tells every open page what changed; a page that opens later is told what is wrong."""

    def __init__(self) -> None:
        self._lines: dict[
            queue.SimpleQueue[dict[str, Any]], str
        ] = {}  # and the address of the page at its end
        self._lock = threading.Lock()
        self.problems: list[str] = []
        self.run = f"{time.time_ns()}"  # a page of an earlier server reloads
        self.count = 0

    def tell(self, **what: Any) -> None:
        """Send to every open page; `problems` are kept for those that open later."""
        with self._lock:
            self.problems = what.get("problems", self.problems)
            self.count += 1
            for line in self._lines:
                line.put({**what, "problems": self.problems})

    def opened(self) -> list[str]:
        """The addresses of the pages that were opened last."""
        with self._lock:
            return list(dict.fromkeys(reversed(self._lines.values())))[:AT_ONCE]

    def join(self, address: str) -> queue.SimpleQueue[dict[str, Any]]:
        """A new line to the page at an address, which first says how things stand."""
        line: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        with self._lock:
            line.put({"run": self.run, "count": self.count, "problems": self.problems})
            self._lines[line] = address
        return line

    def leave(self, line: queue.SimpleQueue[dict[str, Any]]) -> None:
        """Forget a line that was closed."""
        with self._lock:
            del self._lines[line]


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder that may change from one request to the next."""

    def __init__(self, *given: Any, hub: Hub, **more: Any) -> None:
        self.hub = hub
        super().__init__(*given, **more)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""

    def end_headers(self) -> None:
        """No browser keeps what may change at the next save."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        """A file, a page with the script in it, the script, or the events."""
        path = self.path.split("?")[0]
        if path == EVENTS:
            self._events()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, JS.encode(), "text/javascript")
        elif (file := Path(self.translate_path(self.path))).is_dir() and not path.endswith("/"):
            super().do_GET()  # it leads to the address with a slash
        else:
            self._file(file)

    def _file(self, file: Path) -> None:
        page = file / "index.html" if file.is_dir() else file
        status = HTTPStatus.OK
        if not page.is_file():
            page, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        # read whole: a file that is being written has another length a moment later
        body = page.read_bytes() if page.is_file() else EMPTY
        if page.suffix != ".html":
            self._send(status, body, self.guess_type(str(page)))
            return
        head, end, tail = body.rpartition(b"</body>")
        self._send(status, head + TAG + end + tail if end else body + TAG, "text/html; charset=utf-8")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        line = self.hub.join(unquote(self.path.partition("?at=")[2]))
        try:
            while True:
                try:
                    told = f"data: {json.dumps(line.get(timeout=BEAT))}\n\n"
                except queue.Empty:
                    told = ": still here\n\n"
                self.wfile.write(told.encode())
                self.wfile.flush()
        except OSError:  # the page was left
            self.hub.leave(line)


class Server(ThreadingHTTPServer):
    """One thread a request, on the loopback address; open lines do not hold up its end."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, root: Callable[[], Path], hub: Hub) -> None:
        def handler(request: Any, client: Any, server: BaseServer) -> Handler:
            return Handler(request, client, server, hub=hub, directory=str(root()))

        super().__init__(("127.0.0.1", port), handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the middle is no news."""


JS = r"""
(() => {
  let box, run, count;
  const here = location.pathname.slice(1).replace(/index\.html$/, "");
  const show = problems => {
    if (box) box.remove();
    box = null;
    if (!problems.length) return;
    box = document.createElement("div");
    box.id = "live-problems";
    box.setAttribute("role", "alert");
    box.style.cssText = "position:fixed;inset:auto 1rem 1rem 1rem;z-index:99;max-height:60vh;overflow:auto;padding:.8rem 1rem;" +
      "background:#3b0d0d;color:#fff;font:15px/1.45 ui-monospace,monospace;border-radius:6px;box-shadow:0 4px 24px #0008";
    const head = document.createElement("strong");
    head.textContent = problems.length + (problems.length > 1 ? " things" : " thing") + " to mend; until then the site shows the last good state";
    const shut = document.createElement("button");
    shut.textContent = "Hide";
    shut.style.cssText = "float:right;color:inherit;border:1px solid;border-radius:4px;padding:0 .5rem;cursor:pointer";
    shut.onclick = () => show([]);
    const list = document.createElement("ul");
    for (const problem of problems) {
      const item = document.createElement("li");
      item.textContent = problem;
      list.append(item);
    }
    box.append(shut, head, list);
    document.body.append(box);
  };
  addEventListener("keydown", e => { if (e.key === "Escape") show([]); });
  new EventSource("/__live?at=" + encodeURIComponent(here)).onmessage = message => {
    const told = JSON.parse(message.data);
    if (told.run) {
      if (run && (told.run !== run || told.count !== count)) return location.reload();
      run = told.run;
      count = told.count;
    } else count += 1;
    for (const style of told.styles || [])
      for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
        const url = new URL(link.href);
        if (url.pathname === "/" + style) {
          url.searchParams.set("live", Date.now());
          link.href = url;
        }
      }
    if (told.addresses === null || (told.addresses || []).includes(here)) return location.reload();
    show(told.problems);
  };
})();
"""
