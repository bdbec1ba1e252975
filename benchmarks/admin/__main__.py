"""`python -m benchmarks.admin`: every list of the administration with 100,000 conversations and two
million messages on PostgreSQL: queries and seconds, held against 15 queries and one second.

    --conversations 100000   --messages 2000000   --rounds 5
    --database DIRECTORY     keeps what was filled, and measures it again next time
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.tables import show, write

MOST_QUERIES, MOST_SECONDS = 15, 1.0
MOST_OF_AN_ITEM = 30  # no list: a conversation, who may read it, and what was said of it
Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as directory:
        folder = Path(directory)
        with django_on_postgresql(options.database or folder / "postgresql", folder):
            filled = fill_once(options.conversations, options.messages)
            rows = measure(options.rounds)
    show(rows, f"{filled['conversations']:,} conversations, {filled['messages']:,} messages")
    held = all(row["holds"] == "yes" for row in rows)
    write("admin", {**filled, "rows": rows, "holds": held})


@contextmanager
def django_on_postgresql(database: Path, folder: Path) -> Iterator[None]:
    """Set up before anything of Django is imported; Redis is asked for nothing here."""
    from tests.support.postgres_server import PostgresServer

    server = PostgresServer(database)
    os.environ |= {
        "DATABASE_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "chatsite.settings",
        "SECRET_KEY": "only-for-benchmarks-" + "0" * 40,
        "VAR_DIR": str(folder),
    }
    try:
        import django
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment(debug=False)
        yield
    finally:
        server.close()


def fill_once(conversations: int, messages: int) -> dict[str, int]:
    from django.core.management import call_command

    from benchmarks.admin.filling import fill
    from chat.models import Conversation, Message

    call_command("migrate", verbosity=0)
    if not Conversation.objects.exists():
        began = time.monotonic()
        fill(conversations, messages)
        print(f"Filled in {time.monotonic() - began:.0f} s", flush=True)
    return {
        "conversations": Conversation.objects.count(),
        "messages": Message.objects.count(),
    }


def measure(rounds: int) -> list[Row]:
    from benchmarks.admin.pages import list_pages, signed_in_reviewer

    client = signed_in_reviewer()
    return [row(what, client, path, rounds) for what, path in list_pages(client)]


def row(what: str, client: Any, path: str, rounds: int) -> Row:
    """The median is held against the limit: machines are shared."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        answer = client.get(path)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    with CaptureQueriesContext(connection) as captured:  # which takes time itself
        client.get(path)
    queries = len(captured)
    most = MOST_QUERIES if "one item" not in what else MOST_OF_AN_ITEM
    holds = queries <= most and statistics.median(seconds) <= MOST_SECONDS
    return {
        "what": str(what),  # names may be translated when they are shown
        "queries": queries,
        "best s": round(min(seconds), 3),
        "median s": round(statistics.median(seconds), 3),
        "worst s": round(max(seconds), 3),
        "holds": "yes" if holds else "no",
    }


if __name__ == "__main__":
    main()
