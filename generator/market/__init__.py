"""The market layer: a snapshot's folder, checked whole, as one record; and the one way to look back.

market = load(config.MARKET)            # raises SnapshotError with every problem at once
then = market.upto(date(2025, 12, 5))   # nothing later is in it
closes = bars(then, config.FUND)["close"]     # raises MissingInput where the file is not there
"""

from __future__ import annotations

from generator.market.access import (
    Late,
    bars,
    fund_column,
    fund_history,
    implied_value,
    newest_holdings,
    noted,
    option_column,
    rate,
    shares_stated,
)
from generator.market.closures import sessions
from generator.market.load import load
