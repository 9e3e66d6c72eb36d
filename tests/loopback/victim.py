"""A process that refreshes, or swaps, and is killed: run as a program, it forks a child for every line it is told.

`refresh <seconds>` kills the child that long after it began; `swap <n>` lets the child kill itself at the n-th time
it is about to change the file system. It answers with how the child ended.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree")


def main(folder: Path, port: str, ca: str) -> None:
    """Serve the lines of stdin."""
    from generator.fetch import refresh as room
    from generator.fetch.http import Http
    from generator.fetch.providers import yahoo
    from generator.fetch.refresh import refresh
    from generator.market import swap
    from loopback.fixtures import NOW, QUICK, few, forget_yahoo

    yahoo._library()
    room.providers = few  # type: ignore[attr-defined, assignment]  # as in the other tests

    def whole() -> None:
        forget_yahoo(folder.parent / "cache")
        options: dict[str, Any] = {
            "proxies": {"all": f"http://127.0.0.1:{port}"},
            "verify": ca,
            "trust_env": False,
        }
        refresh(folder, NOW, Http(QUICK, lambda _: None, **options), lambda _: None)

    def commit() -> None:
        coming = folder.parent / "coming"
        with swap.lock(folder):
            swap.recover(folder)
            swap.stage(
                folder,
                {p.relative_to(coming).as_posix(): p.read_bytes() for p in coming.rglob("*") if p.is_file()},
            )
            swap.swap(folder)

    print("ready", flush=True)
    for line in sys.stdin:
        what, number = line.split()
        child = os.fork()
        if not child:
            if what == "swap":
                _count(int(number))
            (whole if what == "refresh" else commit)()
            os._exit(0)
        if what == "refresh":
            _kill(child, float(number))
        _, status = os.waitpid(child, 0)
        print(
            "killed" if os.WIFSIGNALED(status) else f"ended {os.waitstatus_to_exitcode(status)}", flush=True
        )


def _kill(child: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)


def _count(number: int) -> None:
    """Die by SIGKILL when the `number`-th change of the file system is about to happen."""
    left = [number]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if event in CHANGES or writes:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
