"""Where a build is told to read, and where it cannot write: a sentence each, and nothing written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import invoke

from generator.errors import UsageError
from generator.site import snapshot


def test_what_is_no_folder(tmp_path: Path) -> None:
    file, dangling = tmp_path / "file", tmp_path / "link"
    file.write_text("x")
    dangling.symlink_to(tmp_path / "nowhere")
    for given, told in (
        (file, "this is a file"),
        (dangling, "nothing stands there"),
        (tmp_path / "no", "nothing"),
    ):
        with pytest.raises(UsageError, match=f"--data {given}: {told}"):
            snapshot.folder(str(given))
    linked = tmp_path / "linked"
    linked.symlink_to(tmp_path)
    assert snapshot.folder(str(linked)) == tmp_path.resolve()


@pytest.mark.parametrize("task", ["build", "check", "seal", "find --words beta"])
def test_a_task_says_it(edition_checkout: Path, task: str) -> None:
    run = invoke(edition_checkout, *task.split(), "--data", "README.md")
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert "--data README.md: this is a file. Name the folder of a snapshot" in run.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_checkout_that_cannot_be_written(edition_checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    (folder / "build" / "state.json").unlink()
    for path in (folder / "build", folder / "build" / "docs", folder):
        path.chmod(0o555)
    run = invoke(folder, "build")
    for path in (folder, folder / "build", folder / "build" / "docs"):
        path.chmod(0o755)
    assert run.returncode == 1 and "Traceback" not in run.stderr and "cannot be written" in run.stderr
