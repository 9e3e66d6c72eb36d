"""Whose data: in no file of a built site can a vendor's daily series be found."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import built, copy

from generator import config

RUN = 10  # neighbouring values of an input that make a piece of its series
NEAR = 20  # numbers that may stand between two of them: other columns, dates, coordinates
NUMBER = re.compile(r"\d+(?:\.\d+)?")
THOUSANDS = re.compile("(?<=\\d)[,\u202f\u00a0](?=\\d{3}(?!\\d))")
RASTER = {".png", ".gz", ".woff2", ".ico"}  # of letters and lines: no number can be read from one
OWNERS = {"BAMLH0A0HYM2": "ice", "BAMLC0A0CM": "ice"}


class Inputs:
    """Every column of a snapshot whose owner keeps the series, by its values."""

    def __init__(self, folder: Path) -> None:
        self.at: dict[float, list[tuple[str, int]]] = defaultdict(list)
        files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
        for name, entry in files.items():
            owner = OWNERS.get(Path(name).stem, entry["source"])
            if name.startswith(("prices/", "rates/", "fund/")) and config.TERMS[owner] != "series":
                self.add(name, folder / name)

    def add(self, name: str, path: Path) -> None:
        """A file's columns: a column that says the same on most days, such as splits, is no series."""
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        for column, title in enumerate(header[1:], 1):
            values = [float(row[column]) for row in rows if row[column] not in ("", ".")]
            if values and max(Counter(values).values()) < len(values) / 5:
                for day, value in enumerate(values):
                    self.at[value].append((f"{name} {title}", day))

    def found(self, text: str) -> set[str]:
        """The columns of which ten neighbours stand in a text, in their order or the other way round."""
        # column, day, way -> (length of the run that ends there, its place)
        last: dict[tuple[str, int, int], tuple[int, int]] = {}
        hits = set()
        for place, number in enumerate(NUMBER.findall(text)):
            if len(number) < 3:
                continue  # a value of two digits is on every page
            now = {}  # one number is one day's, also where the next day has the same
            for column, day in self.at.get(float(number), ()):
                for way in (1, -1):
                    length, before = last.get((column, day - way, way), (0, 0))
                    length = length + 1 if place - before <= NEAR else 1
                    old, at = last.get((column, day, way), (0, 0))
                    if length >= old or place - at > NEAR:
                        now[column, day, way] = (length, place)
            last |= now
            hits |= {column for (column, _, _), (length, _) in now.items() if length >= RUN}
        return hits


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every file of a site that is text, as it stands and with its thousands closed up."""
    for path in sorted(p for p in site.rglob("*") if p.is_file() and p.suffix not in RASTER):
        text = path.read_text("utf-8", errors="replace")
        name = path.relative_to(site).as_posix()
        yield name, text
        if path.suffix in (".html", ".txt", ".svg", ".xml") and (closed := THOUSANDS.sub("", text)) != text:
            yield name, closed


@pytest.fixture(scope="module")
def live(real: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Inputs]:
    """A site built on all of the real data, with the issuer's history where it stands, and what it was built from."""
    data = whole if (whole := real.with_name("market-fund")).is_dir() else real
    return built(copy(tmp_path_factory.mktemp("terms") / "checkout"), "--data", str(data)), Inputs(data)


@pytest.mark.slow
@pytest.mark.real
def test_no_vendors_series_is_in_any_file(live: tuple[Path, Inputs]) -> None:
    """Ten neighbouring values that equal an input's at its own precision, in whatever a reader can fetch."""
    checkout, inputs = live
    assert len(inputs.at) > 10_000
    told = {name: hits for name, text in texts(checkout / "site") if (hits := inputs.found(text))}
    assert told == {}


@pytest.mark.slow
@pytest.mark.real
def test_a_picture_source_is_a_picture_of_weeks(live: tuple[Path, Inputs]) -> None:
    """No spec, table or points of the ICE spreads; no line with more than a point a week."""
    checkout, _ = live
    charts = checkout / "site" / "charts"
    assert sorted(path.name for path in charts.glob("credit_spread*") if path.is_file()) == [
        "credit_spread-dark.svg", "credit_spread.svg",
    ]  # fmt: skip
    rows = (Path(_market(checkout)) / "rates" / "BAMLH0A0HYM2.csv").read_text("utf-8").splitlines()[1:]
    days = [date.fromisoformat(row[:10]) for row in rows if row[11:]]
    weeks = (days[-1] - days[0]) / timedelta(weeks=1) + 2
    drawn = [
        len(re.findall(r"[MLlHhVvmc]", path))
        for path in re.findall(r' d="([^"]+)"', (charts / "credit_spread.svg").read_text("utf-8"))
    ]
    assert drawn and max(drawn) <= weeks, f"{max(drawn)} points in {weeks:.0f} weeks"


def _market(checkout: Path) -> str:
    state = json.loads((checkout / "build" / "state.json").read_text("utf-8"))
    return str(state["arguments"]["data"])


@pytest.fixture
def planted(tmp_path: Path) -> Inputs:
    (tmp_path / "prices").mkdir()
    lines = [f"2026-01-{day:02},{2000 + day * 1.37:.2f}" for day in range(1, 31)]
    (tmp_path / "prices" / "X.csv").write_text("\n".join(["date,close", *lines]))
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {"prices/X.csv": {"source": "yahoo"}}}))
    return Inputs(tmp_path)


@pytest.mark.parametrize("count", [9, 10])
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("form", ["csv", "json", "html", "words"])
def test_a_planted_series_is_found(planted: Inputs, count: int, back: bool, form: str) -> None:
    """Whatever stands between, in either order; nine are no series."""
    values = [2000 + day * 1.37 for day in range(5, 5 + count)]
    rows = values[::-1] if back else values
    text = {
        "csv": "\n".join(f"2026-01-07,{value:.2f},77.70" for value in rows),
        "json": json.dumps([{"date": "2026-01-07", "value": float(f"{value:.2f}")} for value in rows]),
        "html": THOUSANDS.sub("", "".join(f"<td>Jan 7</td><td>{value:,.2f}</td>" for value in rows)),
        "words": "".join(f"{value:.2f}000 USD; 1,500; " for value in rows),
    }[form]
    assert planted.found(text) == ({"prices/X.csv close"} if count == 10 else set())


def test_rounded_values_are_no_series(planted: Inputs) -> None:
    assert planted.found(" ".join(f"{2000 + day * 1.37:.1f}" for day in range(1, 31))) == set()


def test_one_number_is_one_day(tmp_path: Path) -> None:
    """A spread that stands still for weeks is not found where its number stands once, and is where it stands ten times."""
    (tmp_path / "rates").mkdir()
    lines = [f"2026-01-{day:02},{1 + day // 15 / 100:.2f}" for day in range(1, 31)]
    lines += [f"2026-02-{day:02},{2 + day / 100:.2f}" for day in range(1, 29)]
    lines += [f"2026-03-{day:02},{3 + day / 100:.2f}" for day in range(1, 31)]
    (tmp_path / "rates" / "BAMLC0A0CM.csv").write_text("\n".join(["observation_date,BAMLC0A0CM", *lines]))
    (tmp_path / "manifest.json").write_text(
        json.dumps({"files": {"rates/BAMLC0A0CM.csv": {"source": "fred"}}})
    )
    inputs = Inputs(tmp_path)
    assert inputs.found("1.00 1.01 2.01 2.02") == set()
    assert inputs.found("1.00 " * 10) == {"rates/BAMLC0A0CM.csv BAMLC0A0CM"}
