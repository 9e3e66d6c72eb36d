"""The menu: thin tasks, no logic. `invoke --list` reads it."""

from __future__ import annotations

import errno
import functools
import inspect
import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import invoke
from invoke import Context

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # a pipe on Windows knows no narrow space and no true minus

ARTICLE = "--article"
for place, word in enumerate(
    sys.argv
):  # wherever it stands, it holds for every task of the line, and for what they start
    if word == ARTICLE or word.startswith(f"{ARTICLE}="):
        said = word.partition("=")[2] or "".join(sys.argv[place + 1 : place + 2])
        os.environ["ARTICLE"] = str(Path(said).expanduser().absolute())


def task(help: Mapping[str, str] | None = None) -> Callable[[Callable[..., None]], Any]:  # noqa: A002 - invoke's own word
    """A task of an article: invoke's own, with `--article`, which is read above."""

    def register(body: Callable[..., None]) -> Any:
        @functools.wraps(body)
        def run(context: Context, *words: Any, article: str | None = None, **flags: Any) -> None:
            body(context, *words, **flags)

        signature = inspect.signature(body)
        last = inspect.Parameter("article", inspect.Parameter.KEYWORD_ONLY, default=None)
        run.__signature__ = signature.replace(parameters=[*signature.parameters.values(), last])  # type: ignore[attr-defined]
        return invoke.task(
            help={**(help or {}), "article": "folder of the article (default: this one, or ARTICLE)"}
        )(run)

    return register


# invoke takes no word that may be left out and none that may be several: these tasks are called again with a flag
WORDS = {"find": "--words", "diff": "--rev", "verify": "--edition"}
if len(sys.argv) > 2 and sys.argv[1] in WORDS and not sys.argv[2].startswith("-"):
    ends = next((i for i, word in enumerate(sys.argv) if i > 2 and word.startswith("-")), len(sys.argv))
    words = [sys.argv[1], WORDS[sys.argv[1]], " ".join(sys.argv[2:ends]), *sys.argv[ends:]]
    sys.exit(subprocess.run([sys.executable, "-m", "invoke", *words], check=False).returncode)

HELP = {
    "data": "folder of a snapshot, or sample: a simulated one (default: data/market where it stands, else the newest edition is shown)",
    "as_of": "session to cut everything at, such as 2026-01-30 (default: the last one)",
}


def _day(text: str | None, flag: str = "as-of") -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sys.exit(f"--{flag} {text} is no date: write it as 2026-01-30.")


