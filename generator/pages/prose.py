"""Narrative to finished Markdown: fill the slots, number the citations, report everything that is wrong at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator import expressions, formats
from generator.errors import EditorError
from generator.facts.reader import Book
from generator.ledger.record import Finding, Results
from generator.metrics.record import Metric
from generator.pages import guards, marks
from generator.pages.slots import Token, tokens

Writer = Callable[[str], str]  # prefix of relative links -> HTML


@dataclass(frozen=True)
class Page:
    """A narrative page as read: its name below docs/, its text, and the slots and citations in it."""

    name: str
    text: str
    tokens: tuple[Token, ...]

    @property
    def stem(self) -> str:
        return self.name.removesuffix(".md")

    @property
    def prefix(self) -> str:
        """The way from the page's address to the site's root."""
        depth = self.name.count("/") + (0 if self.name.endswith("index.md") else 1)
        return "../" * depth


@dataclass(frozen=True)
class Content:
    """Everything that a slot can say."""

    results: Results
    book: Book
    charts: Mapping[str, Writer]
    tables: Mapping[str, Writer]
    table_facts: Mapping[str, tuple[str, ...]]  # facts that a table shows
    then: Callable[[str], Metric]  # a metric as of the article's last close
    strip: Writer  # what stands under a page's title: how old, what is real
    forms: Iterable[str] = field(default_factory=lambda: formats.FORMS)

    @cached_property
    def published(self) -> Mapping[str, Finding]:
        """For a metric, the first published figure that it checks as it is, without arguments."""
        found: dict[str, Finding] = {}
        for finding in self.results.findings.values():
            if finding.fact.metric and not finding.fact.args:
                found.setdefault(finding.fact.metric, finding)
        return found


def read(folder: Path) -> list[Page]:
    """Every narrative page; EditorError where one is not text."""
    pages, problems = [], []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        try:
            body = path.read_bytes()
            text = body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = body.count(b"\n", 0, error.start) + 1
            problems.append(
                f"docs/{name}:{line}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."
            )
            continue
        pages.append(Page(name, text, tuple(tokens(text))))
    if problems:
        raise EditorError(problems)
    return pages


def uses(pages: Iterable[Page], kind: str) -> dict[str, list[Page]]:
    """Which pages hold a slot of this kind, by its value."""
    found: dict[str, list[Page]] = {}
    for page in pages:
        for token in page.tokens:
            if token.kind == kind and page not in found.setdefault(token.value, []):
                found[token.value].append(page)
    return found


def check(pages: list[Page], content: Content) -> None:
    """EditorError with every malformed or unknown slot, unknown reference, and fact or reference that nobody cites."""
    if found := problems(pages, content):
        raise EditorError(found)


def shown(pages: list[Page], content: Content) -> set[str]:
    """Keys of the facts that a sentence or a table shows."""
    keys = set(uses(pages, "said"))
    for table in uses(pages, "table"):
        keys.update(content.table_facts.get(table, ()))
    return keys


def problems(pages: list[Page], content: Content) -> list[str]:
    """What `check` raises, as sentences."""
    found = [problem for page in pages for problem in _page_problems(page, content)]
    here = shown(pages, content)
    found += [
        f"facts/{fact.section}.toml:{fact.line}: nobody cites [{fact.key}] ({fact.printed}); "
        f"write {{{{ said.{fact.key} }}}} on a page, or take the fact out."
        for fact in content.book.facts.values()
        if fact.key not in here
    ]
    cited = {n for key in here if key in content.book.facts for n in content.book.facts[key].cites}
    cited |= {int(value) for value in uses(pages, "cite") if value.isdigit()}
    return found + [
        f"facts/sources.toml: nobody cites reference {number}; write [@{number}] where it is leaned on."
        for number in content.book.sources
        if number not in cited
    ]


def missing(guard: Token, content: Content) -> list[tuple[str, str]]:
    """Metrics of a guard's condition that have no value, and why."""
    try:
        _, names = expressions.parse(guard.value)
    except expressions.ConditionError:
        return []
    known = content.results.numbers
    return [(name, known[name].missing) for name in names if name in known and known[name].value is None]


