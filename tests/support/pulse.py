"""Whether a web process still answers while something is done to it, and how soon."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.support.site import Site

EVERY_SECONDS = 0.05
PATIENCE_SECONDS = 30.0


@dataclass
class Pulse:
    """seconds: of each answer. missed: what came in place of one."""

    seconds: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))]

    def ask(self, client: httpx.Client) -> None:
        began = time.monotonic()
        try:
            status = client.get("/healthz").status_code
        except httpx.TransportError as error:
            self.missed.append(repr(error))
            return
        self.seconds.append(time.monotonic() - began)
        if status != 200:
            self.missed.append(str(status))


@contextmanager
def pulse_of(site: Site) -> Iterator[Pulse]:
    pulse, is_over = Pulse(), threading.Event()

    def go_on() -> None:
        with httpx.Client(base_url=site.url, timeout=PATIENCE_SECONDS) as client:
            pulse.ask(client)
            while not is_over.wait(EVERY_SECONDS):
                pulse.ask(client)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield pulse
    finally:
        is_over.set()
        thread.join()
