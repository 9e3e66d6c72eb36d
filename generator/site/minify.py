"""The site's own styles and scripts as a reader gets them: without comments, a quarter of their weight."""

from __future__ import annotations

from pathlib import PurePath


def small(name: str, body: bytes) -> bytes:
    """A file of docs/ as it goes out: a stylesheet or a script minified, any other as it is."""
    match PurePath(name).suffix:
        case ".css":
            import rcssmin

            return str(rcssmin.cssmin(body.decode())).encode()
        case ".js":
            import rjsmin

            return str(rjsmin.jsmin(body.decode())).encode()
        case _:
            return body
