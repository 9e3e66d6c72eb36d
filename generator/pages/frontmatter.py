"""What the templates read of a page, in its front matter: its session, its text twin, its social picture."""

from __future__ import annotations

import os

from generator.ledger.record import Results
from generator.pages import front


def site_url() -> str:
    """Where the site will stand, with a slash at its end; "" on a desk."""
    given = os.environ.get("SITE_URL", "").strip()
    return f"{given.rstrip('/')}/" if given else ""


def dress(name: str, text: str, results: Results, social: str = "", twin: bool = False) -> str:
    """A finished page with what the templates read in its front matter."""
    more = {
        "as_of": results.as_of.isoformat(),
        "social": social,
        "twin": f"{name.removesuffix('.md')}.txt" if twin else "",
    }
    return front.dressed(text, {key: value for key, value in more.items() if value})
