"""The site on the editor's own machine, renewed at each save; a mistake is told on the page and mended, never fatal.

The loop alone: what runs at a save stands in `saved.py`.
"""

from __future__ import annotations

import signal
import threading
import time
import traceback
import webbrowser
from collections.abc import Callable
from datetime import date
from functools import partial

from generator.charts import workers
from generator.desk import watch
from generator.desk.saved import PROGRAM, WATCHED, Desk, Renewed
from generator.desk.server import Hub, Server
from generator.errors import Problems, UsageError
from generator.site import state

PAUSE = 0.1  # seconds between looks while something is at work
IDLE = 1.0  # the same while nothing is, on a disk that tells nothing
SETTLE = 0.03  # an editor's program may write a file in two goes
FOLLOW = 0.3  # seconds without a save after which what open pages show is shown everywhere
REST = 1.5  # and after which the whole site is built
MADE = ("build/docs",)

Say = Callable[[str], None]


def serve(data: str | None, as_of: date | None, port: int, look: bool = True, say: Say = print) -> None:
    """Build, serve on 127.0.0.1, open a browser (`look`) and renew at each save, until Ctrl-C. Port 0 takes a free one."""
    hub = Hub()
    signal.signal(signal.SIGTERM, _end)  # its processes end with it
    with state.alone("invoke serve"), workers.Studio() as studio:
        desk = Desk(data, as_of, studio)
        try:
            server = Server(port, lambda: desk.root, hub)
        except OSError as error:
            raise UsageError(
                f"Port {port} is taken ({error.strerror}): end what serves there, or give another with --port."
            ) from None
        with server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            seen, program = watch.scan(WATCHED), _program()
            say("Building the site; the first time takes some seconds.")
            _renew(desk, hub, say)
            address = f"http://127.0.0.1:{server.server_port}/"
            say(f"{address} shows the site and follows every save; Ctrl-C ends it.")
            if look:
                webbrowser.open(address)
            try:
                _follow(desk, hub, seen, program, say)
            except KeyboardInterrupt:
                say("Ended.")
            finally:
                desk.stop()
                server.shutdown()


def _end(*_: object) -> None:
    # not by SIGINT: a shell that starts this in the background has it ignored
    raise KeyboardInterrupt


def _follow(desk: Desk, hub: Hub, seen: watch.Seen, program: watch.Seen, say: Say) -> None:
    made, last, waits = watch.scan(MADE), time.monotonic(), False
    with watch.alarm(WATCHED) as alarm:
        while True:
            alarm.wait(PAUSE if waits or desk.busy else IDLE)
            alarm.clear()
            now, quiet = watch.scan(WATCHED), time.monotonic() - last
            if now != seen:
                while (again := _later()) != now:
                    now = again
                waits = _first(desk, hub, watch.changes(seen, now), say)
                seen, made, last = now, watch.scan(MADE), time.monotonic()
            elif waits and quiet > FOLLOW:
                _renew(desk, hub, say)
                made, last, waits = watch.scan(MADE), time.monotonic(), False
            elif (here := watch.scan(MADE)) != made:
                _by_hand(watch.changes(made, here), hub, say)
                made = here
            elif quiet > REST or desk.whole:
                _rest(desk, hub, say)
            if (code := _program()) != program:
                program = code
                say(
                    "The program itself has changed: end this with Ctrl-C and start it again to see what it does now."
                )


def _program() -> watch.Seen:
    return {name: seen for name, seen in watch.scan(PROGRAM).items() if not name.startswith(WATCHED)}


def _later() -> dict[str, tuple[int, int]]:
    time.sleep(SETTLE)
    return watch.scan(WATCHED)


def _first(desk: Desk, hub: Hub, changed: set[str], say: Say) -> bool:
    """Show a save on the pages that are open; whether it is still to be taken up everywhere. Where none shows it, it is at once."""
    started = time.perf_counter()
    renewed = _tried(partial(desk.first, changed, hub.opened()), hub, say)
    if renewed and (renewed.styles or renewed.addresses):
        hub.tell(styles=renewed.styles, addresses=renewed.addresses)
        say(f"{', '.join(sorted(changed))}: shown after {time.perf_counter() - started:.1f} s")
        return True
    if renewed:
        _renew(desk, hub, say)
    return False


def _renew(desk: Desk, hub: Hub, say: Say) -> None:
    """Take up everywhere what was saved."""
    started, changed = time.perf_counter(), sorted(desk.waiting)
    if renewed := _tried(desk.renew, hub, say):
        if hub.problems:
            say("Mended.")
        hub.tell(styles=renewed.styles, addresses=renewed.addresses, problems=[])
        if changed:
            say(f"{', '.join(changed)}: everywhere after {time.perf_counter() - started:.1f} s more")


def _rest(desk: Desk, hub: Hub, say: Say) -> None:
    renewed = _tried(partial(desk.rest, hub.opened()), hub, say)
    if renewed and renewed.addresses:
        hub.tell(addresses=renewed.addresses)


def _tried(work: Callable[[], Renewed], hub: Hub, say: Say) -> Renewed | None:
    """What it gives; whatever goes wrong is told, and the last good state stays on the screen."""
    try:
        return work()
    except Problems as found:
        _tell(found.sentences, hub, say)
    except Exception as error:  # the desk outlives a bug of the program's as well
        say(traceback.format_exc())
        _tell([f"The program failed on this change: {error!r}. The terminal says where."], hub, say)
    return None


def _by_hand(changed: set[str], hub: Hub, say: Say) -> None:
    """Someone edits what a build makes: say where its source is."""
    told = [
        f"{path} is made by the build, and what is written there is lost: edit {state.source_of(path)}."
        for path in sorted(changed)
    ]
    _tell(told[:5], hub, say)


def _tell(problems: list[str], hub: Hub, say: Say) -> None:
    say("\n".join([*problems, "The site still shows the last good state."]))
    hub.tell(problems=problems)
