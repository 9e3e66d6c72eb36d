"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from generator import disk


def test_what_is_written_stands(tmp_path: Path) -> None:
    place = tmp_path / "new" / "folder" / "a.txt"
    disk.write(place, "ä\r\n")
    assert place.read_bytes() == "ä\r\n".encode()
    disk.write(place, b"again", lasting=False)
    assert place.read_bytes() == b"again" and [p.name for p in place.parent.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("fails", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_what_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    """Whichever step finds the disk full: the old file is whole, no half of the new one stands, the error names it."""
    place = tmp_path / "a.txt"
    place.write_text("old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if fails == "write":

        class Full(io.FileIO):
            def write(self, body: object) -> int:
                super().write(b"ha")
                full()
                return 0

        real = Path.open
        monkeypatch.setattr(
            Path,
            "open",
            lambda self, mode="r", **more: Full(self, mode) if "w" in mode else real(self, mode, **more),
        )
    else:
        monkeypatch.setattr(*((os, "fsync", full) if fails == "fsync" else (Path, "replace", full)))
    with pytest.raises(OSError, match="No space left") as told:
        disk.write(place, "new, and longer than the old one")
    assert told.value.filename == str(place) and place.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
