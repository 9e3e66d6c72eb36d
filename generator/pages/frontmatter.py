"""What the templates read of a page, in its front matter: its session, its text twin, its social picture, its reading time."""

from __future__ import annotations

import os
import re

from generator.ledger.record import Results
from generator.pages import front

WORDS_A_MINUTE = 220
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SKIPPED = re.compile(
    r"<(figure|svg|table|details|ul class=\"kf\").*?</(?:figure|svg|table|details|ul)>", re.DOTALL
)


def site_url() -> str:
    """Where the site will stand, with a slash at its end; "" on a desk."""
    given = os.environ.get("SITE_URL", "").strip()
    return f"{given.rstrip('/')}/" if given else ""


def minutes(text: str) -> int:
    """How long a finished page takes to read, pictures and tables aside."""
    return max(1, round(len(TAG.sub(" ", SKIPPED.sub(" ", FRONT.sub("", text))).split()) / WORDS_A_MINUTE))


def dress(name: str, text: str, results: Results, social: str = "", twin: bool = False) -> str:
    """A finished page with what the templates read in its front matter, and its reading time under its title."""
    more = {
        "as_of": results.as_of.isoformat(),
        "social": social,
        "twin": f"{_stem(name)}.txt" if twin else "",
    }
    text = front.dressed(text, {key: value for key, value in more.items() if value})
    count = minutes(text)
    if twin and count > 1:
        text = re.sub(
            r'(<p class="strip.*?)</p>',
            rf'\1 <span class="reading">{count}&nbsp;min&nbsp;read</span></p>',
            text,
            count=1,
        )
    return text


def _stem(name: str) -> str:
    return name.removesuffix(".md")