def _page_problems(page: Page, content: Content) -> list[str]:
    known: dict[str, Mapping[str, object]] = {
        "said": content.book.facts,
        "now": content.results.numbers,
        "chart": content.charts,
        "table": content.tables,
    }
    names = {"said": "fact", "now": "metric", "chart": "chart", "table": "table"}
    problems: list[str] = []
    opened: Token | None = None

    def say(token: Token, what: str) -> None:
        problems.append(f"docs/{page.name}:{token.line}:{token.column}: {what}")

    front = _front_matter(page.text)
    for token in page.tokens:
        if token.start < front:
            say(
                token,
                f"{token.raw} stands in the page's front matter, where slots are not filled. Write words there.",
            )
        elif token.kind in known:
            if token.value not in known[token.kind]:
                say(
                    token, f"no {names[token.kind]} {token.value!r}{_hint(token, known[token.kind], content)}"
                )
            if token.form and (token.kind != "now" or token.form not in content.forms):
                say(
                    token,
                    f"no format {token.form!r}; formats of a {{{{ now.… }}}} are {', '.join(content.forms)}.",
                )
            elif (
                token.form
                and token.value in content.results.numbers
                and (no := content.results.numbers[token.value].unfit(token.form))
            ):
                say(token, no)
        elif token.kind == "cite":
            if not token.value.isdigit() or int(token.value) not in content.book.sources:
                say(
                    token,
                    f"no reference {token.value!r}; references run from 1 to {max(content.book.sources, default=0)}.",
                )
        elif token.kind == "while":
            if opened:
                say(
                    token,
                    f"a second while inside the one of line {opened.line}; write {{{{ end }}}} before it.",
                )
            opened = token
            problems += [
                f"docs/{page.name}:{token.line}:{token.column}: {p}"
                for p in _condition_problems(token, content)
            ]
        elif token.kind == "end":
            if not opened:
                say(token, "{{ end }} without a {{ while … }} before it.")
            opened = None
        elif token.kind == "wrong":
            say(token, _wrong(token))
    if opened:
        say(opened, "this {{ while … }} has no {{ end }}.")
    return problems


def _wrong(token: Token) -> str:
    if token.raw in ("{{", "}}"):
        return f"a stray {token.raw}; a slot is written {{{{ now.close }}}} on one line, and code stands in backticks."
    return (
        f"{token.raw} is no slot. Slots are {{{{ said.… }}}}, {{{{ now.… }}}}, {{{{ chart.… }}}}, {{{{ table.… }}}}, "
        '{{ while … }} … {{ end }} and {{ plain "…" }}.'
    )


def _hint(token: Token, known: Mapping[str, object], content: Content) -> str:
    close = difflib.get_close_matches(token.value, known, 1)
    if not close:
        return "."
    value = ""
    if token.kind == "now":
        metric = content.results.numbers[close[0]]
        value = f" ({metric.written()} today)" if metric.value is not None else ""
    elif token.kind == "said":
        value = f" ({content.book.facts[close[0]].printed})"
    return f"; did you mean {close[0]!r}{value}?"


def _condition_problems(token: Token, content: Content) -> list[str]:
    try:
        _, names = expressions.parse(token.value)
    except expressions.ConditionError as error:
        return [f"{error}."]
    numbers = content.results.numbers
    problems = []
    for name in names:
        if name not in numbers:
            close = difflib.get_close_matches(name, numbers, 1)
            problems.append(
                f"no metric {name!r} in the condition" + (f"; did you mean {close[0]!r}?" if close else ".")
            )
        elif isinstance(numbers[name].value, str):
            problems.append(f"metric {name!r} is no number, so it cannot be compared.")
    return problems


def _front_matter(text: str) -> int:
    end = text.find("\n---\n", 4) if text.startswith("---\n") else -1
    return end + 5 if end >= 0 else 0


def render(page: Page, content: Content) -> str:
    """The finished Markdown of a checked page."""
    out: list[str] = []
    at = begun = 0
    guard: Token | None = None
    for token in page.tokens:
        out.append(page.text[at : token.start])
        at = token.end
        if token.kind == "while":
            guard, begun = token, len(out)
        elif token.kind == "end" and guard:
            if said := guards.note(guard.value, content.results, content.then):
                out[begun:] = [guards.html("".join(out[begun:]), said)]
            guard = None
        else:
            out.append(_fill(token, page, content))
    out.append(page.text[at:])
    return with_strip("".join(out), content.strip(page.prefix))


def _fill(token: Token, page: Page, content: Content) -> str:
    match token.kind:
        case "said":
            fact = content.book.facts[token.value]
            return marks.said(fact, content.results.findings[fact.key], content.book.sources, page.prefix)
        case "now":
            return marks.number(
                content.results.numbers[token.value],
                page.prefix,
                token.form,
                content.published.get(token.value),
            )
        case "chart":
            return content.charts[token.value](page.prefix)
        case "table":
            return content.tables[token.value](page.prefix)
        case "cite":
            return marks.citation(int(token.value), content.book.sources, page.prefix)
        case _:
            return formats.escape(token.value)


def with_strip(text: str, strip: str) -> str:
    """The strip goes under the first heading, or on top where a page has none."""
    lines = text.split("\n")
    fenced = False
    for index, line in enumerate(lines):
        fenced ^= line.startswith(("```", "~~~"))
        if line.startswith("# ") and not fenced:
            return "\n".join([*lines[: index + 1], "", strip, *lines[index + 1 :]])
    front = _front_matter(text)
    return f"{text[:front]}{strip}\n\n{text[front:]}"
