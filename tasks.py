"""The menu: thin tasks, no logic. `invoke --list` reads it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from invoke import Context, task

HELP = {
    "data": "folder of a snapshot (default: data/market where it stands, else the shipped sample)",
    "as_of": "session to cut everything at, such as 2025-12-05 (default: the last one)",
}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sys.exit(f"--as-of {text} is no date: write it as 2025-12-05.")


def _run(job: Callable[..., Any], *arguments: Any) -> Any:
    """Do a job; what a person has to mend is told a sentence a line, with exit code 1."""
    from generator.errors import Problems

    try:
        return job(*arguments)
    except Problems as found:
        print("\n".join(found.problems), file=sys.stderr)
        count = len(found.problems)
        sys.exit(f"{count} thing{'s' * (count != 1)} to mend, by {found.who}; nothing was written.")


@task(help=HELP)
def build(_: Context, data: str | None = None, as_of: str | None = None) -> None:
    """Build the site from the snapshot: numbers, verdicts, charts, pages."""
    from generator.build import build as job

    _run(job, data, _day(as_of))


@task(help=HELP | {"verify": "compare with the committed edition instead of writing one"})
def seal(_: Context, data: str | None = None, as_of: str | None = None, verify: bool = False) -> None:
    """Seal an edition: every number and verdict on real data, kept for good."""
    from generator.build import seal as job

    _run(job, data, _day(as_of), verify)


@task(help=HELP | {"port": "port of the local site (default: 8000)"})
def serve(_: Context, data: str | None = None, as_of: str | None = None, port: int = 8000) -> None:
    """Show the site locally and build it again when a page, a fact or a style is saved."""
    from generator.serve import serve as job

    _run(job, data, _day(as_of), port)


@task(help=HELP)
def check(_: Context, data: str | None = None, as_of: str | None = None) -> None:
    """Check pages, facts and references in seconds, without building."""
    from generator.build import check as job

    _run(job, data, _day(as_of))


@task
def test(c: Context) -> None:
    """Run the tests (no network; the browser test needs Chromium and says when it is skipped)."""
    c.run(f"{sys.executable} -m pytest", pty=sys.stdout.isatty())


@task
def lint(c: Context) -> None:
    """Style, types, spelling."""
    for command in ("ruff check .", "ruff format --check .", "mypy", "codespell"):
        c.run(f"{sys.executable} -m {command}", echo=True, hide=None)


@task
def lock(c: Context) -> None:
    """Pin every dependency with its hashes, for Python 3.11 and later, from pyproject.toml."""
    for target, extra in (("requirements.txt", ""), ("requirements-dev.txt", "--extra dev ")):
        c.run(
            f"{sys.executable} -m uv pip compile pyproject.toml {extra}--universal --python-version 3.11 --generate-hashes "
            f"--no-emit-index-url --no-header --quiet --custom-compile-command 'invoke lock' -o {target}",
            echo=True,
        )


@task
def bench(_: Context, data: str | None = None, pairs: int = 5) -> None:
    """Measure builds against bare MkDocs, and the weight of pictures; prints JSON."""
    from generator.bench import bench as job

    _run(job, data, pairs)


@task
def clean(_: Context) -> None:
    """Remove build/ and site/."""
    import shutil

    for folder in ("build", "site"):
        shutil.rmtree(folder, ignore_errors=True)
