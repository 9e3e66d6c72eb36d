"""The script behind interactive charts: Vega in one file, made once from the pinned vl-convert and kept in build/kept.

Making it takes a second and a half of a processor, so a process of its own does it, at the lowest priority, while the
build computes and MkDocs works.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator import config
from generator.errors import SiteError

NAME = "assets/vega.js"
MAKE = """
import os, sys
if hasattr(os, "nice"):
    os.nice(19)
from generator.charts import svg
with open(sys.argv[1] + ".new", "w", encoding="utf-8") as file:
    file.write(svg.bundle())
os.replace(sys.argv[1] + ".new", sys.argv[1])
"""


def kept() -> Path:
    """Where the script stands once it was made."""
    return config.BUILD / "kept" / f"vega-{version('vl-convert-python')}.js"


@cache
def begin() -> subprocess.Popen[bytes] | None:
    """Start making the script where it is not kept yet; call as early as the build can."""
    if kept().exists():
        return None
    kept().parent.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", MAKE, str(kept())], cwd=config.ROOT, stderr=subprocess.PIPE
    )


def add(folder: Path) -> None:
    """Put the script into a built site; SiteError where it could not be made."""
    making = begin()
    if making and not kept().exists():
        _, told = making.communicate()
        if making.returncode:
            raise SiteError(
                ["The script of interactive charts could not be made:", *told.decode().splitlines()[-1:]]
            )
    target = folder / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(kept().read_bytes())
