"""Run every benchmark against a Redis of its own: a table on the screen, JSON under var/bench."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.tables import show, write
from tests.support.redis_server import RedisServer


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as directory:
        server = RedisServer(Path(directory))
        server.start()
        os.environ["REDIS_URL"] = server.url
        try:
            from benchmarks.stream import append_cost, delivery_latency

            for benchmark in (append_cost, delivery_latency):
                rows = benchmark()
                show(rows, (benchmark.__doc__ or "").splitlines()[0])
                write(benchmark.__name__, {"rows": rows})
        finally:
            server.stop()


if __name__ == "__main__":
    main()
