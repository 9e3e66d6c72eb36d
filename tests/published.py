"""A sound fact and a list of references, for tests that spoil them."""

from __future__ import annotations

GOOD = """[rsi]
text = "RSI of IWM"
printed = "around 62"
value = 62
unit = "points"
hedge = "around"
as_of = 2025-12-05
cites = [26]
metric = "rsi_14"
"""
REFS = "".join(f'[{n}]\nhost = "www.example.com"\npublisher = "P"\n' for n in range(1, 44))
