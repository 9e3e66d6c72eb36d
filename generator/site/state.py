"""Whether a build would change anything: every input by its sha256, every output by its size and time of change.

Only the standard library's quick parts: this is all that runs where nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import site
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator import disk

ENGINE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
HERE = os.path.realpath(
    os.environ.get("ARTICLE") or ENGINE
)  # the article's folder, as in generator/config.py
STATE = os.path.join(HERE, "build", "state.json")
PROGRAM = ("generator", "tasks.py")
SOURCES = ("article.toml", "docs", "facts", "mkdocs.yml")
EDITIONS = "editions"
STAMPED = "editions as they stand"  # of `inputs`, for this machine alone
OUTPUTS = ("build/docs", "site")
SKIPPED = {"__pycache__", ".DS_Store"}


@contextmanager
def alone(who: str) -> Iterator[None]:
    """While build/ and site/ are written; UsageError where another build or a desk of this checkout writes them."""
    try:
        with disk.held(Path(HERE, "build", ".lock"), f"{who} (process {os.getpid()})"):
            yield
    except disk.Held as other:
        from generator.errors import UsageError

        mend = "wait until it has ended, or end it with Ctrl-C."
        if str(other).startswith("invoke serve"):
            mend = "it shows every save already; end it with Ctrl-C to start another or to build."
        raise UsageError(
            f"In this checkout {other} is at work, and two would write the same files: {mend}"
        ) from None


def walk(top: str) -> Iterable[str]:
    """Files at or below a path, in no particular order."""
    if os.path.isfile(top):
        yield top
        return
    try:
        with os.scandir(top) as entries:
            for entry in entries:
                if entry.name in SKIPPED:
                    continue
                # a link that leads to a folder, to itself or nowhere is no file
                if entry.is_dir(follow_symlinks=False):
                    yield from walk(entry.path)
                elif entry.is_file():
                    yield entry.path
    except FileNotFoundError:
        return


def digest(path: str) -> str:
    """sha256 of a file's bytes."""
    with open(path, "rb", buffering=0) as file:
        return hashlib.sha256(file.read()).hexdigest()


def base(top: str) -> str:
    """The folder below which a path stands: the engine's for its own, else the article's."""
    return ENGINE if top.startswith(PROGRAM) else HERE


def hashes(tops: Iterable[str], base: str = HERE) -> dict[str, str]:
    """Path below `base` -> sha256 of every file at or below `tops`."""
    base = os.path.normpath(base)
    start = len(os.path.join(base, ""))  # cut off, not worked out anew for each of a thousand files
    return {
        path[start:].replace(os.sep, "/"): digest(path)
        for top in tops
        for path in walk(os.path.normpath(os.path.join(base, top)))
    }


def stamps(tops: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Path -> size and time of change of every file at or below `tops`: enough for what no one but a build writes."""
    base = os.path.join(os.path.normpath(HERE), "")
    return {
        path[len(base) :].replace(os.sep, "/"): stamp for top in tops for path, stamp in stamped(base + top)
    }


def stamped(top: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """The files at or below a path in their order, each with its size and time of change."""
    seen = ((path, os.stat(path)) for path in sorted(walk(top)))
    return tuple((path, (stat.st_size, stat.st_mtime_ns)) for path, stat in seen)


def inputs(data: str) -> dict[str, str]:
    """Everything that a site is made from, wherever that is: sources, the snapshot's files ("" is none), the site's address."""
    found = hashes(PROGRAM, ENGINE) | hashes(SOURCES)
    # an edition's list of sums holds that of every file; that none was touched since is told without reading them
    here = stamped(os.path.join(HERE, EDITIONS))
    found |= hashes(path for path, _ in here if path.endswith("SHA256SUMS"))
    found[STAMPED] = hashlib.sha256(repr(here).encode()).hexdigest()
    if data:
        found.update({f"data:{name}": value for name, value in hashes([data], data).items()})
    found["address"] = " ".join(os.environ.get(name, "") for name in ("SITE_URL", "REPO_URL", "EDIT_URI"))
    return found


def machine() -> str:
    """Which Python this is, and which packages stand: a reason to build again, and in no file of the site."""
    return f"{sys.version} {os.stat(site.getsitepackages()[0]).st_mtime_ns}"


def current(arguments: Mapping[str, str], read: Mapping[str, str]) -> dict[str, Any] | None:
    """The last build's summary where it would come out the same of what is read now and stands unaltered, else None."""
    state = _kept()
    if state.get("arguments") != dict(arguments) or state.get("machine") != machine():
        return None
    if state.get("inputs") != read or state.get("outputs") != _listed(stamps(OUTPUTS)):
        return None
    summary = state.get("summary")
    return summary if isinstance(summary, dict) and {"pages", "site"} <= summary.keys() else None


def _listed(stamps: Mapping[str, tuple[int, int]]) -> dict[str, list[int]]:
    """The same as JSON gives it back."""
    return {name: list(seen) for name, seen in stamps.items()}


def _kept() -> dict[str, Any]:
    """What the last build remembered; nothing where it is damaged, and all is made again."""
    try:
        with open(STATE, encoding="utf-8") as file:
            state = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def altered() -> list[tuple[str, str]]:
    """Finished pages that someone edited since the last build, each with the source that it is made from."""
    outputs = _kept().get("outputs")
    if not isinstance(outputs, dict):
        return []
    standing = _listed(stamps(["build/docs"]))
    return [
        (name, source_of(name))
        for name in sorted(standing)
        if name in outputs and standing[name] != outputs[name]
    ]


def source_of(output: str) -> str:
    """The file that an editor changes in place of one below build/docs."""
    name = output.removeprefix("build/docs/")
    stands = os.path.isfile(os.path.join(HERE, "docs", name))
    return f"docs/{name}" if stands else "facts/ or generator/, which make it"


def record(arguments: Mapping[str, Any], read: Mapping[str, str], summary: Mapping[str, Any]) -> None:
    """Remember what was read, taken before the build began, and what came out."""
    state = {
        "arguments": arguments,
        "machine": machine(),
        "inputs": read,
        "outputs": stamps(OUTPUTS),
        "summary": summary,
    }
    disk.write(STATE, json.dumps(state))


def forget() -> None:
    """Before a build begins: whatever happens to it, the next one looks again."""
    if os.path.exists(STATE):
        os.remove(STATE)
