"""python -m chatsite.server: the site on HOST and PORT, until SIGTERM."""

from __future__ import annotations

import os

from chatsite.server.server import Server  # first: it chooses Twisted's event loop

# Daphne's own accept backlog is 50: with 400 connections at once the slowest waited for seconds.
BACKLOG = 2048


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    from django.conf import settings

    from chatsite.asgi import application  # sets up Django
    from operations.web_report import report_for_ever

    host = settings.HOST.replace(":", r"\:")
    endpoint = f"tcp:port={settings.PORT}:interface={host}:backlog={BACKLOG}"
    # What Django would refuse when it has all of it is refused before.
    largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    Server(application, endpoint, largest_body_bytes=largest, beside=report_for_ever).run()


if __name__ == "__main__":
    main()
