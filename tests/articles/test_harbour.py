"""A second article, made up for tests, built from end to end by the engine as it stands: it knows no article."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT, git, invoke
from loopback import Loopback, World
from site_links import broken

from generator.fetch.intake import MARGIN
from generator.market import hours

OWN = Path(__file__).with_name("harbour")
LAST_CLOSE = "2024-06-14"  # as its article.toml says


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in a folder with a space and an umlaut, with a market simulated for its roles, and built on it."""
    folder = tmp_path_factory.mktemp("articles") / "Über See" / "harbour"
    shutil.copytree(OWN, folder, ignore=shutil.ignore_patterns("build", "site", "data"))
    subprocess.run(
        [sys.executable, "-m", "generator.market.simulate"],
        cwd=ROOT,
        env={**os.environ, "ARTICLE": str(folder)},
        check=True,
    )
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "as it was made up")
    run = told(folder, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def told(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A task of the engine for the article in `folder`, which is named as seen from the engine's."""
    return invoke(
        ROOT, *words, "--article", os.path.relpath(folder, ROOT), "--data", str(folder / "data/sample")
    )


def read(folder: Path, name: str) -> str:
    return (folder / "site" / name).read_text("utf-8")


def bars(folder: Path, symbol: str) -> dict[str, dict[str, str]]:
    """The simulated bars of a symbol by day."""
    with (folder / "data/sample/prices" / f"{symbol}.csv").open(encoding="utf-8") as file:
        return {row["date"]: row for row in csv.DictReader(file)}


def test_its_colour_is_that_of_its_pages_and_of_its_charts(harbour: Path) -> None:
    """Said once, in its article.toml: light in the stylesheet and in pictures that leave the site, dark in their dark twins."""
    light, dark = re.findall(r"#[0-9a-f]{6}", (harbour / "article.toml").read_text("utf-8"))
    assert f"--c-link: light-dark({light}, {dark});" in read(harbour, "assets/site.css")
    pictures = {path.name: path.read_text("utf-8") for path in (harbour / "site/charts").glob("*.svg")}
    assert any(light in text for name, text in pictures.items() if "-dark" not in name)
    assert any(dark in text for name, text in pictures.items() if "-dark" in name)


def test_its_pages_show_its_own_numbers(harbour: Path) -> None:
    """The closes of its own day and of the newest, of its own two funds, are those of the files."""
    fund, benchmark = bars(harbour, "HRBR"), bars(harbour, "SEAS")
    newest = max(fund)
    numbers = json.loads(read(harbour, "api/numbers.json"))
    assert numbers["close"]["value"] == float(fund[newest]["close"]) and numbers["close"]["as_of"] == newest
    page = read(harbour, "index.html")
    for close in (fund[newest]["close"], fund[LAST_CLOSE]["close"]):
        assert f'value="{float(close)}"' in page, close
    assert numbers["seas_return_1d"]["value"] == pytest.approx(
        100 * (float(benchmark[newest]["close"]) / float(benchmark[sorted(benchmark)[-2]]["close"]) - 1)
    )


def test_its_claims_have_their_verdicts(harbour: Path) -> None:
    claims = {claim["id"]: claim for claim in json.loads(read(harbour, "api/claims.json"))}
    close = float(bars(harbour, "HRBR")[LAST_CLOSE]["close"])
    assert claims["crane_close"]["recomputed"]["value"] == close != 7.25
    verdicts = {key: claim["verdict"] for key, claim in claims.items()}
    assert verdicts["crane_close"] == "differs" and verdicts["crane_swing"] == "reproduced"
    gap = json.loads(read(harbour, "api/claims.json"))[list(claims).index("crane_lead")]["recomputed"][
        "value"
    ]
    assert verdicts["crane_lead"] == ("reproduced" if gap > 0 else "differs")
    assert verdicts["crane_span"] is None, "a term has no verdict"
    assert verdicts["tide_in"] == verdicts["tide_out"] == "conflict"
    assert claims["tide_in"]["conflicts_with"] == ["tide_out"]
    assert verdicts["tide_target"] in ("open", "failed")


def test_the_site_is_whole_and_its_own(harbour: Path) -> None:
    """Every link leads somewhere, the engine's styles are there, and no word of the repository's own article."""
    site = harbour / "site"
    assert [link for link in broken(site) if "https://www.house.example/ships leaves" not in link] == []
    assert (site / "assets" / "site.css").is_file() and (site / "assets" / "pier.svg").is_file()
    charts = {path.stem for path in (site / "charts").glob("*.svg")}
    assert {name.split(".")[0] for name in charts} >= {"crane_lines", "crane_race", "tide_bars"}
    page = read(harbour, "tides/index.html")
    assert (
        "Made up for tests, from the fund to the last figure." in page
        and ">What was said and found<"
        in re.sub(r"\s+", "", page).replace("Whatwassaidandfound", "What was said and found")
    )
    other = re.compile(r"\b(iwm|spy|qqq)\b|russell|bofa|goldman|gurufocus|small[ -]cap", re.IGNORECASE)
    texts = [
        path for path in site.rglob("*") if path.suffix in (".html", ".json", ".txt", ".xml", ".svg", ".css")
    ]
    assert len(texts) > 30
    assert [
        f"{path.relative_to(site)}: {found[0]}"
        for path in texts
        if (found := other.search(path.read_text("utf-8")))
    ] == []


def test_check_find_and_diff_are_about_it(harbour: Path) -> None:
    checked = told(harbour, "check")
    assert checked.returncode == 0 and "7 facts, each on a page; 2 references, each cited" in checked.stdout
    found = told(harbour, "find", "ships")
    assert found.returncode == 0 and "said.tide_in" in found.stdout
    path = harbour / "docs" / "tides.md"
    sound = path.read_text("utf-8")
    path.write_text(f"{sound}\nA word more, and {{{{ now.closee }}}}.\n", "utf-8")
    try:
        refused = told(harbour, "check")
        assert refused.returncode == 1
        assert re.search(
            r"^docs/tides\.md:\d+:\d+: no metric 'closee'; did you mean 'close'",
            refused.stderr + refused.stdout,
            re.MULTILINE,
        )
        path.write_text(f"{sound}\nA word more.\n", "utf-8")
        changed = told(harbour, "diff", "HEAD")
        assert changed.returncode == 0 and "+ A word more." in changed.stdout, changed.stdout + changed.stderr
    finally:
        path.write_text(sound, "utf-8")


def test_a_second_build_has_nothing_to_do_and_clean_takes_its_own(harbour: Path) -> None:
    assert "Nothing has changed" in told(harbour, "build").stdout
    copied = harbour.with_name("copied")
    shutil.copytree(harbour, copied)
    run = invoke(ROOT, "clean", f"--article={copied}")
    assert run.returncode == 0 and not (copied / "site").exists() and not (copied / "build").exists()
    assert (harbour / "site").is_dir() and (copied / "docs").is_dir()


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_that_holds_no_article_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    run = invoke(ROOT, "check", "--article", str(tmp_path / name))
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert f"article.toml is missing in {tmp_path / name}: name the folder of an article" in run.stderr


def test_its_edition_is_sealed_and_shown(harbour: Path) -> None:
    """In one file with the article's own picture inside; without data the site is the edition, and leads nowhere else."""
    folder = harbour.with_name("sealed")
    shutil.copytree(OWN, folder)
    shutil.copytree(harbour / "data/sample", folder / "data/market")
    manifest = folder / "data/market/manifest.json"
    simulated = json.loads(manifest.read_text("utf-8")) | {"origin": "market"}
    manifest.write_text(json.dumps(simulated), "utf-8")
    run = invoke(ROOT, "seal", "--article", str(folder))
    assert run.returncode == 0, run.stdout + run.stderr
    shutil.rmtree(folder / "data")
    run = invoke(ROOT, "build", "--article", str(folder))
    assert run.returncode == 0 and "from the edition of" in run.stdout, run.stdout + run.stderr
    assert [
        link for link in broken(folder / "site") if "https://www.house.example/ships leaves" not in link
    ] == []
    assert "no newer data have been read" in read(folder, "index.html")
    (page,) = (folder / "editions").glob("*/article.html")
    assert 'src="data:image/svg+xml;base64,' in page.read_text("utf-8")


def test_a_refresh_asks_for_its_own_symbols(harbour: Path, tmp_path: Path) -> None:
    """Of the providers, at the loopback: the three of its roles, its two rates and its fund's files, into its own folder."""
    folder = harbour.with_name("fetched")
    shutil.copytree(OWN, folder)
    world = World(hours.last_closed(datetime.now(UTC), MARGIN), 300)
    world.bars |= {"HRBR": world.bars["IWM"], "SEAS": world.bars["SPY"], "^DOCKS": world.bars["^RUT"]}
    loopback = Loopback(world, tmp_path)
    try:
        run = subprocess.run(
            [sys.executable, "-m", "invoke", "refresh", "--article", str(folder)],
            cwd=ROOT,
            env={**os.environ, **loopback.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        loopback.close()
    assert run.returncode == 0, run.stdout + run.stderr
    stands = {path.name for path in (folder / "data/market").rglob("*.csv") if path.parent.name != "holdings"}
    assert stands >= {"HRBR.csv", "SEAS.csv", "DOCKS.csv", "DGS2.csv", "DGS10.csv"}
    assert not stands & {"IWM.csv", "SPY.csv", "DFF.csv", "options.csv"}
