"""The editors' server: a save is shown, a mistake is told on the page and goes away when mended, and nothing ends it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import places
import pytest
from conftest import copy, invoke

from generator.charts import workers
from generator.desk import preview, watch
from generator.desk.server import TAG
from generator.ops.audit import FLAGS, executable
from generator.site import pipeline

LAST = places.LAST
PATIENCE = 60  # seconds; the times themselves are `invoke bench`'s


@dataclass
class Served:
    """A running server, what it printed, and the events that a page hears."""

    folder: Path
    address: str
    process: subprocess.Popen[str]
    printed: list[str]
    events: list[dict[str, Any]] = field(default_factory=list)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path) as answer:
            return str(answer.read().decode())

    def until(self, what: str, seen: Any) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if seen():
                return
            assert self.process.poll() is None, "".join(self.printed)
            time.sleep(0.05)
        pytest.fail(f"{what} within {PATIENCE} s; the server printed:\n{''.join(self.printed)}")

    def problems(self) -> list[str]:
        return list(self.events[-1].get("problems", [])) if self.events else []

    def mistake(self, name: str, body: bytes | str, told: str) -> None:
        """Make a mistake, be told of it, mend it, and see that it is gone."""
        path = self.folder / name
        sound = path.read_bytes()
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        try:
            self.until(f"{name}: {told!r} is told", lambda: any(told in one for one in self.problems()))
            self.until(f"{name}: {told!r} is printed", lambda: told in "".join(self.printed))
        finally:
            path.write_bytes(sound)
        self.until(f"{name}: mended", lambda: not self.problems())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = copy(tmp_path_factory.mktemp("desk") / "checkout")
    command = [sys.executable, "-u", "-m", "invoke", "serve", "--no-open", "--port", "0"]
    # as a shell starts it in the background: Ctrl-C is ignored there, and the end has to come all the same
    quiet = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command]
    with subprocess.Popen(
        quiet, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        printed: list[str] = []
        ready = threading.Event()

        def listen() -> None:
            for line in process.stdout or ():
                printed.append(line)
                if "shows the site" in line:
                    ready.set()

        threading.Thread(target=listen, daemon=True).start()
        try:
            assert ready.wait(5 * PATIENCE), "".join(printed)  # it builds first
            address = re.search(r"http://[\d.:]+/", "".join(printed))
            assert address
            found = Served(folder, address[0], process, printed)
            threading.Thread(target=_hear, args=(found,), daemon=True).start()
            found.until("the events begin", lambda: found.events)
            yield found
            process.terminate()
            assert process.wait(PATIENCE) == 0, "".join(printed)
        finally:
            process.kill()  # else a test that failed would wait for it for ever


def _hear(served: Served) -> None:
    try:
        with urllib.request.urlopen(served.address + "__live") as lines:
            for line in lines:
                if line.startswith(b"data: "):
                    served.events.append(json.loads(line[6:]))
    except OSError:  # the server has ended
        return


def test_a_sentence_is_shown_and_only_what_it_touches_is_rendered(served: Served) -> None:
    root = served.folder / "build" / "serve" / "a"
    other = (root / "ledger" / "index.html").stat().st_mtime_ns
    page = served.folder / "docs" / f"{LAST}.md"
    page.write_text(page.read_text("utf-8") + "\nA sentence of today, at {{ now.close }}.\n", "utf-8")
    served.until("the sentence", lambda: "A sentence of today, at" in served.get(f"{LAST}/"))
    served.until("the event", lambda: served.events[-1].get("addresses") is not None)
    assert f"{LAST}/" in served.events[-1]["addresses"] and "index" not in served.events[-1]["addresses"]
    assert (root / "ledger" / "index.html").stat().st_mtime_ns == other


def test_a_fact_is_shown_wherever_it_stands(served: Served) -> None:
    path = served.folder / places.facts("rsi")
    path.write_text(
        path.read_text("utf-8").replace(
            'printed = "around 62"\nvalue = 62', 'printed = "around 63"\nvalue = 63'
        ),
        "utf-8",
    )
    served.until("the fact in its sentence", lambda: "around 63" in served.get(f"{places.page('said.rsi')}/"))
    served.until(
        "the fact in the ledger",
        lambda: "around 63" in served.get(f"ledger/{places.BOOK.facts['rsi'].section}/"),
    )
    assert "around 63" in served.get("api/claims.json")


def test_a_style_is_shown_without_a_build(served: Served) -> None:
    style = served.folder / "generator/site/assets/site.css"
    style.write_text(style.read_text("utf-8") + "\n.of-today { color: red }\n", "utf-8")
    served.until("the style", lambda: ".of-today" in served.get("assets/site.css"))
    served.until("its event", lambda: served.events[-1].get("styles") == ["assets/site.css"])
    assert served.events[-1]["addresses"] == []


def test_a_template_is_shown_and_a_mistake_in_one_is_told(served: Served) -> None:
    """A designer changes how every verdict's word looks, and once forgets an end."""
    template = served.folder / "generator" / "pages" / "templates" / "marks" / "word.html"
    written = template.read_text("utf-8")
    template.write_text(written.replace('<span class="word', '<span class="word of-today'), "utf-8")
    served.until("the change", lambda: 'class="word of-today' in served.get("scoreboard/"))
    template.write_text(written + "{% if %}", "utf-8")
    place = "generator/pages/templates/marks/word.html:"
    served.until("the mistake", lambda: place in str(served.events[-1].get("problems")))
    template.write_text(written, "utf-8")
    served.until("what it was", lambda: "of-today" not in served.get("scoreboard/"))


