"""A file is written whole or not at all: whoever reads it, and whenever the program is killed or the disk is full."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
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


@contextlib.contextmanager
def held(path: Path, holder: str) -> Iterator[None]:
    """Hold a lock file while something is written beside it; Held with what it says where another holds it.

    The system lets it go when its process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            _lock(file.fileno())
        except OSError:
            file.seek(0)
            raise Held(file.read().strip() or "another program") from None
        file.truncate(0)
        file.write(f"{holder}\n")
        file.flush()
        yield


class Held(Exception):
    """Another process holds a lock; its text says which."""


def _lock(handle: int) -> None:
    """OSError where another process has it; a system that knows no locks has none."""
    with contextlib.suppress(ImportError):
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 1 << 20, os.SEEK_SET)  # a byte behind its words, which stay to be read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
