"""A small GitHub: carries out publish.yml step by step.

It has a bare repository, folders for caches and artifacts, a live site on the loopback, a stand-in for `gh`, and a
clock that can be set.

Every `run:` step is executed as it stands, in its order and on its conditions; what is `uses:` is done here as the
action does it. `invoke` leads through `menu.py`'s clock, and builds quickly unless `whole` asks for the real site.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT
from loopback import Loopback

HERE = Path(__file__).parent
WORKFLOW = ROOT / ".github" / "workflows" / "publish.yml"
NAME = "someone/their-fork"
GH = """#!/usr/bin/env bash
# repo view, issue list|create|comment
echo "$1 $2" >> "$STATE/gh.log"
case "$1 $2" in
  "repo view") cat "$STATE/has-issues" ;;
  "issue list") if [ -f "$STATE/issue" ]; then echo 7; fi ;;
  "issue create") echo "$6" > "$STATE/issue" ;;
  "issue comment") echo "$5" >> "$STATE/issue" ;;
esac
"""


@dataclass
class Run:
    """What became of one run: the result of each job, what its steps said, their outputs."""

    number: int
    attempt: int
    results: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    summary: str = ""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


class GitHub:
    """A repository with its Actions and Pages, in one folder."""

    def __init__(self, folder: Path, source: Path, loopback: Loopback, now: datetime) -> None:
        self.folder, self.loopback, self.now, self.whole = folder, loopback, now, False
        self.bare, self.caches, self.live = folder / "bare.git", folder / "caches", folder / "live"
        self.artifacts, self.bin = folder / "artifacts", folder / "bin"
        for place in (self.caches, self.live, self.artifacts, self.bin):
            place.mkdir(parents=True)
        git(folder, "clone", "-q", "--bare", str(source), str(self.bare))
        self.runs = 0
        self.cancel = ""  # a job that is cancelled when it begins
        self.before: dict[
            str, Callable[[Path], object]
        ] = {}  # job -> what happens before it, with its checkout
        (folder / "has-issues").write_text("true\n")
        for name, text in (("gh", GH), ("invoke", _shim("invoke")), ("python3", _shim("python3"))):
            (self.bin / name).write_text(text)
            (self.bin / name).chmod((self.bin / name).stat().st_mode | stat.S_IXUSR)
        remote = f"https://x-access-token:secret@github.com/{NAME}.git"
        (folder / "gitconfig").write_text(f'[url "{self.bare}"]\n\tinsteadOf = {remote}\n')
        handler = functools.partial(_Quiet, directory=str(self.live))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def copy(self, folder: Path) -> GitHub:
        """The same repository, caches, artifacts and live site, to go another way from here."""
        other = GitHub(folder, self.bare, self.loopback, self.now)
        for name in ("caches", "live", "artifacts"):
            shutil.copytree(self.folder / name, folder / name, dirs_exist_ok=True)
        other.runs = self.runs
        return other

    def close(self) -> None:
        """Stop serving the live site."""
        self.server.shutdown()
        self.server.server_close()

    @property
    def site(self) -> str:
        """The address of the live site."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    @property
    def issue(self) -> str:
        """What stands in the one issue; "" where there is none."""
        path = self.folder / "issue"
        return path.read_text("utf-8") if path.exists() else ""

    def show(self, path: str) -> str:
        """A file at the branch's tip."""
        return git(self.bare, "show", f"main:{path}")

    def files(self, under: str = "") -> list[str]:
        """Paths at the branch's tip."""
        return git(self.bare, "ls-tree", "-r", "--name-only", "main", *([under] if under else [])).split()

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """An editor changes a file and pushes."""
        place = self.folder / "editor"
        shutil.rmtree(place, ignore_errors=True)
        git(self.folder, "clone", "-q", "--depth=1", f"file://{self.bare}", str(place))
        file = place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(change(file.read_text("utf-8") if file.exists() else ""), "utf-8")
        git(place, "add", "-A")
        git(place, "commit", "-q", "-m", f"edit {path}")
        git(place, "push", "-q", "origin", "HEAD:main")

    def run(self, event: str = "schedule", again: Run | None = None, only: tuple[str, ...] = ()) -> Run:
        """One run of the workflow, or an old one run `again`: all its jobs, or `only` some with the others' outputs."""
        if again:
            run = Run(again.number, again.attempt + 1, dict(again.results), dict(again.outputs))
        else:
            self.runs += 1
            run = Run(self.runs, 1)
        self.loopback.skew = self.now - datetime.now(UTC)  # the providers' clock is the machine's
        for name, job in yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"].items():
            if not only or name in only:
                _Job(self, run, event, name, job).carry_out()
        return run