def test_search_and_navigation_follow_when_the_editor_rests(served: Served) -> None:
    page = served.folder / "docs" / f"{LAST}.md"
    page.write_text(page.read_text("utf-8") + "\nA word for the search: quokka.\n", "utf-8")
    served.until(
        "the search has it beside the rest",
        lambda: (
            {"quokka", "ledger/"}
            <= set(re.findall(r"quokka|ledger/", served.get("search/search_index.json")))
        ),
    )


def test_a_site_that_is_shown_is_finished_as_a_build_is(served: Served) -> None:
    """The charts' script is there and the list of finished files holds: after a small change, and at rest."""
    page = served.folder / "docs" / f"{LAST}.md"
    page.write_text(page.read_text("utf-8") + "\nA word for the list: numbat.\n", "utf-8")
    served.until("the small change", lambda: "numbat" in served.get(f"{LAST}/"))
    served.until("its list", lambda: finished(served))
    served.until("the whole site", lambda: "numbat" in served.get("search/search_index.json"))
    assert finished(served)


def finished(served: Served) -> bool:
    """Whether every file that the list names is served with its bytes."""
    outputs = json.loads(served.get("api/manifest.json"))["outputs"]
    for name, sha256 in outputs.items():
        with urllib.request.urlopen(served.address + name) as answer:
            body = answer.read().replace(TAG, b"")
        if hashlib.sha256(body).hexdigest() != sha256:
            return False
    return "assets/vega.js" in outputs


def test_the_script_is_in_the_answers_only(served: Served) -> None:
    assert '<script src="/__live.js"></script>' in served.get(f"{LAST}/")
    assert "EventSource" in served.get("__live.js")
    read = 0
    for folder, _, names in os.walk(served.folder / "build"):
        for path in (Path(folder, name) for name in names if name.endswith(".html")):
            with contextlib.suppress(FileNotFoundError):  # the server goes on building beside us
                assert "__live" not in path.read_text("utf-8"), path
                read += 1
    assert read
    with pytest.raises(urllib.error.HTTPError) as missing:
        served.get("nowhere/")
    assert missing.value.code == 404 and b"__live.js" in missing.value.read()


