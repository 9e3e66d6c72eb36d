"""Series made small enough to draw, without changing what the eye sees."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd


def m4(series: pd.Series, columns: int) -> pd.Series:
    """First, last, lowest and highest point of each of `columns` equal spans of time (M4 sampling).

    A line of `columns` pixels looks the same drawn from these as from every point. Index: sessions.
    """
    series = series.dropna()
    if len(series) <= 4 * columns:
        return series
    days = _sessions(series).normalize()
    past = (days - days[0]).days.to_numpy()
    span = past * columns // (past[-1] + 1)
    groups = series.groupby(span)
    at = pd.Index(groups.idxmin()).union(groups.idxmax())
    ends = series.index[~pd.Series(span).duplicated(keep="first") | ~pd.Series(span).duplicated(keep="last")]
    sampled: pd.Series = series.loc[at.union(ends)]
    return sampled


def long(lines: dict[str, pd.Series], columns: int, colours: dict[str, str] | None = None) -> pd.DataFrame:
    """Columns date, name, value (and colour): lines sampled for a picture of `columns` px.

    Each has a point where any of them needs one: at one date all their values can be told.
    """
    frames = []
    shown = pd.Index([])
    for line in lines.values():
        shown = shown.union(m4(line, columns).index)
    for name, line in lines.items():
        sampled = line[line.index.isin(shown)].dropna()
        values = sampled.to_numpy().round(6)
        frame = pd.DataFrame({"date": sampled.index, "name": name, "value": values})
        frames.append(frame.assign(colour=colours[name]) if colours else frame)
    return pd.concat(frames, ignore_index=True)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as rows of JSON: a session as an ISO day, a gap as null."""
    columns: list[list[Any]] = []
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind == "M":
            columns.append(np.datetime_as_string(column.to_numpy(), unit="s").tolist())
        elif column.dtype.kind == "f":
            columns.append([None if value != value else value for value in column.tolist()])
        else:
            columns.append([None if value is None or value != value else value for value in column.tolist()])
    names = list(frame.columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def since(series: pd.Series, day: date) -> pd.Series:
    """The part of a series from `day` on."""
    return series.loc[pd.Timestamp(day) :]


def month_ends(lines: dict[str, pd.Series]) -> pd.DataFrame:
    """A table of the last value of each month, newest first; column Date (its session) and one a line."""
    frame = pd.DataFrame(lines)
    months = _sessions(frame).to_period("M")
    dates = pd.Series(frame.index, index=frame.index).groupby(months).max()
    table = frame.groupby(months).last()
    table.insert(0, "Date", [f"{day:%Y-%m-%d}" for day in dates])
    return table.iloc[::-1].reset_index(drop=True)


def _sessions(series: pd.Series | pd.DataFrame) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(series.index)
