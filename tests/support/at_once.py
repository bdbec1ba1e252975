"""The same from several threads at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def all_at_once(times: int, function: Callable[[], Result]) -> list[Result | Exception]:
    """What came of each."""
    barrier = Barrier(times)

    def run(_: int) -> Result | Exception:
        barrier.wait()
        try:
            return function()
        except Exception as error:  # noqa: BLE001 - it is looked at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
