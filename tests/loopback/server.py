"""The server: answers CONNECT, ends TLS, answers for every host, and spoils answers as it was told."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import trustme

from loopback.answers import Answer, answer, endpoint
from loopback.world import World

HOSTS = ("fc.yahoo.com", "query1.finance.yahoo.com", "query2.finance.yahoo.com", "guce.yahoo.com", "consent.yahoo.com",
         "fred.stlouisfed.org", "www.ishares.com", "www.blackrock.com")  # fmt: skip
Spoil = Callable[[Answer], "Answer | str"]  # a word instead of an answer: drop, truncate, slow


@dataclass
class Fault:
    """A spoilt answer at one endpoint, for a symbol or for all, a number of times or for ever."""

    endpoint: str
    spoil: Spoil
    times: float
    holds: str  # what the target must hold

    def applies(self, name: str, target: str) -> bool:
        return name == self.endpoint and self.holds in target and self.times > 0


class Loopback:
    """A running server: `port`, `ca` (a file), `asked` (endpoint and target of every request)."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.faults, self.asked = world, list[Fault](), list[tuple[str, str]]()
        self.skew, self.slow = timedelta(0), 1.0
        authority = trustme.CA()
        self.ca = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca))
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*HOSTS).configure_cert(self.tls)
        self.tls.set_alpn_protocols(["http/1.1"])
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.loopback = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()

    def spoil(self, name: str, spoil: Spoil, times: float = float("inf"), holds: str = "") -> None:
        """Order a fault at an endpoint."""
        self.faults.append(Fault(name, spoil, times, holds))

    def answer(self, host: str, target: str) -> Answer | str:
        """What goes out for a request."""
        name = endpoint(host, target)
        self.asked.append((name, target))
        fault = next((f for f in self.faults if f.applies(name, target)), None)
        if fault is None:
            return answer(self.world, host, target)
        fault.times -= 1
        return fault.spoil(answer(self.world, host, target))

    def environment(self) -> dict[str, str]:
        """For a whole program: the way here, and whom to trust."""
        proxy = f"http://127.0.0.1:{self.port}"
        names = ("CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        return {
            "HTTPS_PROXY": proxy,
            "https_proxy": proxy,
            "NO_PROXY": "",
            "no_proxy": "",
            **dict.fromkeys(names, str(self.ca)),
        }

    def options(self) -> dict[str, Any]:
        """For a session of this process."""
        return {
            "proxies": {"all": f"http://127.0.0.1:{self.port}"},
            "verify": str(self.ca),
            "trust_env": False,
        }


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address, request_queue_size = True, True, 64
    loopback: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, or is killed, is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""

    def do_CONNECT(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with contextlib.suppress(OSError):
            tls = self.server.loopback.tls
            # ours before the handshake, so that `finish` closes it where a client has hung up in between
            self.connection = tls.wrap_socket(
                self.connection, server_side=True, do_handshake_on_connect=False
            )
            self.connection.do_handshake()
            self.rfile, self.wfile = self.connection.makefile("rb"), _Out(self.connection)  # type: ignore[assignment]
            self.close_connection = False

    def do_GET(self) -> None:
        loopback = self.server.loopback
        host = self.headers.get("Host", "").split(":")[0]
        found = loopback.answer(host, self.path)
        if found == "slow":
            time.sleep(loopback.slow)
        if found in ("slow", "drop"):
            self._cut()
            return
        status, kind, body = answer(loopback.world, host, self.path) if isinstance(found, str) else found
        self.send_response_only(status)
        self.send_header("Date", format_datetime(datetime.now(UTC) + loopback.skew, usegmt=True))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if endpoint(host, self.path) == "cookie":
            expires = format_datetime(datetime.now(UTC) + timedelta(days=300), usegmt=True)
            self.send_header(
                "Set-Cookie", f"A3=d=loopback; Expires={expires}; Domain=.yahoo.com; Path=/; Secure; HttpOnly"
            )
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if found == "truncate" else body)
        if found == "truncate":
            self._cut()

    do_POST = do_GET  # noqa: N815

    def finish(self) -> None:
        """Close what was opened on top of the plain socket."""
        with contextlib.suppress(OSError):
            self.wfile.flush()
        self.rfile.close()
        self.connection.close()

    def _cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)


class _Out:
    """A writer on a TLS socket, as the handler expects one; an answer leaves in one piece."""

    def __init__(self, connection: ssl.SSLSocket) -> None:
        self.connection, self.closed, self.held = connection, False, b""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, body: bytes) -> int:
        self.held += body
        return len(body)

    def flush(self) -> None:
        self.connection.sendall(self.held)
        self.held = b""

    def close(self) -> None:
        self.closed = True
