"""Ask an ASGI application for one page."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from asgiref.testing import ApplicationCommunicator

PATIENCE_SECONDS = 20


async def get(
    application: Any, path: str, *, accept_encoding: str = ""
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": unquote(path),
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"accept-encoding", accept_encoding.encode())],
    }
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "http.request", "body": b""})
    start = await communicator.receive_output(PATIENCE_SECONDS)  # the first one imports a lot
    body, more = b"", True
    while more:
        part = await communicator.receive_output(PATIENCE_SECONDS)
        body, more = body + part.get("body", b""), part.get("more_body", False)
    await communicator.wait()
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, body
