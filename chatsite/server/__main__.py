"""python -m chatsite.server: the site on HOST and PORT, until SIGTERM."""

from __future__ import annotations

import os
import resource

from chatsite.server.server import Server  # first: it chooses Twisted's event loop

# Daphne's own accept backlog is 50: with 400 connections at once the slowest waited for seconds.
BACKLOG = 2048
# An open page is a socket, and who starts a process often lets it have 1024 files.
OPEN_FILES = 65536


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    from django.conf import settings

    allow_open_files()
    from chatsite.asgi import application  # sets up Django
    from operations.web_report import report_for_ever

    host = settings.HOST.replace(":", r"\:")
    endpoint = f"tcp:port={settings.PORT}:interface={host}:backlog={BACKLOG}"
    # What Django would refuse when it has all of it is refused before.
    largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    Server(application, endpoint, largest_body_bytes=largest, beside=report_for_ever).run()


def allow_open_files() -> None:
    """As many as OPEN_FILES, or as the system lets this process have by itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
