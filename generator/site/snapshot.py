"""Which snapshot a build stands on; only quick imports, since a build that has nothing to do asks this too."""

from __future__ import annotations

from pathlib import Path

from generator import config


def folder(data: str | None) -> Path | None:
    """The folder given, else the market's where it stands; None where the newest edition is shown instead.

    `sample` is the article's simulated market. `editions` given by name asks for that edition. UsageError where no folder stands.
    """
    if data == "sample":
        from generator.market import simulate

        return simulate.sample()
    if data:
        given = Path(data).expanduser().resolve()
        if not given.is_dir():
            from generator.errors import UsageError

            raise UsageError(
                f"--data {data}: {'this is a file' if given.exists() else 'nothing stands there'}. "
                "Name the folder of a snapshot, in which manifest.json stands."
            )
        return None if given == config.EDITIONS else given
    if any(config.MARKET.with_name(f"{config.MARKET.name}.{rest}").exists() for rest in ("journal", "old")):
        from generator.market import swap

        swap.settle(config.MARKET)  # a refresh was interrupted
    return config.MARKET if usable(config.MARKET) else None


def usable(folder: Path) -> bool:
    """Whether a snapshot stands here: a clone has the manifest of one, without the vendors' series."""
    return (folder / "manifest.json").exists() and (folder / f"prices/{config.FUND}.csv").exists()


def shown(path: Path) -> str:
    """A path as a person reads it: below the checkout where it stands there."""
    try:
        return path.relative_to(config.ROOT).as_posix()
    except ValueError:
        return str(path)
