"""What changed between two editions leads to where it stands today, whatever an editor has renamed or moved since."""

from __future__ import annotations

import places
import pytest

from generator.ledger.changes import Change, Changes
from generator.pages import changes

SIDE = {"numbers": [], "findings": [{"fact": {"key": "moved", "section": "renamed-since", "text": "a", "printed": "1"}}], "standings": []}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "key", "way"),
    [
        ("verdict", "moved", "ledger/#moved"),
        ("text", places.LAST, f"{places.LAST}/"),
        ("text", "renamed-since", ""),
        ("sentence", "renamed-since:1", ""),
    ],
)
def test_it_leads_to_what_stands(kind: str, key: str, way: str) -> None:
    change = Change(kind, key, "reproduced", "differs", causes=())
    found = changes.told(Changes((change,), ()), SIDE, SIDE)
    assert [said.way for said in found[kind]] == [way]
