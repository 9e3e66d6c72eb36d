"""Families of definitions: the usual ways to reckon a figure, declared once and not per fact.

A family is one function `(market, **choices) -> number`, the dimensions in which usage differs, and the
metrics that are members of it, each with the choices that its stated definition makes. A new module is found
by itself.
"""

from __future__ import annotations

import importlib
import pkgutil

from generator.ledger.families.base import FAMILIES, Choice, Dimension, Family, family

__all__ = ["FAMILIES", "Choice", "Dimension", "Family", "family"]

for _module in sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name != "base"):
    importlib.import_module(f"{__name__}.{_module}")
