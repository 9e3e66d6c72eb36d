"""A file is written whole or not at all: whoever reads it, and whenever the program is killed or the disk is full."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write(path: Path | str, body: bytes | str, *, lasting: bool = True) -> None:
    """Put a file in its place in one step, text as UTF-8 with its line ends as they are; folders are made.

    A `lasting` one is on the disk when this returns; what any build makes again need not be.
    Raises OSError that names the file, with what stood there untouched.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        with half.open("wb") as file:
            file.write(body if isinstance(body, bytes) else body.encode())
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from None
    if lasting:
        flush(path.parent)


def flush(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    with contextlib.suppress(OSError):  # Windows opens no folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
