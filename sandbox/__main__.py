"""`python -m sandbox`: serve the outside world, send what it tells, close days that are over."""

import logging
import signal
import sys
import threading
from socket import create_server

from werkzeug.serving import BaseWSGIServer, make_server

from sandbox import day
from sandbox.application import create_app
from sandbox.deliveries import Sender
from sandbox.settings import Misconfigured, Settings
from sandbox.world import World

LOOK_FOR_MIDNIGHT_SECONDS = 5


def main() -> int:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    try:
        settings = Settings.from_environment()
    except Misconfigured as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2
    app = create_app(settings)
    try:
        socket = create_server((settings.host, settings.port), backlog=128)
    except OSError:
        print(f"sandbox: port {settings.port} is taken or may not be used.", file=sys.stderr)
        return 2
    fd = socket.fileno()
    server = make_server(settings.host, settings.port, app, threaded=True, fd=fd)
    world: World = app.extensions["sandbox"]
    sender = Sender(world)
    sender.start()
    stopping = threading.Event()
    threading.Thread(target=_close_days, args=(world, stopping), daemon=True).start()
    _stop_on_signals(server, stopping)
    print(f"sandbox: {settings.url}", flush=True)
    server.serve_forever(poll_interval=0.1)
    sender.stop()
    return 0


def _close_days(world: World, stopping: threading.Event) -> None:
    """Midnight may also pass by itself."""
    while not stopping.wait(LOOK_FOR_MIDNIGHT_SECONDS):
        day.close_past_days(world)


def _stop_on_signals(server: BaseWSGIServer, stopping: threading.Event) -> None:
    def stop(*_: object) -> None:
        stopping.set()
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


if __name__ == "__main__":
    sys.exit(main())
