"""MkDocs on standby: started before its pages are finished, it reads itself, its settings and its theme, and waits to be told.

What these take is the same whatever it builds. It is the same program as `python -m mkdocs`, and ends where
whoever called it does. `tell` lets one run once; `again` has one stay, which compiles the theme's templates only once.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from generator import config

DONE = "\x00"  # begins the line after which MkDocs has said all, with the code of its end
WAIT = r"""
import json, logging, os, sys, traceback
logging.disable()
import jinja2, mkdocs.__main__, mkdocs.commands.build, mkdocs.config

def once(function, whose):
    made = {}
    def kept(self, *given, **more):
        asked = whose(self), given, tuple(more.items())
        if asked not in made:
            made[asked] = function(self, *given, **more)
        return made[asked]
    return kept

# each of its builds makes an environment of templates anew
jinja2.Environment.compile = once(jinja2.Environment.compile, lambda self: None)
jinja2.FileSystemLoader.list_templates = once(
    jinja2.FileSystemLoader.list_templates, lambda self: tuple(self.searchpath)
)
try:
    theme = mkdocs.config.load_config("mkdocs.yml").theme.get_env()
    for name in theme.list_templates(filter_func=lambda name: name.endswith(".html") and name.count("/") < 2):
        theme.get_template(name)
except Exception:
    pass  # it is told when MkDocs is run
logging.disable(logging.NOTSET)
code = 0
for told in sys.stdin:
    words, environment = json.loads(told)
    os.environ.update(environment)
    logging.getLogger("mkdocs").handlers.clear()  # those of the build before
    try:
        mkdocs.__main__.cli(words)
    except SystemExit as end:
        code = int(bool(end.code))
    except Exception:
        code = 1
        traceback.print_exc()
    print(f"\n\x00{code}", flush=True)
sys.exit(code)
"""
THEME = Path(__file__).with_name("theme")
_waiting: list[subprocess.Popen[str]] = []
_staying: list[subprocess.Popen[str]] = []


def fixed() -> dict[str, str]:
    """What MkDocs and its interpreter read as they start; theme and settings stand with the engine, wherever the article does."""
    settings = str(THEME.with_name("mkdocs.yml"))
    return {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
        "ENGINE_THEME": str(THEME),
        "ENGINE_SETTINGS": settings,
    }


def call() -> None:
    """Have one that waits; call it as early as a build can."""
    if not _waiting:
        _waiting.append(
            subprocess.Popen(
                [sys.executable, "-c", WAIT],
                cwd=config.ROOT,
                env={**os.environ, **fixed()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        )


def tell(words: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Let the one that waits run with these words; it is a process like any other from then on."""
    call()
    run = _waiting.pop()
    if run.stdin:
        _say(run.stdin, words, environment)
        with contextlib.suppress(OSError):
            run.stdin.close()  # with nothing more to be told, it ends
        run.stdin = None
    return run


def again(words: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Let the one that stays run with these words, and wait: the code of its end and what it said."""
    if not _staying:
        call()
        _staying.append(_waiting.pop())
    run = _staying[0]
    said: list[str] = []
    if run.stdin:
        _say(run.stdin, words, environment)
    for line in run.stdout or ():
        if line.startswith(DONE):
            return int(line[1:]), "".join(said)
        said.append(line)
    _staying.clear()  # it has ended: what it said says why
    return run.wait() or 1, "".join(said)


def forget() -> None:
    """End the one that stays: the files of its theme are others now."""
    while _staying:
        _staying[0].kill()
        _staying.pop().communicate()


def _say(line: IO[str], words: Sequence[str], environment: Mapping[str, str]) -> None:
    with contextlib.suppress(OSError):  # it has ended: what it said says why
        line.write(json.dumps([list(words), dict(environment)]) + "\n")
        line.flush()
