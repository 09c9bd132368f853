"""Serves a folder on this machine only, at the next free port where the first is in use; must not know what the folder holds."""

from __future__ import annotations

import functools
import http
import http.server
import sys
from pathlib import Path

TRIED = 20


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers an unknown address with the site's own page `404.html`, as a web server does."""
        page = Path(self.directory) / "404.html"
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def main() -> None:
    """Prints the address and serves until Ctrl-C. Arguments: the folder and the first port to try. Ends with status 1 where
    none of the ports is free."""
    folder, first = Path(sys.argv[1]), int(sys.argv[2])
    handler = functools.partial(_Quiet, directory=str(folder))
    for port in range(first, first + TRIED):
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError:
            continue
        print(f"Trang đã sẵn sàng: http://127.0.0.1:{port}/  (Ctrl-C để dừng)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
    sys.exit(f"Các cổng {first}–{first + TRIED - 1} đều đang bận; chọn cổng khác: make site PORT=9000")


if __name__ == "__main__":
    main()
