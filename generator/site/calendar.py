"""The days on which forecasts fall due, as a calendar that other programs read (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from generator import config, formats
from generator.facts.reader import Book
from generator.ledger import foretold
from generator.ledger.record import Results, Standing
from generator.pages import foretelling, marks

NAME = "forecasts.ics"
WIDEST = 75  # octets of a line; what is longer goes on in the next, after a space
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def forecasts(results: Results, book: Book) -> bytes:
    """An all-day event for each forecast, on its due day; stamped with the day of the data, never with the clock."""
    article = config.ARTICLE.name
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(article)}//forecasts//EN", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(f'{article}: forecasts')}"]  # fmt: skip
    for standing in results.standings.values():
        lines += _event(standing, results, book)
    lines.append("END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in _folded(lines)).encode()


def _event(standing: Standing, results: Results, book: Book) -> list[str]:
    forecast = standing.forecast
    who = ", ".join(saying.house for saying in foretold.sayings(forecast, book))
    told = " ".join(
        filter(
            None,
            (
                f"Said by {who} on {formats.day(forecast.said)}.",
                standing.evidence,
                foretelling.usually(standing),
            ),
        )
    )
    base = config.site_url()
    return [
        "BEGIN:VEVENT",
        f"UID:{forecast.key}-{forecast.due:%Y%m%d}@{config.FUND.lower()}.forecasts",
        f"DTSTAMP:{results.as_of:%Y%m%d}T210000Z",
        f"DTSTART;VALUE=DATE:{forecast.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{forecast.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{forecast.text.rstrip(chr(46))} ({marks.name(standing.state)})')}",
        f"DESCRIPTION:{_text(told)}",
        *([f"URL:{base.rstrip('/')}/scoreboard/#{forecast.key}"] if base else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """A value of type TEXT; a control has no place in one."""
    return "".join(sign for sign in words.translate(ESCAPED) if sign >= " " and sign != "\x7f")


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Lines of at most 75 octets, none cut within a letter."""
    for line in lines:
        room, part, size = WIDEST, "", 0
        for sign in line:
            width = len(sign.encode())
            if size + width > room:
                yield part
                room, part, size = WIDEST, " ", 1
            part, size = part + sign, size + width
        yield part
