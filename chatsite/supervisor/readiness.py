"""Ask the site whether a reply can be made, until it can. Knows one address."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any

ASK_EVERY_SECONDS = 0.25
ANSWER_WITHIN_SECONDS = 4


class Readiness:
    """`news()` tells each change once: the model's progress, and what is in the way."""

    def __init__(self, *, host: str, port: int, host_header: str) -> None:
        self._address = (_reachable(host), port)
        self._host_header = host_header
        self._last_told = ""
        self._ask_at = 0.0
        self.is_ready = False
        self.has_no_model = False  # the page serves for reading, a reply will not come

    def news(self) -> str | None:
        """A sentence about what is missing, if it changed since the last time."""
        if self.is_ready or time.monotonic() < self._ask_at:
            return None
        self._ask_at = time.monotonic() + ASK_EVERY_SECONDS
        answer = self._ask()
        if answer is None:
            return None
        self.is_ready = bool(answer["ready"])
        self.has_no_model = answer["parts"]["worker"].get("state") == "failed"
        missing = [part["message"] for part in answer["parts"].values() if not part["ok"]]
        told = " ".join(missing)
        if self.is_ready or told == self._last_told:
            return None
        self._last_told = told
        return told

    def _ask(self) -> dict[str, Any] | None:
        connection = http.client.HTTPConnection(*self._address, timeout=ANSWER_WITHIN_SECONDS)
        try:
            connection.request("GET", "/readyz", headers={"Host": self._host_header})
            answer = json.load(connection.getresponse())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        else:
            return answer if isinstance(answer, dict) else None
        finally:
            connection.close()


def _reachable(host: str) -> str:
    if host in {"", "0.0.0.0"}:  # noqa: S104 - it is asked, not bound
        return "127.0.0.1"
    return "::1" if host == "::" else host
