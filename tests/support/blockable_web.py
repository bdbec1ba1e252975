"""The web process, whose event loop SIGUSR1 holds up as a blocking call of ours would."""

from __future__ import annotations

import signal
import time

from chatsite.server import __main__

BLOCKED_SECONDS = 3.0


def main() -> None:
    signal.signal(signal.SIGUSR1, lambda *_: time.sleep(BLOCKED_SECONDS))
    __main__.main()


if __name__ == "__main__":
    main()
