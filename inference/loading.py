"""Load a model in the background, and try again when it cannot be loaded. Knows no requests.

A hub that was away comes back, a directory is still being copied, memory becomes free. The worker
stays up meanwhile and says what is wrong: if it ended instead, its readers would be told nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from inference.backends.base import Backend, Progress
from inference.exceptions import ModelUnavailable

logger = logging.getLogger(__name__)

PAUSES_SECONDS = (30.0, 300.0)  # between tries: the first, doubled up to the longest
ENDING_SECONDS = 5.0  # a download cannot be interrupted: the process ends without it


class Loader:
    """on_ready: called once, when `backend` is there. on_failed: with a sentence for people, after
    each try that failed."""

    def __init__(
        self,
        make_backend: Callable[[], Backend],
        *,
        on_progress: Progress,
        on_ready: Callable[[Backend], None],
        on_failed: Callable[[str], None],
    ) -> None:
        self._make_backend, self._on_progress = make_backend, on_progress
        self._on_ready, self._on_failed = on_ready, on_failed
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="model-loader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join(ENDING_SECONDS)

    def _run(self) -> None:
        pause, longest = PAUSES_SECONDS
        while (wrong := self._try()) is not None:
            logger.error("%s Trying again in %.0f s.", wrong, pause)
            self._on_failed(wrong)
            if self._closing.wait(pause):
                return
            pause = min(2 * pause, longest)

    def _try(self) -> str | None:
        """What went wrong, in a sentence for people."""
        try:
            backend = self._make_backend()  # may import torch, for seconds
            backend.load(self._on_progress)
        except ModelUnavailable as error:
            return str(error)
        except Exception:
            logger.exception("Loading the model failed.")
            return "The model could not be loaded; the worker's log says why."
        if self._closing.is_set():
            backend.close()
        else:
            self._on_ready(backend)
        return None
