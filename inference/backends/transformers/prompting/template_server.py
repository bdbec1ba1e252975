"""The process whose children fill chat templates; started by `fork_server` as a script.

A template is foreign code and can loop for hours or fill the memory. So a child does it: it limits
itself before every rendering, and its death is the answer. What all of them need is imported once,
here, for it takes a second and 50 MiB; a child is forked from it in a millisecond. Imports nothing
of ours: the package above it would bring torch.

Standard input is a Unix socket that keeps messages apart. It says `ready` once. `fork` brings a
socket and is answered by the process id of the child that serves it; `kill ID` is not answered.

A child reads and writes one JSON value a line. The first are its limits, answered by `{}`; then
come the arguments of a rendering each, answered by `{"text": …}` or `{"error": …}`. How long it may
take by the clock is for the other side to say: a process that is stuck ends nothing.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
from pathlib import Path
from socket import recv_fds, socket
from typing import Any

from transformers.utils.chat_template_utils import render_jinja_template

MESSAGE_BYTES = 64


def main() -> None:
    gc.freeze()  # else a child's first collection copies what it shares with the others
    control = socket(fileno=0)
    control.send(b"ready")
    children: set[int] = set()
    while True:
        order, descriptors, _, _ = recv_fds(control, MESSAGE_BYTES, 1)
        match order.split():
            case [b"fork"]:
                children.add(_fork(control, socket(fileno=descriptors[0])))
            case [b"kill", pid]:
                if int(pid) in children:  # else it was buried, and the number may be another's
                    children.remove(int(pid))
                    os.kill(int(pid), signal.SIGKILL)
                    os.waitpid(int(pid), 0)
            case _:
                return  # the end


def _fork(control: socket, connection: socket) -> int:
    with connection:
        pid = os.fork()
        if pid == 0:
            control.close()
            _serve(connection)
            os._exit(0)
        control.send(b"%d" % pid)
        return pid


def _serve(connection: socket) -> None:
    with connection.makefile("rw", encoding="ascii") as lines:
        limits = json.loads(lines.readline())
        _limit_memory(limits["bytes"])
        print("{}", file=lines, flush=True)
        for line in lines:
            signal.setitimer(signal.ITIMER_PROF, limits["seconds"])
            answer = json.dumps(_render(json.loads(line)))
            signal.setitimer(signal.ITIMER_PROF, 0)
            print(answer, file=lines, flush=True)


def _render(arguments: dict[str, Any]) -> dict[str, str]:
    try:
        texts = render_jinja_template(**arguments)[0]
    except MemoryError:
        return {"error": "It takes too much memory."}
    except Exception as error:  # noqa: BLE001  # whatever a foreign template raises
        return {"error": str(error) or type(error).__name__}
    return {"text": texts[0]}


def _limit_memory(more_bytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
