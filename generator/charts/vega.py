"""The script behind interactive charts: Vega in one file, made once from the pinned vl-convert and kept in build/kept.

Making it takes a second and a half of a processor, so a process of its own does it, at the lowest priority, while the
build computes and MkDocs works. It is kept under the hash of its bytes: what was damaged is made again.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator import config, disk
from generator.errors import SiteError

NAME = "assets/vega.js"
KEPT = config.BUILD / "kept"
MAKE = "from generator.charts import vega; vega.make()"


def make() -> None:
    """Make the script and keep it in the place of any other."""
    import os

    from generator.charts import svg

    if hasattr(os, "nice"):
        os.nice(19)
    body = svg.bundle().encode()
    disk.write(_place(body), body)
    for other in set(KEPT.glob("vega-*.js")) - {_place(body)}:
        other.unlink(missing_ok=True)


def kept() -> bytes | None:
    """The script, where it was made by this vl-convert and stands whole."""
    for path in KEPT.glob(f"vega-{version('vl-convert-python')}-*.js"):
        if path == _place(body := path.read_bytes()):
            return body
    return None


def _place(body: bytes) -> Path:
    return KEPT / f"vega-{version('vl-convert-python')}-{hashlib.sha256(body).hexdigest()[:16]}.js"


@cache
def begin() -> subprocess.Popen[bytes] | None:
    """Start making the script where it is not kept yet; call as early as the build can."""
    if kept():
        return None
    return subprocess.Popen([sys.executable, "-c", MAKE], cwd=config.ENGINE, stderr=subprocess.PIPE)


def add(folder: Path) -> None:
    """Put the script into a built site; SiteError where it could not be made."""
    body, told = kept(), b""
    if body is None and begin() is None:
        begin.cache_clear()  # it stood when this program began
    if body is None and (making := begin()):
        _, told = making.communicate()
        body = kept()
    if body is None:
        raise SiteError(
            ["The script of interactive charts could not be made:", *told.decode().splitlines()[-1:]]
        )
    disk.write(folder / NAME, body, lasting=False)
