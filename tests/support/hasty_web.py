"""The web process with little patience, so that no test waits for the real one's minute."""

from __future__ import annotations

from chatsite.server import __main__, outlet, server

outlet.PATIENCE_SECONDS = 1.0
server.PING_AFTER_SECONDS = server.PONG_WITHIN_SECONDS = 1.0

if __name__ == "__main__":
    __main__.main()