@pytest.mark.parametrize(
    ("name", "twist", "told"),
    [
        (f"docs/{LAST}.md", lambda t: t + b"\n{{ now.rsi_41 }}\n", "no metric 'rsi_41'; did you mean 'rsi_14'"),
        (f"docs/{LAST}.md", lambda t: t + b"\nOf 4,321 things.\n", "the numeral 4,321 is bound to nothing"),
        (f"docs/{LAST}.md", lambda t: t + "\nGröße\n".encode("latin-1"), "is not UTF-8"),
        (f"docs/{LAST}.md", lambda _: b"", "the page has no front matter"),
        (places.facts("rsi"), lambda t: t + b'\n[broken\nx = "', f"{places.facts('rsi')}:"),
        ("facts/sources.toml", lambda t: t.replace(b"publisher", b"pulbisher", 1), "unknown field 'pulbisher'; did you mean 'publisher'?"),
        ("mkdocs.yml", lambda t: t + b"\n  x: [\n", "mkdocs.yml:"),
        ("mkdocs.yml", lambda t: t + b"theme:\n  name: readthedocs\n", "theme.name is a setting of the engine's"),
        ("mkdocs.yml", lambda t: t.replace(f"{LAST}.md".encode(), f"{LAST}t.md".encode()), f"did you mean {LAST}.md?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_and_goes_away_when_mended(
    served: Served, name: str, twist: Any, told: str
) -> None:
    served.mistake(name, twist((served.folder / name).read_bytes()), told)


def test_a_change_in_what_the_build_makes_is_told_where_its_source_is(served: Served) -> None:
    made = served.folder / "build" / "docs" / f"{LAST}.md"
    time.sleep(2.5)  # let the desk come to rest
    made.write_text(made.read_text("utf-8") + "\nLost.\n", "utf-8")
    served.until("the source", lambda: any(f"edit docs/{LAST}.md." in one for one in served.problems()))
    page = served.folder / "docs" / f"{LAST}.md"
    page.write_text(page.read_text("utf-8") + "\nKept.\n", "utf-8")
    served.until(
        "the page again", lambda: "Kept." in served.get(f"{LAST}/") and "Lost." not in served.get(f"{LAST}/")
    )


def test_a_page_comes_and_goes(served: Served) -> None:
    page, settings = served.folder / "docs" / "new.md", served.folder / "mkdocs.yml"
    before = settings.read_text("utf-8")
    page.write_text("---\ntitle: New\ndescription: A new page.\n---\n\n# New\n\nWords.\n", "utf-8")
    served.until(
        "the lack of an entry",
        lambda: any("docs/new.md: no entry of the navigation" in one for one in served.problems()),
    )
    settings.write_text(
        re.sub(rf"^( +)(- .*: {LAST}\.md)$", r"\1- New: new.md\n\1\2", before, flags=re.MULTILINE), "utf-8"
    )
    served.until("the page", lambda: "Words." in (served.get("new/") if not served.problems() else ""))
    page.unlink()
    settings.write_text(before, "utf-8")
    served.until("its end", lambda: not served.problems() and 'href="../new/"' not in served.get(f"{LAST}/"))


def test_what_open_pages_show_first_is_what_the_whole_build_makes() -> None:
    """Every page that an editor writes, byte for byte, on the newest edition."""
    with workers.Studio() as studio:
        ground, written = pipeline.prepare(None, None, studio), pipeline.narrative()
        whole = pipeline.render(ground, written).files
        drafted = preview.ground(None, None, ground, written.pages, studio)
        assert preview.pages(drafted, written, written.pages) == {
            page.name: whole[page.name] for page in written.pages
        }


@pytest.mark.skipif(executable() is None, reason="no Chromium on this machine: install the package chromium")
def test_the_overlay_comes_and_goes_in_a_browser(served: Served) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = served.folder / "docs" / f"{LAST}.md"
    sound = path.read_text("utf-8")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        page = browser.new_page()
        page.goto(served.address + f"{LAST}/")
        path.write_text(sound + "\n{{ now.rsi_41 }}\n", "utf-8")
        # a file that is written in place is empty for a moment, which is told as well
        told = "#live-problems:has-text(\"did you mean 'rsi_14'\")"
        box = page.wait_for_selector(told, timeout=PATIENCE * 1000)
        assert box and re.search(rf"docs/{LAST}\.md:\d+:1:", box.inner_text())
        page.reload()
        page.wait_for_selector("#live-problems", timeout=PATIENCE * 1000)
        page.keyboard.press("Escape")
        assert page.query_selector("#live-problems") is None
        path.write_text(sound + "\nA sentence for the browser.\n", "utf-8")
        page.wait_for_selector("text=A sentence for the browser.", timeout=PATIENCE * 1000)
        page.wait_for_selector("#live-problems", state="detached", timeout=PATIENCE * 1000)
        browser.close()


@pytest.mark.parametrize("words", [("serve", "--no-open", "--port", "0"), ("build",)])
def test_a_second_one_in_the_checkout_is_refused(served: Served, words: tuple[str, ...]) -> None:
    """Two would write the same files; a sentence says which one is at work, and it goes on as it was."""
    found = invoke(served.folder, *words)
    assert found.returncode == 1 and "Traceback" not in found.stderr
    assert re.search(r"In this checkout invoke serve \(process \d+\) is at work", found.stderr), found.stderr
    assert "<title>" in served.get("")


def test_a_desk_that_is_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    """No process of its own, and no lock: the next one begins as if it had ended well."""
    folder = copy(tmp_path / "checkout")
    command = [sys.executable, "-u", "-m", "invoke", "serve", "--no-open", "--port", "0"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        for line in process.stdout or ():
            if "shows the site" in line:
                break
        process.kill()
        process.wait()
        end = time.monotonic() + 10
        while _members(process.pid) and time.monotonic() < end:
            time.sleep(0.1)
        assert not _members(process.pid)
    assert invoke(folder, "build").returncode == 0


def _members(group: int) -> list[str]:
    """The processes of a group."""
    told = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(None, 2) for line in told.splitlines())
    return [row[-1] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = invoke(copy(tmp_path / "checkout"), "serve", "--no-open", "--port", str(port))
    assert run.returncode == 1 and f"Port {port} is taken" in run.stderr and "Traceback" not in run.stderr


def test_an_editors_own_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.md", ".a.md.swp", "a.md~", "#a.md#", ".#a.md"):
        (tmp_path / name).write_text("x", "utf-8")
    assert set(watch.scan(["."], str(tmp_path))) == {"a.md"}
