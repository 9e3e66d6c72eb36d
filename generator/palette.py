"""The colours of `palette.toml`, for charts by their role and for the stylesheet as custom properties."""

from __future__ import annotations

import tomllib
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


COLOURS = _read()


def css() -> str:
    """The custom properties; `color-scheme`, which the stylesheet sets for the whole page, chooses between the values."""
    values = "".join(f"  --c-{c.name}: light-dark({c.light}, {c.dark});\n" for c in COLOURS.values())
    return f":root,\n[data-md-color-scheme] {{\n{values}}}\n"
