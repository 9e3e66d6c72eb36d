"""HTML is written in `templates/`, by Jinja2: Python hands over records, a template says how they look.

Whatever a template is given comes out escaped (`environment.py` says how, and how lines may be laid out).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Template, TemplateError
from markupsafe import Markup

from generator import formats
from generator.errors import Problem, SiteError
from generator.pages.environment import FOLDER, HTML, LINES, Piece, words_of


def render(name: str, /, **context: Any) -> Markup:
    """What a template makes of its context: the HTML of `x.html`, the Markdown of `x.md`, the XML of `x.xml`."""
    return Markup(_made(name, context))


def text(name: str, /, **context: Any) -> str:
    """The same of a plain text, `x.txt`, in which nothing is escaped."""
    return _made(name, context)


def piece(name: str, said: str | None = None, /, **context: Any) -> Piece:
    """What `name.html` makes of its context; `said` are its words, where they are others than those between its tags."""
    return Piece(_made(f"{name}.html", context), said)


def both(name: str, /, **context: Any) -> Piece:
    """What `name.html` makes of its context, with what `name.txt` makes of it as its words."""
    return Piece(_made(f"{name}.html", context), _made(f"{name}.txt", context))


def together(*parts: str, between: str = "", said: str | None = None) -> Piece:
    """Pieces and outside text in a row, in HTML and in words; `said` stands between the words, where it differs."""
    given = [part for part in parts if part]
    return Piece(
        between.join(part if isinstance(part, Markup) else formats.escape(part) for part in given),
        (between if said is None else said).join(words_of(part) for part in given),
    )


def under(title: str, *parts: str) -> Piece:
    """Blocks of a page under a heading of the second order."""
    return together(Piece(f"## {formats.escape(title)}"), *parts, between="\n\n")


def forget() -> None:
    """Read every template anew, the next time: one was changed."""
    _template.cache_clear()
    for environment in (HTML, LINES):
        if environment.cache is not None:
            environment.cache.clear()


def _made(name: str, context: dict[str, Any]) -> str:
    try:
        template = _template(name)
        try:
            # as `template.render`, without a second copy of the context: a build makes thousands of small pieces
            shared = template.new_context({**HTML.globals, **context}, shared=True)
            return "".join(template.root_render_func(shared))
        except Exception:
            return template.environment.handle_exception()
    except TemplateError as error:
        raise SiteError(_problem(name, error)) from error


def _problem(name: str, error: TemplateError) -> Problem:
    """What is wrong with a template, at its line."""
    line, trace = getattr(error, "lineno", 0) or 0, error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(str(FOLDER)):
            name, line = file.removeprefix(str(FOLDER)).strip("/\\"), trace.tb_lineno
        trace = trace.tb_next
    return Problem(f"generator/pages/templates/{name}", line, 0, f"{error.message}.", "Mend the template.")


@cache
def _template(name: str) -> Template:
    return (LINES if name.endswith((".md", ".txt")) else HTML).get_template(name)
