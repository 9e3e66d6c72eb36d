"""The colours of `palette.toml` and of an article's own accent, for charts by their role and for the stylesheet as custom properties."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Colour:
    """A colour by its role, as hexadecimal sRGB."""

    name: str
    light: str
    dark: str

    @property
    def role(self) -> str:
        """For a picture: inside a page the stylesheet's value, outside one the light value."""
        return f"var(--c-{self.name},{self.light})"


def _read() -> dict[str, Colour]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {name: Colour(name, light, dark) for name, (light, dark) in table.items()}


ENGINE = _read()  # an article's are `config.COLOURS`
UNDER = ("paper", "tint")  # what words in the accent stand on
LEAST = 4.5  # their contrast, by WCAG 2.2, 1.4.3
# of the accent, light and dark, over paper
ACCENTED = {"link": (1.0, 1.0), "fund": (1.0, 1.0), "band": (0.12, 0.15), "band-inner": (0.22, 0.28)}


def of(accent: Sequence[str]) -> dict[str, Colour]:
    """The colours of an article: the engine's, with its accent, light and dark, where it has one."""
    colours = dict(ENGINE)
    for name, (light, dark) in ACCENTED.items() if accent else ():
        paper = ENGINE["paper"]
        colours[name] = Colour(
            name, _mixed(accent[0], paper.light, light), _mixed(accent[1], paper.dark, dark)
        )
    return colours


def faint(accent: Sequence[str]) -> list[tuple[str, float]]:
    """Which of an accent's two can hardly be read, and its contrast on what it stands on."""
    grounds = [[getattr(ENGINE[name], mode) for name in UNDER] for mode in ("light", "dark")]
    least = [
        (colour, min(contrast(colour, ground) for ground in under))
        for colour, under in zip(accent, grounds, strict=False)  # an article may have none
    ]
    return [one for one in least if one[1] < LEAST]


def contrast(one: str, other: str) -> float:
    """The ratio of the relative luminances of two colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (n / 255 for n in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(colour: str, ground: str, part: float) -> str:
    channels = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(part * c + (1 - part) * g):02x}" for c, g in channels)


def css(colours: Mapping[str, Colour]) -> str:
    """The custom properties; `color-scheme`, which the stylesheet sets for the whole page, chooses between the values."""
    values = "".join(f"  --c-{c.name}: light-dark({c.light}, {c.dark});\n" for c in colours.values())
    return f":root,\n[data-md-color-scheme] {{\n{values}}}\n"
