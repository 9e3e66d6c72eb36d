"""The simulated sample: whole, marked as what it is, and made by its command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from generator import config, market
from generator.market import simulate


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of a folder, by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_the_sample_is_what_its_command_makes(tmp_path: Path) -> None:
    """The committed bytes come from the committed seed."""
    simulate.write_sample(tmp_path)
    assert files(tmp_path) == files(config.SAMPLE)


def test_a_seed_decides(tmp_path: Path) -> None:
    """Same seed, same bytes; another seed, other bars that load as well."""
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        simulate.write_sample(tmp_path / name, seed)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a")["prices/IWM.csv"] != files(tmp_path / "c")["prices/IWM.csv"]
    assert market.load(tmp_path / "c").origin == "sample"


def test_the_sample_says_that_it_is_simulated() -> None:
    """In its manifest: origin, sources, note, seed and command."""
    manifest = json.loads((config.SAMPLE / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["origin"] == "sample"
    assert {entry["source"] for entry in manifest["files"].values()} == {"simulated"}
    assert "simulated" in manifest["note"]
    assert (manifest["seed"], manifest["command"]) == (simulate.SEED, simulate.COMMAND)


def test_the_sample_draws_the_pictures_of_series() -> None:
    """Two years and a month of the symbols and rates that are drawn, ending where the sealed data end."""
    sample = market.load(config.SAMPLE)
    assert set(sample.bars) == {"IWM", "SPY", "QQQ", "HYG", "IEF"}
    assert set(sample.rates) == {"DFEDTARU", "DFEDTARL", "DGS2", "BAMLH0A0HYM2"}
    assert sample.as_of == simulate.LAST
    for frame in sample.bars.values():
        assert len(frame) > 2 * 252
        assert (frame["dividend"] > 0).sum() == 8  # one a quarter; the first bar has none
    assert np.allclose(sample.rates["DFEDTARU"] - sample.rates["DFEDTARL"], simulate.STEP)


def test_the_right_order_of_magnitude() -> None:
    """Within a factor of two of the round start values, throughout."""
    sample = market.load(config.SAMPLE)
    for symbol, fund in simulate.FUNDS.items():
        close = sample.bars[symbol]["close"]
        assert close.between(fund.start / 2, fund.start * 2).all()


def test_the_sample_is_not_the_market(real: Path) -> None:
    """No bar of it is a real one."""
    sample, standing = market.load(config.SAMPLE), market.load(real)
    for symbol, frame in sample.bars.items():
        both = frame["close"].align(standing.bars[symbol]["close"], join="inner")
        assert (both[0] == both[1]).mean() < 0.05
