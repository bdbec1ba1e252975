"""Children that fill templates, forked by one process that has imported what they need.

One for the whole of our process, started when it is first needed. It ends with us, and its children
with it: their sockets close. Knows no template. See docs/decisions/0016.
"""

from __future__ import annotations

import atexit
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from socket import AF_UNIX, SOCK_SEQPACKET, send_fds, socket, socketpair

PROGRAM = Path(__file__).with_name("template_server.py")
READ_BYTES = 64 * 1024
MESSAGE_BYTES = 64


class Gone(Exception):
    """The child, or the server, has ended or did not answer in time."""


class Child:
    """One thread at a time may ask. `Gone` leaves nothing but `end` to do."""

    def __init__(self, pid: int, connection: socket, control: socket) -> None:
        """connection: to it, and its own from now on. control: of the server that it comes from."""
        self.pid = pid
        self._connection, self._control = connection, control
        connection.setblocking(False)  # a long prompt is more than it holds
        self._writable, self._readable = select.poll(), select.poll()
        self._writable.register(connection, select.POLLOUT)
        self._readable.register(connection, select.POLLIN)

    @property
    def is_alive(self) -> bool:
        """One that is not asked anything says nothing either, but for its end."""
        return not self._readable.poll(0)

    def ask(self, question: bytes, deadline: float) -> bytes:
        """One line for one line. deadline: by the monotonic clock. Raises Gone."""
        try:
            left = memoryview(question + b"\n")
            while left:
                _wait(self._writable, deadline)
                left = left[self._connection.send(left) :]
            answer = bytearray()
            while not answer.endswith(b"\n"):
                _wait(self._readable, deadline)
                some = self._connection.recv(READ_BYTES)
                if not some:
                    raise Gone
                answer += some
        except OSError as error:
            raise Gone from error
        return bytes(answer)

    def kill(self) -> None:
        """By its parent, which buries it then: until then nobody else has its process id."""
        with suppress(OSError):  # without a server it ends when it reads the end of its input
            self._control.send(b"kill %d" % self.pid)

    def end(self) -> None:
        """Once, and nobody may use it any more."""
        self.kill()
        self._connection.close()


class ForkServer:
    """Any number of threads may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # for all that follows
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket | None = None
        atexit.register(self._end)

    def fork(self, deadline: float) -> Child:
        """deadline: by the monotonic clock; the first child waits for the server's imports. Raises
        Gone; then the next call starts a new server."""
        with self._lock:
            try:
                if self._control is None:
                    self._control = self._start()
                    _told(self._control, deadline)
                return _forked(self._control, deadline)
            except (Gone, OSError) as error:
                self._end()
                raise Gone from error

    def _start(self) -> socket:
        ours, theirs = socketpair(AF_UNIX, SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own file
                [sys.executable, "-P", str(PROGRAM)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is ours to handle; it ends when its input does
            )
        return ours

    def _end(self) -> None:
        """Its children live on."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _forked(control: socket, deadline: float) -> Child:
    ours, theirs = socketpair(AF_UNIX)
    try:
        with theirs:
            send_fds(control, [b"fork"], [theirs.fileno()])
        return Child(int(_told(control, deadline)), ours, control)
    except BaseException:
        ours.close()
        raise


def _told(control: socket, deadline: float) -> bytes:
    control.settimeout(max(deadline - time.monotonic(), 0.001))
    message = control.recv(MESSAGE_BYTES)
    if not message:
        raise Gone
    return message


def _wait(poller: select.poll, deadline: float) -> None:
    if not poller.poll(max(deadline - time.monotonic(), 0) * 1000):
        raise Gone