def _run(job: Callable[..., Any], *arguments: Any) -> Any:
    """Do a job; what a person has to mend is told a sentence a line, with exit code 1."""
    from generator.errors import Problems

    names = ("ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "EFBIG")
    disk = {getattr(errno, name, None) for name in names}  # Windows lacks one

    try:
        return job(*arguments)
    except Problems as found:
        print("\n".join(found.sentences), file=sys.stderr)
        count = len(found.problems)
        sys.exit(f"{count} thing{'s' * (count != 1)} to mend, by {found.who}; nothing was written.")
    except BrokenPipeError:  # whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.errno not in disk:
            raise
        sys.exit(
            f"{error.filename or 'A file'} cannot be written or read: {error.strerror}. Make room or give the right, "
            "and run it again; files are written whole or not at all."
        )


@task(help=HELP)
def build(_: Context, data: str | None = None, as_of: str | None = None) -> None:
    """Build the site from the snapshot: numbers, verdicts, charts, pages."""
    from generator.site.build import build as job

    _run(job, data, _day(as_of))


@invoke.task(
    help={
        "folder": "folder to write it to: an empty one, or one that is not there yet",
        "fund": "ticker of the fund or share that it is about, as Yahoo Finance writes it",
        "benchmark": "ticker of what it is held against; may be left out",
    }
)
def new(_: Context, folder: str, fund: str = "", benchmark: str = "") -> None:
    """Write a small valid article into a new folder, to put your own in its place: invoke new DIR --fund TICKER."""
    from generator.desk.new import new as job

    _run(job, folder, fund, benchmark)


@task(help=HELP)
def seal(_: Context, data: str | None = None, as_of: str | None = None) -> None:
    """Seal an edition: every number and verdict on real data, kept for good."""
    from generator.ops.seal import seal as job

    _run(job, data, _day(as_of))


@task(
    help=HELP
    | {
        "port": "port of the local site (default: 8000; 0 takes a free one)",
        "open": "open a browser (--no-open does not)",
    }
)
def serve(
    _: Context,
    data: str | None = None,
    as_of: str | None = None,
    port: int = 8000,
    open: bool = True,  # noqa: A002 - the flag's name
) -> None:
    """Show the site locally and renew it at each save; what is wrong is told on the page."""
    from generator.desk.serve import serve as job

    _run(job, data, _day(as_of), port, open)


@task(help=HELP | {"words": "words to look for, such as: invoke find beta years"})
def find(_: Context, words: str = "", data: str | None = None, as_of: str | None = None) -> None:
    """Find the slots that an editor can write: invoke find WORDS."""
    from generator.desk.find import find as job

    _run(job, words.split(), data, _day(as_of))


@task(
    help={
        "rev": "the other revision: invoke diff [REV] (default: HEAD)",
        "before": "folder of a build to compare from, in place of a revision: build/docs of another checkout",
        "after": "folder of a build to compare to (default: this checkout as it stands)",
        "data": HELP["data"],
        "data_before": "folder of the snapshot to compare from, when the revision stays the same",
        "markdown": "file to write the comparison to, as Markdown",
        "as_of": HELP["as_of"],
    }
)
def diff(
    _: Context,
    rev: str = "",
    before: str | None = None,
    after: str | None = None,
    data: str | None = None,
    data_before: str | None = None,
    markdown: str | None = None,
    as_of: str | None = None,
) -> None:
    """Say which numbers, verdicts, charts, links, conditions and sentences change against a revision or a snapshot."""
    from generator.desk.diff import diff as job

    _run(job, rev, before, after, data, data_before, markdown, _day(as_of))


@task(help=HELP | {"sweep": "read every page on every session, on futures and without each input: minutes"})
def check(_: Context, data: str | None = None, as_of: str | None = None, sweep: bool = False) -> None:
    """Check pages, facts and references in seconds, without building."""
    from generator.desk.check import check as job

    _run(job, data, _day(as_of), sweep)


@task(
    help={
        "if_due": "only where the snapshot is missing, unusable or older than the last session",
        "since": "a day such as 2025-10-31: history from then on, and the issuer's files of the months since",
    }
)
def refresh(_: Context, if_due: bool = False, since: str | None = None) -> None:
    """Bring data/market up to date from the providers. Exit code: 0 all good or a little behind, 3 something is stuck, 1 lost or nothing written."""
    from functools import partial

    from generator.fetch import refresh as room

    if if_due and not room.due():
        print("The snapshot is of the last session: nothing is due.")
        return
    sys.exit(_run(partial(room.refresh, since=_day(since, "since"))).code)


@task(
    help={
        "edition": "name of one edition, such as: invoke verify 2026-03-31 (default: all)",
        "data": "folder of a market snapshot, to compute everything again",
    }
)
def verify(_: Context, edition: str = "", data: str | None = None) -> None:
    """Hold editions against themselves, and against data: invoke verify [DATE] [--data DIR]; exit code 1 where anything does not fit."""
    from generator.ops.verify import verify as job

    sys.exit(_run(job, edition, data))


@task()
def publish(_: Context) -> None:
    """Build what goes public: as `build`, with the addresses that Actions tells, and never on simulated data."""
    from generator.ops.publish import publish as job

    _run(job)


@task()
def soundness(_: Context) -> None:
    """Look at the built site as what is about to be published."""
    from generator.ops.publish import soundness as job

    _run(job)


@task()
def seal_due(_: Context) -> None:
    """Seal the month that has just ended, where it has no edition yet."""
    from generator.ops.publish import seal_due as job

    _run(job)


@task(help={"into": "folder to copy to"})
def keep(_: Context, into: str) -> None:
    """Copy out what this checkout has and its commit has not: editions, the project's own rows, the manifest."""
    from generator.ops.keep import keep as job

    _run(job, into)


@task(help={"kept": "folder that `keep` filled, or an artifact unpacked"})
def lay(_: Context, kept: str) -> None:
    """Put what a run kept on this checkout: looked at, rows joined by day, nothing that stands altered."""
    from generator.config import ROOT
    from generator.ops.keep import lay as job

    _run(job, Path(kept), ROOT)


@task()
def forward(_: Context) -> None:
    """Hold the built site against the live one; exit code 1 where it would show an earlier session."""
    from generator.ops.live import forward as job

    _run(job)


@task(help=HELP)
def pictures(_: Context, data: str | None = None, as_of: str | None = None) -> None:
    """Build, and draw the PNGs and social pictures that are new or changed."""
    from generator.ops.pictures import draw as job

    _run(job, data, _day(as_of))


@task(help={"to": "file to write (default: build/article.pdf)"})
def pdf(_: Context, to: str = "build/article.pdf") -> None:
    """Print the built article, all sections and its references, to one PDF through the browser."""
    from generator.ops.pdf import pdf as job

    _run(job, to)


@task(help={"lighthouse": "path of Lighthouse's command, to run it as well"})
def audit(_: Context, lighthouse: str = "") -> None:
    """Measure the built site in a browser and print the table of limits; exit code 1 where one does not hold."""
    from generator.ops.audit import audit as job

    sys.exit(_run(job, lighthouse))


def _programs(*commands: str) -> None:
    """Run programs of this environment one after the other, each a line of plain words; the first that fails ends it."""
    for command in commands:
        name, *words = command.split()
        print(command, flush=True)
        # a list and no shell: an environment may stand in a folder whose name has a space
        done = subprocess.run([str(Path(sys.executable).parent / name), *words], check=False)
        if done.returncode:
            sys.exit(done.returncode)


@task()
def test(_: Context) -> None:
    """Run the tests (no network; the browser test needs Chromium and says when it is skipped)."""
    _programs("pytest -n auto --dist loadfile --no-loadscope-reorder")


@task()
def lint(_: Context) -> None:
    """Style, types, spelling, floors, workflows."""
    workflows = ".github/workflows/ci.yml .github/workflows/publish.yml"
    _programs(
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "codespell",
        "lint-imports --no-logo",
        "zizmor --offline --no-progress --persona auditor .github",
        f"check-jsonschema --builtin-schema vendor.github-workflows {workflows}",
        "check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml",
    )


@task()
def lock(_: Context) -> None:
    """Pin every dependency with its hashes, for Python 3.11 and later, from pyproject.toml: tests run on the site's own."""
    how = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"
    _programs(
        f"uv pip compile pyproject.toml {how} -o requirements.txt",
        f"uv pip compile pyproject.toml --extra dev --constraint requirements.txt {how} -o requirements-dev.txt",
    )


@task()
def finish(_: Context) -> None:
    """After `zensical build`: lead our own addresses where they lead under MkDocs, and add editions and the charts' script."""
    from generator.site.zensical import finish as job

    print(f"{_run(job)} addresses were led; editions and the charts' script stand in the site.")


@task()
def bench(_: Context, data: str | None = None, pairs: int = 5) -> None:
    """Measure builds against bare MkDocs, the weight of pictures, and saves until they are seen in Chromium; prints JSON."""
    from generator.ops.bench import bench as job

    _run(job, data, pairs)


@task()
def clean(_: Context) -> None:
    """Remove build/ and site/."""
    import shutil

    from generator import config

    for folder in (config.BUILD, config.SITE):
        shutil.rmtree(folder, ignore_errors=True)
