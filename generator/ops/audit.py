"""The built site in a real browser: what each page weighs, asks for, moves and breaks.

Only `invoke audit`, `invoke pdf` and the tests come here: Playwright and axe are tools of development.
"""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator import config
from generator.errors import UsageError
from generator.ops import lighthouse

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# images: the theme's stylesheet holds its icons as data: addresses
POLICY = "default-src 'self'; img-src 'self' data:"
EDITION = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"  # of an edition's page, which holds all that it shows
FETCHES = (
    "robots-txt",
)  # what Lighthouse asks for from within a page, which the policy of an edition's refuses
SEALED = 130_000  # bytes gzip of an edition's page, which is all of the article
WEIGHT, REQUESTS, SHIFT, INDEX = 125_000, 12, 0.02, 70_000  # bytes gzip, count, CLS, bytes gzip
PACKED = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml")
SETTLE = 80  # ms for what scripts ask for after a page has loaded
WATCH = """
window.shift = 0; window.refused = [];
addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective + ' ' + e.blockedURI));
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value; })
  .observe({ type: 'layout-shift', buffered: true });
"""


def executable() -> str | None:
    """The first Chromium found by name, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Handler(SimpleHTTPRequestHandler):
    """A static host as publishers run them: gzip, a policy, connections kept; no word on the terminal."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A file, packed where that helps; folders, redirects and errors are left to the library."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        if not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            super().do_GET()
            return
        body = packed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """The policy goes with every answer."""
        self.send_header("Content-Security-Policy", EDITION if sealed(self.path.lstrip("/")) else POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Say nothing."""


@lru_cache(maxsize=512)
def packed(path: Path, changed: int) -> bytes:
    """A file as a host sends it; `changed` is its time of change."""
    body = path.read_bytes()
    return gzip.compress(body, 6) if path.suffix in PACKED else body


@contextmanager
def served(folder: Path, below: str = "", handler: type[Handler] = Handler) -> Iterator[str]:
    """The address of a folder served on the loopback address; `below` is the sub-path that it stands at."""
    with tempfile.TemporaryDirectory() as parent:
        root = folder
        if below:
            root = Path(parent)
            (root / below).parent.mkdir(parents=True, exist_ok=True)
            (root / below).symlink_to(folder.resolve(), target_is_directory=True)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(root))) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}/{below}{'/' if below else ''}"
            finally:
                server.shutdown()
                thread.join()


@contextmanager
def browser() -> Iterator[Any]:
    """A Chromium of this machine under Playwright; UsageError where one of them is missing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise UsageError("Playwright is not installed here: install requirements-dev.txt.") from None
    if not (program := executable()):
        raise UsageError("No Chromium on this machine: install the package chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield chromium
        finally:
            chromium.close()


def addresses(root: Path) -> list[str]:
    """Every page of a site, as its address below the root, "" for the front page."""
    found = (p.parent.relative_to(root).as_posix() for p in root.rglob("index.html"))
    return sorted("" if name == "." else f"{name}/" for name in found)


def sealed(address: str) -> bool:
    """Whether an address is an edition's page."""
    return bool(re.search(r"(?:^|/)editions/\d", address))


@dataclass
class Seen:
    """What was measured on one page."""

    address: str
    weight: int = 0  # bytes gzip of everything that the first view asked for
    requests: int = 0
    shift: float = 0.0
    wrong: list[str] = field(default_factory=list)  # errors, refusals, requests off the site, sideways scroll


def transferred(path: Path) -> int:
    """Bytes of a file as a host sends it."""
    return len(packed(path, path.stat().st_mtime_ns))


def look(page: Any, base: str, root: Path, address: str, sizes: dict[str, int], axe: str = "") -> Seen:
    """Open one page and measure it, with axe where its script is given. `page` has WATCH as its init script."""
    seen = Seen(address)
    asked: list[str] = []

    def console(message: Any) -> None:
        if message.type == "error":
            seen.wrong.append(f"console: {message.text}")

    def response(answer: Any) -> None:
        asked.append(answer.url)
        if answer.status >= 400:
            seen.wrong.append(f"{answer.status}: {answer.url}")

    def failed(request: Any) -> None:
        # what the page before had not loaded yet is given up when this one opens
        if "ABORTED" not in (request.failure or ""):
            seen.wrong.append(f"failed: {request.url}")

    handlers: Mapping[str, Callable[[Any], None]] = {
        "console": console,
        "response": response,
        "pageerror": lambda error: seen.wrong.append(f"script: {error}"),
        "requestfailed": failed,
    }
    for name, handler in handlers.items():
        page.on(name, handler)
    page.goto(f"{base}{address}", wait_until="load")
    page.wait_for_timeout(SETTLE)
    for url in asked:
        if url.startswith("data:"):
            continue
        if not url.startswith(base):
            seen.wrong.append(f"off the site: {url}")
            continue
        seen.requests += 1
        name = url.removeprefix(base).split("?")[0].split("#")[0]
        path = root / (f"{name}index.html" if name == "" or name.endswith("/") else name)
        if path.is_file():
            if name not in sizes:
                sizes[name] = transferred(path)
            seen.weight += sizes[name]
    told = page.evaluate(
        "({shift, refused, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth})"
    )
    seen.shift = round(told["shift"], 4)
    seen.wrong += [f"refused by the policy: {what}" for what in told["refused"]]
    if told["wide"] > 0:
        seen.wrong.append(f"scrolls sideways by {told['wide']} px")
    if axe:
        # the frame around a page is the same everywhere: it is looked at once
        seen.wrong += violations(
            page, axe, "html" if sealed(address) or not address else ".md-content, .embed main"
        )
    for name, handler in handlers.items():
        page.remove_listener(name, handler)
    return seen


def axe_script() -> str:
    """axe-core, from the package that brings it."""
    package = find_spec("axe_playwright_python")
    if not package or not package.origin:
        raise UsageError("axe is not installed here: install requirements-dev.txt.")
    return next(Path(package.origin).parent.rglob("axe.min.js")).read_text("utf-8")


def violations(page: Any, script: str, part: str = "html") -> list[str]:
    """What axe finds in the open page, or in a part of it."""
    page.evaluate(script)
    found = page.evaluate(
        "part => axe.run(document.querySelector(part), {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(r => r.violations.map(v => [v.id, v.nodes[0].target.join(' '), v.nodes.length]))",
        part,
    )
    return [f"axe {rule}: {target} and {count - 1} more" for rule, target, count in found]


def audit(command: str = "") -> int:
    """Print the table of limits for every page of site/; 1 where one does not hold. `command` runs Lighthouse."""
    root = config.SITE
    if not (root / "index.html").exists():
        raise UsageError("There is no site to measure: run `invoke build` first.")
    script, held = axe_script(), True
    sizes: dict[str, int] = {}
    print(f"{'page':44} {'kB gz':>6} {'requests':>8} {'CLS':>6}  wrong")
    with served(root) as base, browser() as chromium:
        for width, scheme in ((390, "dark"), (1280, "light")):
            page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.add_init_script(WATCH)
            for address in addresses(root):
                seen = look(page, base, root, address, sizes, script)
                if (
                    seen.weight > (SEALED if sealed(address) else WEIGHT)
                    or seen.requests > REQUESTS
                    or seen.shift > SHIFT
                    or seen.wrong
                ):
                    held = False
                row = f"{address or '/'} {width} {scheme}"
                print(
                    f"{row:44} {seen.weight / 1000:6.1f} {seen.requests:8} {seen.shift:6.3f}  {'; '.join(seen.wrong)}"
                )
            page.close()
        index = transferred(root / "search" / "search_index.json")
        held &= index <= INDEX
        print(f"search index {index / 1000:.1f} kB gz (at most {INDEX / 1000:.0f})")
        if command:
            held &= _lighthouse(command, base, root)
    for path in sorted((root / "editions").glob("[0-9]*/index.html")):
        print(f"{path.parent.name}: {path.stat().st_size / 1000:.0f} kB on the site")
    print(
        f"limits: {WEIGHT / 1000:.0f} kB gz ({SEALED / 1000:.0f} of an edition), {REQUESTS} requests, CLS {SHIFT}, nothing wrong: {'hold' if held else 'do NOT hold'}"
    )
    return 0 if held else 1


def _lighthouse(command: str, base: str, root: Path) -> bool:
    """Print Lighthouse's table, a page at a time: it takes a minute a page."""
    print(
        f"Lighthouse, mobile, medians of {lighthouse.RUNS} runs; an edition's page without {', '.join(FETCHES)}\n{lighthouse.HEAD}"
    )
    held = True
    for address in addresses(root):
        without = FETCHES if sealed(address) else ()
        scores = lighthouse.measure(command, executable() or "", FLAGS, base, address, without)
        held &= scores.held
        print(scores, flush=True)
    return held
