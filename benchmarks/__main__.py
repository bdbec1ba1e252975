"""Run every benchmark against a Redis of its own: a table on the screen, JSON under var/bench."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.redis_server import RedisServer

Row = dict[str, Any]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as directory:
        server = RedisServer(Path(directory))
        server.start()
        os.environ["REDIS_URL"] = server.url
        try:
            from benchmarks.stream import append_cost, delivery_latency

            for benchmark in (append_cost, delivery_latency):
                show(benchmark)
        finally:
            server.stop()


def show(benchmark: Callable[[], list[Row]]) -> None:
    print(f"\n{(benchmark.__doc__ or '').splitlines()[0]}")
    rows = benchmark()
    columns = list(rows[0])
    print(" | ".join(f"{name:>20}" for name in columns))
    for row in rows:
        print(" | ".join(f"{row[name]:>20}" for name in columns))
    folder = Path(os.environ.get("VAR_DIR", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    result = {"machine": platform.platform(), "cores": os.cpu_count(), "rows": rows}
    (folder / f"{benchmark.__name__}.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
