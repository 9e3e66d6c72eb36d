"""What the workflows do beyond a build at a desk: what goes public, what is sealed, what is sound."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256

from generator import config
from generator.errors import SiteError, SnapshotError, UsageError
from generator.ops import live

Say = Callable[[str], None]
RECENT = timedelta(days=14)  # a month's last session is sealed while it is news
HEAVIEST = 900 * 2**20  # bytes; Pages takes a gigabyte


def publish(say: Say = print) -> None:
    """Build what goes public, with its PNGs and social pictures; never from simulated data.

    From the market's snapshot, else from the newest sealed edition.
    """
    from generator.market import manifest
    from generator.ops import pictures
    from generator.site import snapshot

    os.environ.update(live.addresses(os.environ))
    folder = snapshot.folder(None)
    if folder and manifest.read(folder, []).get("origin") not in (None, "market"):
        raise UsageError(
            f"{snapshot.shown(folder)} holds simulated data, which are never published. Take the folder away: the newest edition is published."
        )
    try:
        pictures.draw(None, None, say)
    except SnapshotError as found:
        say("The snapshot cannot be used; the newest sealed edition is published:")
        say("\n".join(f"  {problem}" for problem in found.problems[:5]))
        pictures.draw(str(config.EDITIONS), None, say)


def seal_due(say: Say = print) -> None:
    """Seal the last month that has ended, where its last session is recent and has no edition."""
    from generator.ledger import editions
    from generator.market import load
    from generator.ops.seal import seal
    from generator.site import snapshot

    if not snapshot.usable(config.MARKET):
        say("No snapshot of the market stands here: nothing to seal.")
        return
    market = load(config.MARKET)
    day = month_end(market.as_of)
    if market.origin != "market" or market.as_of - day > RECENT:
        say(f"No month has ended lately: the last one ended on {day}.")
    elif editions.editions(config.EDITIONS, day):
        say(f"The edition of {day} stands already.")
    else:
        seal(str(config.MARKET), day, say)


def month_end(session: date) -> date:
    """The newest session, up to and with this one, that is the last of its month."""
    from generator.market import hours, sessions

    for stamp in reversed(sessions(session - timedelta(days=45), session)):
        day: date = stamp.date()
        if hours.following(day).month != day.month:
            return day
    raise AssertionError(f"no month ends in the 45 days before {session}")


def soundness(say: Say = print) -> None:
    """Look at the built site as what is about to be published; SiteError with all that is wrong."""
    from generator.facts import reader

    site = config.SITE
    problems = [f"site/{name} is missing." for name in _wanted() if not (site / name).is_file()]
    if problems:
        raise SiteError(problems)
    status, numbers, claims = (
        json.loads((site / "api" / f"{n}.json").read_text("utf-8")) for n in ("status", "numbers", "claims")
    )
    if (
        numbers["close"]["value"] is None
        or len([n for n in numbers.values() if n["value"] is not None]) < len(numbers) / 2
    ):
        problems.append("site/api/numbers.json has no close, or lacks more than half of its numbers.")
    # a number read from a file of the issuer's is of the file's day; none is of a later one than the site's
    if {max(entry["as_of"] for entry in numbers.values()), numbers["close"]["as_of"]} != {status["as_of"]}:
        problems.append("site/api/numbers.json and status.json speak of different sessions.")
    if status["origin"] == "simulated":
        problems.append("site/ was built on simulated data, which are never published.")
    published = len(reader.load(config.FACTS).facts)
    if len(claims) < published:
        problems.append(f"site/api/claims.json has {len(claims)} claims, where facts/ has {published}.")
    for page in sorted(site.rglob("*.html")):
        text = page.read_text("utf-8")
        shown = page.relative_to(site).as_posix()
        sealed = (
            shown.startswith("editions/") and shown != "editions/index.html"
        )  # as it stood, byte for byte
        if page.name != "404.html" and not sealed and f'data-as-of="{status["as_of"]}"' not in text:
            problems.append(f"site/{shown} does not say how old its data are.")
    # what was cut short or put beside after the build ended
    listed = json.loads((site / "api" / "manifest.json").read_text("utf-8"))["outputs"]
    stands = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    weight = sum(path.stat().st_size for path in stands.values())
    stands.pop("api/manifest.json")
    problems += [
        f"site/{name} is not what the build left."
        for name in sorted(listed.keys() | stands.keys())
        if name not in stands or sha256(stands[name].read_bytes()).hexdigest() != listed.get(name)
    ]
    if weight > HEAVIEST:
        problems.append(f"site/ weighs {weight / 2**20:.0f} MB, more than Pages takes.")
    if problems:
        raise SiteError(problems)
    say(
        f"site/ is sound: {len(claims)} claims, {len(numbers)} numbers as of {status['as_of']}, {weight / 2**20:.1f} MB."
    )


def _wanted() -> list[str]:
    """A page for every page of docs/, and what programs read."""
    pages = [p.relative_to(config.DOCS).with_suffix("") for p in sorted(config.DOCS.rglob("*.md"))]
    html = [
        "index.html" if p.name == "index" and len(p.parts) == 1 else f"{p.as_posix()}/index.html"
        for p in pages
    ]
    return [
        *html,
        "sitemap.xml",
        *(f"api/{name}.json" for name in ("numbers", "claims", "sources", "status", "manifest")),
    ]
