"""`invoke` for the runs in actions.py: the program's own menu by a clock that can be set (NOW, ISO).

Unless WHOLE is set, `publish` gives a site of two files, made of the same inputs and by the same choice of them: what
those runs ask for is which session and which words are live, and not every page.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, tzinfo
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))
CLOCK = datetime.fromisoformat(os.environ["NOW"])


class Clock(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return CLOCK.astimezone(tz)


def publish() -> None:
    """What `publish` chooses between, without the pages."""
    from generator import config
    from generator.errors import SnapshotError
    from generator.ledger import editions
    from generator.market import load
    from generator.site import snapshot

    words = (config.DOCS / "index.md").read_text("utf-8")
    if "{{ now.nothing }}" in words:
        sys.exit("docs/index.md:1:1: no metric 'nothing'")
    try:
        market = load(config.MARKET) if snapshot.usable(config.MARKET) else None
    except SnapshotError as found:
        print("The snapshot cannot be used:", found)
        market = None
    as_of = market.as_of.isoformat() if market else editions.newest(config.EDITIONS).name[:10]
    (config.SITE / "api").mkdir(parents=True)
    status = {"as_of": as_of, "origin": "market" if market else "edition"}
    (config.SITE / "api" / "status.json").write_text(json.dumps(status), "utf-8")
    (config.SITE / "index.html").write_text(words, "utf-8")


if __name__ == "__main__":
    task = sys.argv[1]
    if task in ("publish", "soundness") and not os.environ.get("WHOLE"):
        if task == "publish":
            publish()
        sys.exit()
    if task == "refresh":
        from generator.fetch import refresh

        for name, module in list(sys.modules.items()):
            if name.startswith("generator.fetch") and getattr(module, "datetime", None) is datetime:
                module.datetime = Clock  # type: ignore[attr-defined]
        assert refresh
    from invoke.main import program

    program.run()
