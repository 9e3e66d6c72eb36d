"""The site on the editor's own machine, renewed at each save; a mistake is told on the page and mended, never fatal.

The loop alone: what runs at a save stands in `session.py`.
"""

from __future__ import annotations

import signal
import threading
import time
import traceback
import webbrowser
from collections.abc import Callable
from datetime import date

from generator.charts import workers
from generator.desk import watch
from generator.desk.server import Hub, Server
from generator.desk.session import PROGRAM, WATCHED, Desk
from generator.errors import Problems, UsageError
from generator.site import state

PAUSE = 0.1  # seconds between looks
SETTLE = 0.03  # an editor's program may write a file in two goes
REST = 1.5  # seconds without a save after which the whole site is built
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
            _renew(desk, hub, set(), say)
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
    made, last = watch.scan(MADE), time.monotonic()
    while True:
        time.sleep(PAUSE)
        now = watch.scan(WATCHED)
        if now != seen:
            while (again := _later()) != now:
                now = again
            _renew(desk, hub, watch.changes(seen, now), say)
            seen, made, last = now, watch.scan(MADE), time.monotonic()
        elif (here := watch.scan(MADE)) != made:
            _by_hand(watch.changes(made, here), hub, say)
            made = here
        elif time.monotonic() - last > REST:
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


def _renew(desk: Desk, hub: Hub, changed: set[str], say: Say) -> None:
    """Take up a save; whatever goes wrong is told, and the last good state stays on the screen."""
    started = time.perf_counter()
    try:
        renewed = desk.renew(changed)
    except Problems as found:
        _tell(found.sentences, hub, say)
    except Exception as error:  # the desk outlives a bug of the program's as well
        say(traceback.format_exc())
        _tell([f"The program failed on this change: {error!r}. The terminal says where."], hub, say)
    else:
        if hub.problems:
            say("Mended.")
        hub.tell(styles=renewed.styles, addresses=renewed.addresses, problems=[])
        if changed:
            say(f"{', '.join(sorted(changed))}: shown after {time.perf_counter() - started:.1f} s")


def _rest(desk: Desk, hub: Hub, say: Say) -> None:
    try:
        desk.rest()
    except Problems as found:
        _tell(found.sentences, hub, say)


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
