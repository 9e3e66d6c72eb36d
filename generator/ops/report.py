"""What a failed run is told as: what happened, what is live, what is kept, what to do. Only the standard library.

`python3 -m generator.ops.report` prints it, from the results of the jobs that stand in the environment as
REFRESH, BUILD, DEPLOY and KEEP (success, failure, cancelled, skipped), STATUS (the refresh's exit code), SEAL (what
became of the month's edition) and STOPPED (the step of the build that failed).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from generator.ops import live

BUILD = {
    "publish": "The site could not be built: a page, a fact or the snapshot is wrong. The log of the job “build” names "
    "file and line.",
    "soundness": "The site was built and is not fit to go out: the log of the job “build” says what it lacks.",
    "forward": "The built site has older data than the live one, and was held back: nothing was replaced.",
    "series": "The series that this run had saved were gone when the site was to be built.",
}


def body(results: Mapping[str, str], shown: str = "") -> str:
    """The report, a paragraph a matter; `shown` is the session of the live site, where one answers."""
    job = {name: results.get(name, "") for name in ("REFRESH", "BUILD", "DEPLOY", "KEEP")}
    out = []
    if "cancelled" in job.values():
        stopped = ", ".join(name.lower() for name, result in job.items() if result == "cancelled")
        out.append(f"The run was cancelled, or ran out of its time, in: {stopped}.")
    if job["REFRESH"] == "failure":
        out.append("The snapshot could not be refreshed at all: the log of the job “refresh” says why.")
    elif results.get("STATUS") == "1":
        out.append(
            "A file is lost, or something was due and nothing could be written; the log of the job “refresh” has a line for each."
        )
    elif results.get("STATUS") == "3":
        out.append(
            "A series has had no new sound row for three sessions, or this machine's clock is wrong: the log of the job "
            "“refresh” has a line for each, with its reason. Everything else went forward."
        )
    if results.get("SEAL") == "failure":
        out.append("The month that has ended could not be sealed: the log of the job “refresh” says why.")
    if job["BUILD"] == "failure":
        out.append(BUILD.get(results.get("STOPPED", ""), "The job “build” failed before the site was built."))
    if job["DEPLOY"] == "failure":
        out.append(
            "The site was built and not deployed. Run all jobs again; if it is the first time, set Settings → Pages → "
            "Source to “GitHub Actions”."
        )
    if job["KEEP"] == "failure":
        out.append(
            "What the run fetched could not be committed. The next run fetches prices again; the day's rows of fund.csv and "
            "options.csv stand in this run's artifact “kept” for 7 days: `python3 -m generator.ops.keep FOLDER` lays "
            "its unpacked folder on a checkout, to be committed by hand."
        )
    out.append(_live(job["DEPLOY"] == "success", shown))
    if job["KEEP"] == "success":
        out.append("The rows of the day are committed.")
    return "\n\n".join([*out, "Close this issue when it is mended."])


def _live(deployed: bool, shown: str) -> str:
    if deployed:
        return f"The site of this run is published{f', with data to {shown}' if shown else ''}."
    if shown:
        return f"Nothing was deployed: the live site still shows the last good build, with data to {shown}, and says so."
    return "Nothing was deployed, and no site of this program's answers at its address yet."


if __name__ == "__main__":
    site = live.addresses(os.environ).get("SITE_URL", "")
    day, _ = live.shown(site) if site else (None, "")
    print(body(os.environ, day.isoformat() if day else ""))
