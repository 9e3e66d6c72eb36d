"""One polite and patient session for all providers, with the look of a browser, as Yahoo wants it."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import stamina
from curl_cffi import requests
from curl_cffi.requests.exceptions import RequestException

from generator.errors import Unavailable

JSON = ("/v7/", "/v8/", "/v10/", "/ws/")  # paths that answer in JSON
ERRANDS = ("fc.yahoo.com", "guce.yahoo.com", "consent.yahoo.com")  # for a cookie: missed ones hurt little
GIVEN_UP = 2  # times that all attempts at a host may fail in a row before it is left alone
RETRY_AFTER = 60.0  # seconds that a provider may ask us to wait


@dataclass(frozen=True)
class Patience:
    """How often and how long. Seconds."""

    attempts: int = 4
    wait: float = 2.0  # before the second attempt; doubled each time, with jitter
    longest: float = 30.0
    timeout: float = 20.0  # of one request
    total: float = 900.0  # of a whole refresh
    pause: float = 0.1  # between two requests


stamina.instrumentation.set_on_retry_hooks([])  # a retry is told below, in the run's own words


class Refused(OSError):
    """An answer that may be better the next time. An OSError, so that yfinance does without a cookie it cannot have."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Spent(OSError):
    """No more is asked: the time of the run is up, or the host has been given up."""


class Http(requests.Session[requests.Response]):
    """A session that waits and asks again for 429, 5xx, time-outs, dropped and broken answers, within bounds.

    `reason` is why the last request failed, "" where it did not. `skew` is how far the providers' clock is
    ahead of this machine's.
    """

    def __init__(
        self, patience: Patience = Patience(), say: Callable[[str], None] = print, **options: Any
    ) -> None:
        super().__init__(impersonate="chrome", **options)
        self.patience, self.say = patience, say
        self.until = time.monotonic() + patience.total
        self.reason, self.skew, self.asked, self.status = "", timedelta(0), 0, 0
        self.failures: Counter[str] = Counter()  # all attempts failed, times in a row, by host
        self.because: dict[str, str] = {}
        self._last = 0.0

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> requests.Response:
        """As curl_cffi's, with the retries; a status below 500 other than 429 is the caller's to read."""
        host = urlsplit(url).hostname or ""
        errand = host in ERRANDS or url.endswith("/getcrumb")
        place = "the crumb" if errand else host
        self._allowed(place)
        patience = self.patience
        try:
            for attempt in stamina.retry_context(
                on=self._again,
                attempts=1 if errand else patience.attempts,
                timeout=max(self.until - time.monotonic(), 0.001),
                wait_initial=patience.wait,
                wait_max=max(patience.longest, patience.wait),
                wait_jitter=patience.wait / 2,
            ):
                with attempt:
                    if attempt.num > 1:
                        self.say(
                            f"    {host}: {self.reason}; asking again ({attempt.num} of {patience.attempts})"
                        )
                    response = self._once(method, url, *args, **options)
        except (OSError, RequestException):
            self.failures[place] += 1
            self.because[place] = self.reason
            raise
        self.failures[place] = 0
        return response

    def _allowed(self, place: str) -> None:
        if time.monotonic() > self.until:
            self.reason = f"the {self.patience.total:.0f} s of this refresh are up"
            raise Spent(self.reason)
        if self.failures[place] >= GIVEN_UP:
            self.reason = f"{self.because[place]}; {place} failed {GIVEN_UP} times in a row and is left alone for this run"
            raise Spent(self.reason)

    def _once(self, method: Any, url: str, *args: Any, **options: Any) -> requests.Response:
        time.sleep(max(0.0, self._last + self.patience.pause - time.monotonic()))
        left = max(self.until - time.monotonic(), 0.001)
        options["timeout"] = min(self.patience.timeout, left, options.get("timeout") or self.patience.timeout)
        self.asked += 1
        try:
            response = super().request(method, url, *args, **options)
            broken = _broken(url, response)
        except RequestException as error:
            self.reason = _plain(error)
            raise
        finally:
            self._last = time.monotonic()
        self._clock(response)
        self.reason, self.status = broken, response.status_code
        if broken:
            raise Refused(broken, _after(response))
        return response

    def _again(self, error: Exception) -> bool | float:
        if isinstance(error, Refused):
            return min(error.after, RETRY_AFTER) if error.after else True
        return isinstance(error, RequestException)

    def _clock(self, response: requests.Response) -> None:
        try:
            aged = timedelta(seconds=int(response.headers.get("age") or 0))  # in a cache on the way
            self.skew = parsedate_to_datetime(response.headers["date"] or "") + aged - datetime.now(UTC)
        except (KeyError, TypeError, ValueError):
            return

    def text(self, url: str, **params: str) -> bytes:
        """The body of a page; Unavailable with the reason where there is none."""
        try:
            response = self.get(url, params=params)
        except (OSError, RequestException):
            raise Unavailable(self.reason) from None
        if response.status_code != 200:
            raise Unavailable(status(response.status_code))
        if not response.content.strip():
            raise Unavailable("an empty answer")
        return response.content


def status(code: int) -> str:
    """A refusal by its number, with what it means."""
    meaning = {401: "not authorised", 403: "forbidden", 404: "not found", 429: "too many requests"}.get(
        code, ""
    )
    return f"HTTP {code}" + (f" ({meaning})" if meaning else "")


def _broken(url: str, response: requests.Response) -> str:
    """Why an answer is worth asking for again, "" where it is not."""
    code = response.status_code
    if code == 429 or code >= 500:
        return status(code)
    if code != 200 or not urlsplit(url).path.startswith(JSON):
        return ""
    if not response.content.strip():
        return "an empty answer"
    try:
        answer = json.loads(response.content)
    except ValueError:
        kind = "HTML" if response.content.lstrip()[:1] == b"<" else "a broken body"
        return f"{kind} in place of JSON"
    for body in answer.values() if isinstance(answer, dict) else ():
        if isinstance(body, dict) and body.get("result", body) is None and not body.get("error"):
            return "an answer without a result"
    return ""


def _after(response: requests.Response) -> float | None:
    value = response.headers.get("retry-after") or ""
    return float(value) if value.isdigit() and int(value) > 0 else None


def _plain(error: RequestException) -> str:
    """Curl's own words, without its pointer to a manual."""
    text = str(error).split(" See http", 1)[0].removeprefix("Failed to perform, ")
    return text.strip().rstrip(".") or type(error).__name__
