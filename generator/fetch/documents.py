"""The issuer's dated files: which are wanted, which stand, and how one is put beside the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

import pandas as pd

from generator.fetch import judge
from generator.fetch.providers import Document
from generator.fetch.rows import Doubt
from generator.market import sessions


def dated(names: Iterable[str], folder: PurePosixPath) -> dict[date, str]:
    """The files of a folder of dated files, by their day."""
    paths = (PurePosixPath(name) for name in names)
    return {
        date.fromisoformat(path.stem): str(path)
        for path in paths
        if path.parent == folder and len(path.stem) == 10
    }


def wanted(names: Iterable[str], folder: str, since: date | None, session: date) -> tuple[date, ...]:
    """The last sessions of the months from `since` on of which no file stands; none without `since`."""
    if since is None:
        return ()
    days = pd.Series(sessions(since, session), sessions(since, session))
    ends = [stamp.date() for stamp in days.groupby(days.dt.to_period("M")).max()]
    have = dated(names, PurePosixPath(folder))
    return tuple(day for day in ends if day not in have and day < session)


def put(part: Document, files: dict[str, bytes], today: date) -> str:
    """Put a file beside those that stand; what is told. Doubt where it is not believable.

    The last file of every month is kept, and the newest.
    """
    have = dated(files, PurePosixPath(part.file).parent)
    if part.day in have:
        return f"file of {part.day} stands already"
    nearest = min((day for day in have), key=lambda day: abs(day - part.day), default=None)
    judge.document(part, (nearest, files[have[nearest]]) if nearest else None, today)
    month = [day for day in have if (day.year, day.month) == (part.day.year, part.day.month)]
    if any(day > part.day for day in month):
        raise Doubt(f"it is of {part.day}, older than the one of {max(month)} that stands")
    for day in month:
        del files[have[day]]
    files[part.file] = part.raw
    return f"file of {part.day}"
