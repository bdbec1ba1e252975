"""The web process: Daphne, bounded. Knows sockets, sizes and times; no user and no frame type.

docs/decisions/0021-our-own-server.md says what Daphne alone leaves open.
"""

EXIT_SECONDS = 4.8  # after SIGTERM the process is gone within this, whatever it waits for
