"""The built site against the live one, on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator import config
from generator.errors import SiteError
from generator.ops import live, report


class Server(ThreadingHTTPServer):
    answers: list[tuple[int, bytes]]
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, body = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        if status == 0:
            self.connection.close()
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A live site that answers what it is told; the built one is of 31 March."""
    server = Server(("127.0.0.1", 0), Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    for name in ("GITHUB_REPOSITORY", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SITE_URL", f"http://127.0.0.1:{server.server_address[1]}/sub/")
    monkeypatch.setattr(config, "SITE", tmp_path)
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "status.json").write_text('{"as_of": "2026-03-31", "origin": "edition 2026-03-31"}')
    yield server
    server.shutdown()
    server.server_close()


def shows(day: str) -> tuple[int, bytes]:
    return 200, json.dumps({"as_of": day}).encode()


def test_an_older_site_is_refused(pages: Server) -> None:
    pages.answers = [shows("2026-04-01")]
    with pytest.raises(
        SiteError, match=r"shows data to 2026-03-31 \(edition 2026-03-31\), the live one .* to 2026-04-01"
    ):
        live.forward(lambda _: None)
    assert pages.asked[0].startswith("/sub/api/status.json?at=")


@pytest.mark.parametrize("day", ["2026-03-31", "2026-03-30"])
def test_an_equal_or_newer_one_goes_out(pages: Server, day: str) -> None:
    pages.answers = [shows(day)]
    said: list[str] = []
    live.forward(said.append)
    assert said == [f"The built site shows data to 2026-03-31, the live one to {day}: it may go out."]


@pytest.mark.parametrize(
    ("answers", "asked", "told"),
    [
        ([(404, b"")], 1, "answers 404"),
        ([(500, b"")], 3, "answers 500"),
        ([(0, b"")], 3, "does not answer"),
        ([(200, b"<html>a page of somebody else's</html>")], 1, "is no status of this program's"),
        ([(200, b"[]")], 1, "is no status of this program's"),
        ([(200, b'{"as_of": 3}')], 1, "is no status of this program's"),
    ],
)
def test_where_no_live_site_answers_it_is_said(
    pages: Server, answers: list[tuple[int, bytes]], asked: int, told: str
) -> None:
    """A first publish, or a network that fails, is not refused."""
    pages.answers = answers
    said: list[str] = []
    live.forward(said.append, pause=0)
    assert told in said[0] and said[0].endswith("it may go out.") and len(pages.asked) == asked


def test_a_stumble_is_no_answer(pages: Server) -> None:
    pages.answers = [(503, b""), (0, b""), shows("2026-04-01")]
    with pytest.raises(SiteError, match="the live site"):
        live.forward(lambda _: None, pause=0)


def test_without_an_address(pages: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "")
    said: list[str] = []
    live.forward(said.append)
    assert "it has no address yet" in said[0] and pages.asked == []


GOOD = {"REFRESH": "success", "BUILD": "success", "DEPLOY": "success", "KEEP": "success", "STATUS": "0"}


@pytest.mark.parametrize(
    ("results", "shown", "says", "says_not"),
    [
        ({"STATUS": "1"}, "2026-03-31", ["nothing could be written", "is published, with data to 2026-03-31"], ["Nothing was deployed"]),
        ({"STATUS": "3"}, "2026-03-31", ["no new sound row for three sessions", "is published"], ["nothing could be written"]),
        ({"BUILD": "failure", "STOPPED": "publish", "DEPLOY": "skipped"}, "2026-03-31",
         ["a page, a fact or the snapshot", "still shows the last good build, with data to 2026-03-31", "rows of the day are committed"], []),
        ({"BUILD": "failure", "STOPPED": "publish", "DEPLOY": "skipped"}, "", ["no site of this program's answers"], ["still shows"]),
        ({"BUILD": "failure", "DEPLOY": "skipped"}, "", ["failed before the site was built"], ["a page, a fact"]),
        ({"DEPLOY": "failure"}, "", ["built and not deployed", "Settings → Pages"], ["still shows"]),
        ({"KEEP": "failure"}, "2026-03-31", ["could not be committed", "artifact “kept”", "is published"], ["rows of the day are committed"]),
        ({"REFRESH": "cancelled", "BUILD": "skipped", "DEPLOY": "skipped", "KEEP": "skipped"}, "2026-03-31",
         ["cancelled, or ran out of its time, in: refresh"], ["could not be built", "are committed"]),
        ({"SEAL": "failure"}, "2026-03-31", ["could not be sealed"], ["nothing could be written"]),
    ],
)  # fmt: skip
def test_a_report_fits_its_case(
    results: dict[str, str], shown: str, says: list[str], says_not: list[str]
) -> None:
    text = report.body(GOOD | results, shown)
    assert [words for words in says if words not in text] == []
    assert [words for words in says_not if words in text] == []
