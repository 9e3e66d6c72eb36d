"""MkDocs on standby: started before its pages are finished, it reads itself and its settings, and waits to be told.

Half of what it takes is the same whatever it builds. It is the same program as `python -m mkdocs`, and ends where
whoever called it does.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator import config

WAIT = """
import json, logging, os, sys
logging.disable()
import mkdocs.__main__, mkdocs.commands.build, mkdocs.config
try:
    mkdocs.config.load_config("mkdocs.yml")
except Exception:
    pass  # it is told when MkDocs is run
logging.disable(logging.NOTSET)
if told := sys.stdin.readline():
    words, environment = json.loads(told)
    os.environ.update(environment)
    mkdocs.__main__.cli(words)
"""
THEME = Path(__file__).with_name("theme")
_waiting: list[subprocess.Popen[str]] = []


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
        with contextlib.suppress(OSError):  # it has ended: what it said says why
            run.stdin.write(json.dumps([list(words), dict(environment)]) + "\n")
            run.stdin.flush()
    return run
