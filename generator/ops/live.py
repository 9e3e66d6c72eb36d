"""The live site: where it stands, what it shows, and that it never goes backwards. Only the standard library."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from generator import config
from generator.errors import SiteError

Say = Callable[[str], None]
TRIES, PAUSE, TIMEOUT = 3, 2.0, 20.0  # seconds
LARGEST = 2**20  # bytes of a status; ours has a few thousand


def addresses(environment: Mapping[str, str]) -> dict[str, str]:
    """Where the site and its repository stand, for a fork as for the original: from what Actions says of itself.

    What is set already (a domain of one's own in SITE_URL) stays.
    """
    owner, _, name = environment.get("GITHUB_REPOSITORY", "").partition("/")
    if not name:
        return {}
    host = f"{owner.lower()}.github.io"
    found = {
        "SITE_URL": f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/",
        "REPO_URL": f"{environment.get('GITHUB_SERVER_URL', 'https://github.com')}/{owner}/{name}",
        "EDIT_URI": f"edit/{environment.get('GITHUB_REF_NAME') or 'main'}/docs/",
    }
    return {key: environment.get(key) or value for key, value in found.items()}


def shown(site: str, pause: float = PAUSE) -> tuple[date | None, str]:
    """(the session that the live site shows, "") or (None, why none can be told). `site` is its address."""
    address, why = f"{site.rstrip('/')}/api/status.json", ""
    for turn in range(TRIES):
        if turn:
            time.sleep(pause * turn)
        # Pages keeps answers for ten minutes: another address is another answer
        request = urllib.request.Request(  # noqa: S310 - the site's own address
            f"{address}?at={time.time_ns()}",
            headers={"Cache-Control": "no-cache", "User-Agent": "living-article"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                return date.fromisoformat(json.loads(answer.read(LARGEST))["as_of"]), ""
        except urllib.error.HTTPError as error:
            why = f"{address} answers {error.code}"
            if error.code in (404, 410):
                return None, why
        except (OSError, http.client.HTTPException) as error:
            why = f"{address} does not answer ({error})"
        except (ValueError, KeyError, TypeError, RecursionError):
            return None, f"{address} is no status of this program's"
    return None, why


def forward(say: Say = print, pause: float = PAUSE) -> None:
    """Hold the built site against the live one: SiteError where it would show an earlier session.

    A site that was never published, or does not answer, refuses nothing: it is said.
    """
    status: dict[str, Any] = json.loads((config.SITE / "api" / "status.json").read_text("utf-8"))
    built = date.fromisoformat(status["as_of"])
    site = (addresses(os.environ) or dict(os.environ)).get("SITE_URL", "")
    live, why = shown(site, pause) if site else (None, "it has no address yet")
    if live and built < live:
        raise SiteError(
            f"The built site shows data to {built} ({status['origin']}), the live one at {site} to {live}: the live site "
            "stays. Run the workflow again when the providers answer, or look at what the refresh said."
        )
    if live:
        say(f"The built site shows data to {built}, the live one to {live}: it may go out.")
    else:
        say(f"No live site to hold the built one against ({why}): it may go out.")
