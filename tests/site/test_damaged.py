"""What a build keeps for the next one may be damaged by anything: it is made again, and nobody has to tidy up."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import hashed, invoke

from generator import config
from generator.charts import vega
from generator.errors import UsageError
from generator.ledger.record import Results
from generator.site import builder, pictures, state


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted as Linux lists them")
def test_a_killed_build_leaves_no_process(edition_checkout: Path, tmp_path: Path) -> None:
    """Whenever it is killed: those that draw, make the script or run MkDocs end by themselves, and the next one goes on, to a whole build."""
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    (folder / "build" / "state.json").unlink()
    for said, after in (("Reading", 0.2), ("Reading", 3.0), ("Wrote", 0.0)):
        run = subprocess.Popen(
            [sys.executable, "-u", "-m", "invoke", "build", "--data", "data/sample"],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        assert run.stdout and any(line.startswith(said) for line in run.stdout)
        time.sleep(after)
        assert len(members(run.pid)) > 1
        run.kill()
        run.wait()
        run.stdout.close()
        end = time.monotonic() + 20
        while (left := members(run.pid)) and time.monotonic() < end:
            time.sleep(0.1)
        assert left == []
    assert invoke(folder, "build").returncode == 0
    assert hashed(folder / "site") == hashed(edition_checkout / "site")


def members(session: int) -> list[str]:
    """The processes of a session that live, by name."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().rpartition(")")
            state, _, _, its = rest.split()[:4]
            found += [name] if its == str(session) and state != "Z" else []
    return found


@pytest.mark.parametrize(
    "body", ["[]", "null", '"x"', "{", "", '{"outputs": 3}', '{"arguments": 1, "summary": []}', "[" * 99_999]
)
def test_a_damaged_state_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    (tmp_path / "state.json").write_text(body, "utf-8")
    monkeypatch.setattr(state, "STATE", str(tmp_path / "state.json"))
    assert state.current({"data": str(tmp_path)}, {}) is None and state.altered() == []


def test_a_summary_that_is_none_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else fits, so that the summary alone decides."""
    monkeypatch.setattr(state, "STATE", str(tmp_path / "build" / "state.json"))
    monkeypatch.setattr(state, "hashes", lambda *_: {})
    good = {"pages": 19, "site": "site"}
    state.record({"data": "x"}, {}, good)
    assert state.current({"data": "x"}, {}) == good
    bad: object
    for bad in ({}, {"pages": 19}, []):
        state.record({"data": "x"}, {}, bad)  # type: ignore[arg-type]
        assert state.current({"data": "x"}, {}) is None


def test_a_site_between_two_renames_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "BUILD", tmp_path / "build")
    old, site = tmp_path / "build" / "site.old", tmp_path / "site"
    old.mkdir(parents=True)
    (old / "index.html").write_text("old")
    builder.settle(site)
    assert (site / "index.html").read_text() == "old" and not old.exists()
    old.mkdir()
    builder.settle(site)
    assert (site / "index.html").exists(), "a site that stands is left alone"


def test_a_site_that_is_held_open_stays_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a folder with an open file in it cannot be renamed."""

    def held(*_: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(config, "BUILD", tmp_path / "build")
    monkeypatch.setattr(builder, "begin", lambda *_: (tmp_path / "build" / "site.new").mkdir(parents=True))
    monkeypatch.setattr(builder, "end", lambda *_: None)
    monkeypatch.setattr(Path, "rename", held)
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("old")
    results = Results(config.LAST_CLOSE, "market", "", {}, {}, {})
    with pytest.raises(UsageError, match=r"site cannot be replaced while another program .* build again"):
        builder.build(results, {}, {}, site)
    assert (site / "index.html").read_text() == "old"


def test_half_a_picture_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PNG without its end is drawn again and not offered meanwhile."""
    monkeypatch.setattr(pictures, "KEPT", tmp_path)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )
    wanted = {"charts/a.png": drawing}
    assert pictures.draw(wanted) == (1, 0) and pictures.draw(wanted) == (0, 1)
    (whole,) = pictures.standing(wanted).values()
    (path,) = tmp_path.iterdir()
    path.write_bytes(whole[:-20])
    assert pictures.standing(wanted) == {}
    assert pictures.draw(wanted) == (1, 0) and pictures.standing(wanted) == {"charts/a.png": whole}


def test_half_a_script_is_made_again(
    edition_checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kept script of the charts and the state of the last build, cut: the next build gives the same site."""
    folder = tmp_path / "checkout"
    shutil.copytree(edition_checkout, folder)
    (script,) = (folder / "build" / "kept").glob("vega-*.js")
    whole = script.read_bytes()
    assert (folder / "site" / vega.NAME).read_bytes() == whole
    script.write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(vega, "KEPT", script.parent)
    assert vega.kept() is None
    (folder / "build" / "state.json").write_text("[]", "utf-8")
    shutil.move(folder / "site", folder / "build" / "site.old")
    run = invoke(folder, "build")
    assert run.returncode == 0, run.stderr
    assert vega.kept() == whole == (folder / "site" / vega.NAME).read_bytes()
    assert not (folder / "build" / "site.old").exists()
