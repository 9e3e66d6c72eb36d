"""The calendar of due days, read as RFC 5545 has it: lines, folding, escapes, one event a forecast."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from generator import config
from generator.ledger.record import Results, Standing
from generator.site import calendar, sources

BOOK = sources.book()
LINE = re.compile(r"[A-Z-]+(?:;[A-Z]+=[A-Z0-9]+)*:[^\x00-\x08\x0a-\x1f\x7f]*")
ODD = "Ends; with, \\ all\nthat has to be escaped: “é” 🙂 " + "and a word of many letters " * 9


def made(text: str = "", day: date = date(2026, 3, 31)) -> bytes:
    standings = {
        key: Standing(replace(each, text=text or each.text), "open", day, "So far nothing.")
        for key, each in BOOK.forecasts.items()
    }
    return calendar.forecasts(Results(day, "market", "", {}, {}, {}, standings), BOOK)


def events(raw: bytes) -> list[dict[str, str]]:
    """A strict reading: every rule that a line breaks is an error."""
    assert (
        raw.endswith(b"\r\n")
        and b"\n" not in raw.replace(b"\r\n", b"")
        and b"\r" not in raw.replace(b"\r\n", b"")
    )
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    for each in raw.split(b"\r\n"):
        each.decode()  # no letter is cut in two
    lines = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert all(LINE.fullmatch(line) for line in lines)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    found: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            found.append({})
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            assert name not in found[-1]
            found[-1][name] = value
    assert not inside
    return found


def text(value: str) -> str:
    """A value of type TEXT: a backslash stands before what it escapes, and nowhere else."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_an_event_for_each_forecast_on_its_due_day() -> None:
    found = events(made())
    assert len(found) == len(BOOK.forecasts)
    for event, each in zip(found, BOOK.forecasts.values(), strict=True):
        assert event["DTSTART;VALUE=DATE"] == f"{each.due:%Y%m%d}"
        assert event["DTEND;VALUE=DATE"] == f"{each.due + timedelta(days=1):%Y%m%d}"
        assert text(event["SUMMARY"]) == f"{each.text.rstrip('.')} (open)"
        assert "So far nothing." in text(event["DESCRIPTION"])


def test_names_are_its_own_and_stay() -> None:
    one, later = events(made()), events(made(day=date(2026, 6, 30)))
    names = [event["UID"] for event in one]
    assert len(set(names)) == len(names) and names == [event["UID"] for event in later]
    assert {event["DTSTAMP"] for event in one} == {"20260331T210000Z"}  # the day of the data, and no clock
    assert {event["DTSTAMP"] for event in later} == {"20260630T210000Z"} and made() == made()


def test_whatever_a_text_holds_comes_back() -> None:
    for event in events(made(ODD)):
        assert text(event["SUMMARY"]) == f"{ODD} (open)"
    for event in events(made("No control\r\x07 has a place.")):
        assert text(event["SUMMARY"]) == "No control has a place (open)"


@pytest.mark.parametrize("base", ["", "https://example.com/site"])
def test_an_address_only_where_the_site_has_one(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    monkeypatch.setattr(config, "site_url", lambda: base)
    addresses = [event.get("URL") for event in events(made())]
    expected = [f"{base}/scoreboard/#{key}" if base else None for key in BOOK.forecasts]
    assert addresses == expected
