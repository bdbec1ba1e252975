"""An SMTP server that keeps what it gets: for sites whose letters are not to lie in their log."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes


class LetterBox:
    """letters: as they came. `url` is for the setting EMAIL_URL. is_refusing: it knows nobody."""

    def __init__(self, port: int) -> None:
        self.letters: list[bytes] = []
        self.is_refusing = False
        self.url = f"smtp://127.0.0.1:{port}"

    def path_in(self, pattern: str) -> str:
        """What fits, in the last letter that has it; empty while there is none."""
        bodies = [message_from_bytes(one).get_payload(decode=True) for one in self.letters]
        found = [re.findall(pattern, body.decode()) for body in bodies if isinstance(body, bytes)]
        return str(next((one[0] for one in reversed(found) if one), ""))


@contextmanager
def open_letter_box() -> Iterator[LetterBox]:
    class Taking(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say(b"220 here")
            while line := self.rfile.readline():
                match line[:4].upper().strip():
                    case b"DATA":
                        self._say(b"354 go on")
                        box.letters.append(self._data())
                        self._say(b"250 taken")
                    case b"RCPT" if box.is_refusing:
                        self._say(b"550 nobody is called so: " + line.strip())
                    case b"QUIT":
                        self._say(b"221 bye")
                        return
                    case _:
                        self._say(b"250 fine")

        def _data(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b"."))
            return b"".join(lines)

        def _say(self, line: bytes) -> None:
            self.wfile.write(line + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Taking) as server:
        server.daemon_threads = True
        box = LetterBox(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()
