"""What docs/ may hold: a stray file is told with what to do and is never published; an editor's own programs are left alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from published import GOOD, REFS
from world import HEAD

from generator.errors import EditorError
from generator.facts import reader
from generator.pages import folder, source

HELD = "docs/ holds pages (.md) and pictures (.png, .jpg, .jpeg, .webp, .avif, .gif, .svg); take it away."
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><path fill="url(#a)"/><use href="#a"/></svg>'
ACTIVE = (
    "docs/a.svg: the picture runs a script, or loads something from elsewhere; save it as a plain picture."
)
Make = Callable[[Path], object]

STRAY: dict[str, tuple[Make, str]] = {
    "a document": (lambda f: (f / "a.docx").write_bytes(b"PK"), f"docs/a.docx: no reader can be given a .docx file; {HELD}"),
    "no ending": (lambda f: (f / "notes").write_bytes(b""), f"docs/notes: no reader can be given a nameless file; {HELD}"),
    "a script": (lambda f: (f / "a.js").write_text("alert(1)"), f"docs/a.js: styles, scripts and HTML are the site's own; {HELD}"),
    "a page of HTML": (lambda f: (f / "a.html").write_text("<p>"), f"docs/a.html: styles, scripts and HTML are the site's own; {HELD}"),
    "a page in capitals": (lambda f: (f / "a.MD").write_text(HEAD), "docs/a.MD: a page's name ends in .md, and this one's in .MD; give it that ending, or take it away."),
    "a folder that is called a page": (lambda f: (f / "x.md").mkdir(), "docs/x.md: a folder has a page's name; give it one without .md."),
    "a broken link": (lambda f: (f / "a.md").symlink_to("b.md"), "docs/a.md: the link leads to nothing; take it away, or put the file itself here."),
    "a link to itself": (lambda f: (f / "a.md").symlink_to("a.md"), "docs/a.md: the link leads to nothing; take it away, or put the file itself here."),
    "a link out of docs": (lambda f: (f / "a.png").symlink_to(__file__), "docs/a.png: the link leads out of docs/; put the file itself here."),
    "a linked folder": (lambda f: (f / "up").symlink_to(f.parent), "docs/up: the link leads out of docs/; put the file itself here."),
    "a pipe": (lambda f: os.mkfifo(f / "a.md"), "docs/a.md: it is no file that could be read; take it away."),
    "a picture with a script": (lambda f: (f / "a.svg").write_text("<svg><script>1</script></svg>"), ACTIVE),
    "a picture that listens": (lambda f: (f / "a.svg").write_text('<svg ONLOAD="x()"/>'), ACTIVE),
    "a picture from elsewhere": (lambda f: (f / "a.svg").write_text('<svg><image href="https://x.example/a"/></svg>'), ACTIVE),
    "a second front page": (lambda f: (f / "README.md").write_text(HEAD), "docs/README.md: the site has a front page, index.md, already, which it would take the place of; give it another name."),
    "a page for lost ways": (lambda f: (f / "404.md").write_text(HEAD), "docs/404.md: the site has a page for addresses that lead nowhere already, which it would take the place of; give it another name."),
    "a picture with frames": (lambda f: (f / "a.svg").write_text("<svg><foreignObject/></svg>"), ACTIVE),
}  # fmt: skip


@pytest.mark.parametrize("name", STRAY)
def test_a_stray_file(tmp_path: Path, name: str) -> None:
    make, message = STRAY[name]
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "p.md").write_text(HEAD, "utf-8")
    make(docs)
    with pytest.raises(EditorError) as caught:
        source.read(docs)
    assert caught.value.sentences == [message]


@pytest.mark.parametrize(
    "name",
    ["p.md~", ".p.md.swp", "._p.md", "#p.md#", ".~lock.p.md#", "p.md.orig", "p.md.rej", "~$p.docx", ".DS_Store", "Thumbs.db"],
)  # fmt: skip
def test_what_an_editors_program_leaves_is_left_out_and_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "p.md").write_text(HEAD, "utf-8")
    (tmp_path / name).write_bytes(b"\xff")
    found = folder.files(tmp_path)
    assert list(found.pages) == ["p.md"] and not found.others and not found.problems
    assert folder.notes(found.passed) == [
        f"Note: docs/{name} is left out: it looks like a backup or a lock of an editor's program."
    ]


def test_a_lock_that_is_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(HEAD, "utf-8")
    (tmp_path / ".#p.md").symlink_to("me@here.1234")
    assert [page.name for page in source.read(tmp_path)] == ["p.md"]


def test_pictures_and_pages_may_stand_in_folders(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.svg").write_text(DRAWN, "utf-8")
    (tmp_path / "deep" / "b.PNG").write_bytes(b"")
    (tmp_path / "deep" / "p.md").write_text(HEAD, "utf-8")
    (tmp_path / "again.svg").symlink_to("deep/a.svg")
    found = folder.files(tmp_path)
    assert set(found.others) == {"deep/a.svg", "deep/b.PNG", "again.svg"} and list(found.pages) == [
        "deep/p.md"
    ]
    assert not found.problems


def test_what_stands_among_the_facts(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(REFS, "utf-8")
    (tmp_path / "page.toml").write_text(GOOD, "utf-8")
    (tmp_path / ".#page.toml").symlink_to("me@here.1234")
    (tmp_path / "._page.toml").write_bytes(b"\x00\xff")
    assert set(reader.load(tmp_path).facts) == {"rsi"}
    (tmp_path / "x.toml").mkdir()
    with pytest.raises(EditorError) as caught:
        reader.load(tmp_path)
    assert caught.value.sentences == [
        "facts/x.toml: it is no file: a folder, or a link that leads to nothing; take it away."
    ]
