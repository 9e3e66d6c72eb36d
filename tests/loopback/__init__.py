"""Yahoo, FRED and iShares on the loopback, with faults to order: what the tests of a refresh talk to.

The real clients reach it as they would reach a proxy: HTTPS_PROXY (or a session's `proxy`) leads to it, it
answers CONNECT and ends the TLS itself with a certificate of its own authority. Nothing in the code under test
knows of it.
"""

from __future__ import annotations

from loopback.server import Loopback
from loopback.world import World

__all__ = ["Loopback", "World"]
