"""A small site on loopback: genuine and spun pages, one with broken markup, and links that lead nowhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.filtering.cases import GENUINE, SHORT, SPUN, page

PAGES = {
    **{f"/good/{number}": page(GENUINE, f"Good {number}") for number in range(4)},
    **{f"/spun/{number}": page(SPUN, f"Spun {number}") for number in range(4)},
    "/broken": page(GENUINE).replace(b"</h1>", b"<p").replace(b"</article>", b"<<div><table>").replace(b"</html>", b""),
    "/short": page(SHORT),
    "/empty": b"",
}
LINKS = [*PAGES, "/missing/1", "/missing/2"]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        index = "".join(f'<a href="{link}">{link}</a>' for link in LINKS).encode()
        body = index if self.path == "/" else PAGES.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def serve() -> Iterator[str]:
    """Serve the site; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
