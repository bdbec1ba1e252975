"""Imported by a worker (`celery -I`): its engine hangs in the first step that finds the file that
HANG_FILE names, and nothing can end that thread."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from inference.backends.transformers.manager import TellingScheduler

schedule_batch = TellingScheduler.schedule_batch


def hang(self: TellingScheduler, *budgets: int) -> Any:
    while Path(os.environ["HANG_FILE"]).exists():
        time.sleep(1)
    return schedule_batch(self, *budgets)


TellingScheduler.schedule_batch = hang  # type: ignore[assignment,method-assign]
