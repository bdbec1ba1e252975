"""The child process that fills chat templates; started by `templates` as a script.

A template is foreign code and can loop for hours or fill the memory. So it does it here: this
process limits itself before every rendering, and its death is the answer. Imports nothing of ours:
the package above it would bring torch.

Standard input and output carry one JSON value a line: first the settings, answered by `{}` when it
is ready; then the arguments of a rendering each, answered by `{"text": …}` or `{"error": …}`. How
long it may take by the clock is its parent's to say, for a process that is stuck ends nothing.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from transformers.utils.chat_template_utils import render_jinja_template


def main() -> None:
    settings = json.loads(sys.stdin.readline())
    _limit_memory(settings["bytes"])
    print("{}", flush=True)  # noqa: T201  # the answer
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_PROF, settings["seconds"])
        answer = json.dumps(_render(json.loads(line)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(answer, flush=True)  # noqa: T201  # the answer


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