class _Job:
    """A job of a run on a machine of its own."""

    def __init__(self, hub: GitHub, run: Run, event: str, name: str, job: dict[str, Any]) -> None:
        self.hub, self.run, self.name, self.job = hub, run, name, job
        self.place = hub.folder / "jobs" / f"{run.number}.{run.attempt}-{name}"
        self.work, self.temp = self.place / "work", self.place / "temp"
        needs = job.get("needs", [])
        self.needs = [needs] if isinstance(needs, str) else needs
        self.steps: dict[str, dict[str, Any]] = {}
        self.failed = False
        self.github = {
            "event_name": event, "ref_name": "main", "run_id": str(run.number), "run_attempt": str(run.attempt),
            "token": "secret", "repository": NAME, "server_url": "https://github.com",
        }  # fmt: skip

    def carry_out(self) -> None:
        """The job, on its condition."""
        results = [self.run.results[name] for name in self.needs]
        self.succeeded = all(result == "success" for result in results)
        if self.hub.cancel == self.name:
            self.run.results[self.name] = "cancelled"
            return
        if not self.met(self.job.get("if", "success()")):
            self.run.results[self.name] = "skipped"
            return
        self.temp.mkdir(parents=True)
        self.work.mkdir()
        self.succeeded = True
        for step in self.job["steps"]:
            if self.met(step.get("if", "success()")):
                self.step(step)
        self.run.outputs[self.name] = {
            key: self.filled(value) for key, value in self.job.get("outputs", {}).items()
        }
        self.run.results[self.name] = "failure" if self.failed else "success"
        shutil.rmtree(self.place)

    def step(self, step: dict[str, Any]) -> None:
        """One step, and what became of it."""
        given = {name: self.filled(str(value)) for name, value in step.get("with", {}).items()}
        if "run" in step:
            done = step["name"] == "Install" or self.command(step)
        else:
            done = getattr(self, re.sub(r"\W", "_", step["uses"].split("@")[0]))(given)
            if "checkout" in step["uses"] and self.name in self.hub.before:
                self.hub.before[self.name](self.work)
        record = self.steps.setdefault(step.get("id", ""), {"outputs": {}})
        record["outcome"] = "success" if done else "failure"
        if not done and not step.get("continue-on-error"):
            self.failed, self.succeeded = True, False

    def command(self, step: dict[str, Any]) -> bool:
        """A `run:` step, as a runner does it."""
        hub, output, summary = self.hub, self.temp / "output", self.temp / "summary"
        for path in (output, summary):
            path.write_text("")
        environment = {
            **{name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ},
            **hub.loopback.environment(),
            "PATH": os.pathsep.join([str(hub.bin), str(Path(sys.executable).parent), os.environ["PATH"]]),
            "XDG_CACHE_HOME": str(self.place / "cache"), "GITHUB_OUTPUT": str(output), "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_REPOSITORY": NAME, "GITHUB_REF_NAME": "main",
            "GITHUB_SERVER_URL": "https://github.com", "RUNNER_TEMP": str(self.temp), "STATE": str(hub.folder),
            "GIT_CONFIG_GLOBAL": str(hub.folder / "gitconfig"), "NOW": hub.now.isoformat(), "WHOLE": "1" * hub.whole,
            **{name: self.filled(str(value)) for name, value in step.get("env", {}).items()},
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=self.work, env=environment,
            capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        self.run.said[self.name] = self.run.said.get(self.name, "") + done.stdout + done.stderr
        self.run.summary += summary.read_text("utf-8")
        outputs = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
        self.steps.setdefault(step.get("id", ""), {})["outputs"] = outputs
        return done.returncode == 0

    # expressions

    def met(self, condition: str) -> bool:
        """Whether an `if` holds; without a word on the state of the run it asks for success."""
        text = condition.removeprefix("${{").removesuffix("}}").strip()
        if not re.search(r"\b(success|failure|always|cancelled)\(\)", text):
            text = f"success() && ({text})"
        return bool(self.value(text))

    def filled(self, text: str) -> str:
        """A text with its expressions filled in."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda m: str(self.value(m[1])), text)

    def value(self, expression: str) -> Any:
        """What an expression gives."""
        results = [self.run.results[name] for name in self.needs]
        parts = re.split(r"('[^']*')", expression)
        for number in range(0, len(parts), 2):
            part = parts[number].replace("needs.*.result", " results ")
            part = re.sub(r"[a-z]\w*(?:\.[\w-]+)+", lambda m: f"look({m[0]!r})", part)
            parts[number] = part.replace("&&", " and ").replace("||", " or ")
            parts[number] = re.sub(r"!(?!=)", " not ", parts[number])
        names: dict[str, Any] = {
            "look": self.look, "results": results, "contains": lambda all_, one: one in all_,
            "always": lambda: True, "cancelled": lambda: False, "success": lambda: self.succeeded,
            "failure": lambda: not self.succeeded,
        }  # fmt: skip
        return eval("".join(parts).strip(), {"__builtins__": {}}, names)  # noqa: S307 - of our own workflow

    def look(self, path: str) -> str:
        """A value of a context; "" where there is none, as in Actions."""
        context, *rest = path.split(".")
        contexts: dict[str, Any] = {
            "github": self.github, "steps": self.steps, "runner": {"temp": str(self.temp)},
            "vars": {"SITE_URL": self.hub.site},
            "needs": {name: {"result": self.run.results[name], "outputs": self.run.outputs.get(name, {})}
                      for name in self.needs},
        }  # fmt: skip
        found = contexts[context]
        for name in rest:
            found = found.get(name, "") if isinstance(found, dict) else ""
        return str(found)

    # actions

    def actions_checkout(self, given: dict[str, str]) -> bool:
        """The branch's tip, with what git needs and no credentials."""
        shutil.rmtree(self.work)
        git(
            self.place,
            "clone",
            "-q",
            "--depth=1",
            "-b",
            given["ref"],
            f"file://{self.hub.bare}",
            str(self.work),
        )
        git(self.work, "remote", "remove", "origin")
        return True

    def actions_setup_python(self, given: dict[str, str]) -> bool:
        """The tests' own stands for it."""
        return bool(given)

    def actions_cache_restore(self, given: dict[str, str]) -> bool:
        """An entry by its key, else the newest whose key begins as asked; without any, failure only where asked for."""
        entries = sorted(self.hub.caches.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        begins = given.get("restore-keys", "").split()
        fitting = [e for e in entries if e.name == given["key"]] or [
            e for e in entries if any(map(e.name.startswith, begins))
        ]
        if not fitting:
            return given.get("fail-on-cache-miss") != "True"
        shutil.copytree(fitting[-1], self.work, dirs_exist_ok=True)
        return True

    def actions_cache_save(self, given: dict[str, str]) -> bool:
        """The paths that are there, under a key that is new."""
        entry = self.hub.caches / given["key"]
        assert not entry.exists(), "a cache entry is never overwritten"
        for path in given["path"].split():
            if (self.work / path).exists():
                shutil.copytree(self.work / path, entry / path)
        return True

    def actions_upload_artifact(self, given: dict[str, str]) -> bool:
        """A folder, under the run's name; of an empty one there is no artifact."""
        target = self.hub.artifacts / f"{self.run.number}-{given.get('name', 'github-pages')}"
        shutil.rmtree(target, ignore_errors=True)
        if any(p.is_file() for p in (self.work / given["path"]).rglob("*")):
            shutil.copytree(self.work / given["path"], target, symlinks=True)
        return True

    actions_upload_pages_artifact = actions_upload_artifact

    def actions_download_artifact(self, given: dict[str, str]) -> bool:
        """The folder again; failure where there is none."""
        source = self.hub.artifacts / f"{self.run.number}-{given['name']}"
        if source.is_dir():
            shutil.copytree(source, self.work / given.get("path", "."), symlinks=True, dirs_exist_ok=True)
        return source.is_dir()

    def actions_deploy_pages(self, given: dict[str, str]) -> bool:
        """The site of the run takes the live one's place."""
        source = self.hub.artifacts / f"{self.run.number}-github-pages"
        for old in self.hub.live.iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copytree(source, self.hub.live, dirs_exist_ok=True)
        self.steps["deployment"] = {"outputs": {"page_url": self.hub.site}}
        return not given


def git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    run = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def _shim(name: str) -> str:
    # the runner's own Python has no packages: what runs there gets none either
    command = (
        f'"{sys.executable}" -S "$@"'
        if name == "python3"
        else f'"{sys.executable}" "{HERE / "menu.py"}" "$@"'
    )
    return f"#!/usr/bin/env bash\nexec {command}\n"
