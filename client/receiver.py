"""Hears what Anju tells your program, checks who wrote it, and answers. It needs anju_client.py beside it.

ANJU_WEBHOOK_SECRET=whsec_… python3 receiver.py 8900
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from anju_client import Event, Forged, read_webhook

done: set[str] = set()


def heed(event: Event) -> None:
    """What your program does with it; who wants to know more asks the API by `about`."""
    print(event.at, event.event, event.about, event.facts, flush=True)


class Receiver(BaseHTTPRequestHandler):
    """Answer at once: 2xx says that it has arrived, anything else that it is to come again."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers: Any = self.headers  # found by name in large and small letters
        try:
            event = read_webhook(headers, body, os.environ["ANJU_WEBHOOK_SECRET"])
        except Forged as forged:
            print(f"refused: {forged}", flush=True)
            self.send_response(401)
        else:
            if event.id not in done:  # it may come twice
                heed(event)
                done.add(event.id)
            self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Only what was told is printed."""


if __name__ == "__main__":
    port = int(sys.argv[1]) if sys.argv[1:] else 8900
    print(f"listening at http://127.0.0.1:{port}/", flush=True)
    ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()
