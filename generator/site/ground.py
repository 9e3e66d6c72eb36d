"""All of a site that no page says: what was read, computed and drawn, and what is made of it alone.

Each part is made when it is first asked for, once. `serve` keeps the whole while only pages change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from generator import config
from generator.expressions import Term
from generator.ledger import sealing, tally
from generator.ledger.briefs import brief
from generator.ledger.record import Results
from generator.metrics.record import Metric, Value
from generator.pages import ledger_pages, missing, provenance
from generator.pages.content import Writer
from generator.pages.tables.registry import Known, tables
from generator.site import api, calendar, feeds, gallery, schema, shelf, status
from generator.site.gallery import Gallery, Sketches
from generator.site.sources import Computed, Sources


@dataclass(frozen=True, eq=False)
class Ground:
    """Facts, numbers, verdicts and pictures."""

    given: Sources
    computed: Computed
    sketches: Sketches

    @cached_property
    def results(self) -> Results:
        """Numbers, with the ledger's counts behind them, and verdicts in a reader's words."""
        results = self.computed.results
        return missing.told(replace(results, numbers={**results.numbers, **tally.numbers(results)}))

    def asked(self, term: Term) -> Metric:
        """A metric of another symbol or as of another day, in a reader's words."""
        return missing.number(self.computed.asked(term))

    @cached_property
    def editions(self) -> tuple[Path, ...]:
        """The sealed editions that its pages tell of: none of a later session than theirs."""
        return tuple(p for p in self.given.sealed if p.name[:10] <= self.results.as_of.isoformat())

    @cached_property
    def known(self) -> Known:
        """What a table may read."""
        market = self.given.market
        return Known(
            self.results,
            self.given.book,
            self.editions,
            provenance.files(market, self.results),
            provenance.sentence(market),
            frozenset(api.series(market)),
        )

    @cached_property
    def tables(self) -> Mapping[str, Writer]:
        """Each table by name, made once for each way to the root."""
        return {name: cache(partial(function, self.known)) for name, function in tables().items()}

    @cached_property
    def generated(self) -> Mapping[str, str]:
        """The pages that no editor writes, by name, without the strip under their titles."""
        return dict(ledger_pages.pages(self.known))

    @cached_property
    def then(self) -> Mapping[str, Value]:
        """Numbers as the edition of publication has them; none as of that day, or where no such edition stands."""
        of_that_day = [path for path in self.given.sealed if path.name.startswith(str(config.LAST_CLOSE))]
        if not of_that_day or self.results.as_of <= config.LAST_CLOSE:
            return {}
        values = brief(of_that_day[-1])["values"]
        return {key: value for key, value in values.items() if value is not None}

    @cached_property
    def recorded(self) -> Mapping[str, Any]:
        """What an edition would say of today's results, to be held against the newest."""
        before = date.fromisoformat(self.editions[-1].name[:10])
        return sealing.record(self.computed.results, self.given.market, before, usual=False)

    @cached_property
    def gallery(self) -> Gallery:
        """The charts, drawn, with their downloads."""
        return gallery.hang(self.sketches, self.given.charts)

    @cached_property
    def programs(self) -> Mapping[str, bytes]:
        """What programs read, by path below the site."""
        return {
            **api.files(self.results, self.given.book),
            calendar.NAME: calendar.forecasts(self.results, self.given.book),
            **api.series(self.given.market),
            **status.files(self.given.market, self.results),
            **schema.files(),
            "feed.xml": feeds.feed(self.given.sealed, self.results.origin).encode(),
            "changes.xml": feeds.changed(self.given.sealed, self.results.origin).encode(),
            "api/editions.json": shelf.listed(self.given.sealed),
        }

    @cached_property
    def kept(self) -> Mapping[str, Path]:
        """What the site shows as it was sealed, by path below it."""
        return {name: file for path in self.given.sealed for name, file in shelf.served(path).items()}
