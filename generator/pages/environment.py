"""How templates are read: where a value stands decides how it is escaped, and how lines are laid out leaves nothing.

Between tags a value is text, inert in HTML, in Markdown (through which every page goes) and in slots. Inside a tag it
is the value of an attribute, to be written between double quotes. Only what a template made itself (`Markup`) passes
between tags as it is, and only what `attributes` made inside one.

By the ending of a template's name: `.html` and `.xml` may be laid out in lines, since a line break next to a tag
or a Jinja mark leaves nothing, and one between words a space; so no blank line ever ends a block of HTML within a
page. `.md` is a page and keeps its lines. `.txt` is plain text, in which nothing is escaped.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import unescape
from importlib.metadata import version
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import EvalContext
from markupsafe import Markup

from generator import config, disk, formats

FOLDER = Path(__file__).with_name("templates")
BREAK = re.compile(r"\s*\n\s*")
SHOWN_BREAK, TAG = re.compile("<br> ?"), re.compile("<[^>]*>")


class Piece(Markup):
    """HTML that a template made, and its `words`: the same for what shows no HTML."""

    _said: str | None

    def __new__(cls, html: str = "", said: str | None = None) -> Piece:
        """A piece of a page; `said` where its words are others than those between its tags."""
        piece = super().__new__(cls, html)
        piece._said = said
        return piece

    @property
    def words(self) -> str:
        """What is said where no HTML is shown."""
        return unescape(TAG.sub("", SHOWN_BREAK.sub(" ", source(self)))) if self._said is None else self._said


class _Attributes(Markup):
    """Whole attributes with their names: the only markup that passes inside a tag."""


def attributes(**values: object) -> Markup:
    """HTML attributes, `data_as_of` as data-as-of and `class_` as class; empty ones left out."""
    return _Attributes(
        "".join(
            f' {name.rstrip("_").replace("_", "-")}="{attribute(value)}"'
            for name, value in values.items()
            if value not in ("", None)
        )
    )


def attribute(value: Any) -> Markup:
    """A value inside a tag: always escaped, of a piece its words."""
    if isinstance(value, _Attributes):
        return value
    return _Attributes(formats.attribute(words_of(value)))


def words_of(value: Any) -> str:
    """A value as plain text, of a piece its words."""
    if value is None:
        raise TypeError("a template was given None to show: say in the template what stands in its place")
    return value.words if isinstance(value, Piece) else str(value)


@pass_eval_context
def _shown(context: EvalContext, value: Any) -> Any:
    """What an expression of a template gives: markup as it is, anything else as inert text."""
    if not context.autoescape:
        return words_of(value)
    return value if isinstance(value, Markup) else Markup(formats.escape(words_of(value)))


class _Places(Extension):
    """Lays a template's lines out, and escapes what stands inside a tag as an attribute."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The template's tokens as Jinja2 is to read them."""
        kind = Path(stream.name or "").suffix
        inside = False
        for token in stream:
            if token.type == "data":
                text = _laid_out(token.value, inside) if kind in (".html", ".xml") else token.value
                inside = kind != ".txt" and _inside(token.value, inside)
                if text:
                    yield Token(token.lineno, "data", text)
            elif inside and token.type == "variable_begin":
                yield token
                yield Token(token.lineno, "lparen", "(")
            elif inside and token.type == "variable_end":
                yield Token(token.lineno, "rparen", ")")
                yield Token(token.lineno, "pipe", "|")
                yield Token(token.lineno, "name", "attribute")
                yield token
            else:
                yield token


def _inside(text: str, before: bool) -> bool:
    """Whether a tag is open at the end of a text that began inside one or not."""
    opened, closed = text.rfind("<"), text.rfind(">")
    return before if opened == closed else opened > closed


def _laid_out(text: str, inside: bool) -> str:
    def gap(match: re.Match[str]) -> str:
        before, after = text[: match.start()], text[match.end() :]
        if _inside(before, inside):
            return "" if after.startswith(">") else " "
        return "" if before[-1:] in ("", ">") or after[:1] in ("", "<") else " "

    return BREAK.sub(gap, text)


def source(markup: str) -> str:
    """Markup as text, to be shown as it is written."""
    return str.__str__(markup)


def upper(text: str) -> str:
    """A sentence's beginning."""
    return text[:1].upper() + text[1:]


class _Kept(BytecodeCache):
    """Templates as Python's byte code, by their names and the hash of their text: compiling them takes longer than filling them."""

    def load_bytecode(self, bucket: Bucket) -> None:
        # not there, of another Python, or damaged: it is compiled again
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError, UnpicklingError):
            bucket.bytecode_from_string(self._place(bucket).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):  # it is only quicker with it
            disk.write(self._place(bucket), bucket.bytecode_to_string(), lasting=False)

    @staticmethod
    def _place(bucket: Bucket) -> Path:
        return config.BUILD / "kept" / "templates" / _compiler() / bucket.key


@cache
def _compiler() -> str:
    """What makes byte code of a template: this file, Jinja and Python."""
    made_by = Path(__file__).read_bytes() + f"{version('jinja2')} {sys.version}".encode()
    return sha256(made_by).hexdigest()[:12]


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        bytecode_cache=_Kept(),
        extensions=[_Places],
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_shown,
        auto_reload=False,
    )
    made.filters |= {
        "attribute": attribute,
        "day": formats.day,
        "number": formats.number,
        "source": source,
        "upper": upper,
    }
    made.globals |= {"attributes": attributes}
    return made


HTML = _environment()
LINES = HTML.overlay(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
