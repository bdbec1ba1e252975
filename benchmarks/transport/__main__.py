"""How fast, how dear and how surely tokens get from the append to many readers.

    python -m benchmarks.transport [--quick] [--only streams,viewers]

Prints tables and writes var/bench/transport.json. Read ratios of one run: machines are noisy.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.tables import show, write
from benchmarks.transport.stage import web_process

Row = dict[str, Any]
STREAM_COUNTS = (400, 1000, 1500)
RATE = 20.0  # tokens a second of each reply
VIEWERS, VIEWED_RATE = 200, 50.0


def streams(directory: Path, seconds: float) -> Iterator[Row]:
    """Many replies at 20 tokens/s each, one socket each, all in the same engine steps."""
    for bare in (True, False):
        web = "bare" if bare else "chatsite"
        with web_process(directory / web, bare=bare) as stage:
            stage.deliver(stage.rows(20), rate=RATE, seconds=2)  # warms up
            for count in STREAM_COUNTS:
                told = stage.deliver(stage.rows(count), rate=RATE, seconds=seconds)
                yield told.row(web, f"{count} replies")


def viewers(directory: Path, seconds: float) -> Iterator[Row]:
    """One reply at 50 tokens/s, watched by 200 sockets."""
    for bare in (True, False):
        web = "bare" if bare else "chatsite"
        with web_process(directory / f"viewed-{web}", bare=bare) as stage:
            readers = stage.rows(1) * VIEWERS
            told = stage.deliver(readers, rate=VIEWED_RATE, seconds=seconds)
            yield told.row(web, f"{VIEWERS} viewers")


QUESTIONS: dict[str, Callable[[Path, float], Iterator[Row]]] = {
    "streams": streams,
    "viewers": viewers,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure from the append to the reader.")
    parser.add_argument("--quick", action="store_true", help="3 seconds of each, not 10")
    parser.add_argument(
        "--only", default=",".join(QUESTIONS), help=f"some of {','.join(QUESTIONS)}"
    )
    options = parser.parse_args()
    results = {}
    for name in options.only.split(","):
        question = QUESTIONS[name]
        with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as directory:
            results[name] = list(question(Path(directory), 3.0 if options.quick else 10.0))
        show(results[name], (question.__doc__ or "").splitlines()[0])
    write("transport", results)


if __name__ == "__main__":
    main()
