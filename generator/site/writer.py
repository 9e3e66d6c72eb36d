"""Who may write into build/docs? This module, and nothing else: it makes the folder hold what the pipeline gives it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator import disk


def write(folder: Path, files: Mapping[str, bytes]) -> int:
    """Make `folder` hold exactly these files, touching only what differs; how many of them it wrote."""
    written = 0
    for stale in [
        p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in files
    ]:
        stale.unlink()
    for name, body in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == body:
            continue
        disk.write(path, body, lasting=False)
        written += 1
    for empty in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            empty.rmdir()
    return written


def put(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Put these files into a folder that is being served, each whole at once; None takes one out."""
    for name, body in files.items():
        path = folder / name
        if body is None:
            path.unlink(missing_ok=True)
        else:
            disk.write(path, body, lasting=False)
