"""Serves a folder on this machine only and prints its address; takes the next free port when the first is in use."""

from __future__ import annotations

import functools
import http.server
import sys
from pathlib import Path

TRIED = 20


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> None:
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
