"""`manage.py shell -c` at a site, by a process that stays: to start one takes longer than its work.

Run as a program it carries out what comes in, one JSON string a line, and answers each with a line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path


class Shell:
    def __init__(self, python: str, folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [python, "-m", "tests.support.shell"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str) -> str:
        """What it prints. An error of the code's is one of the test's."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(code), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        assert line, "The shell has ended; its complaint stands above."
        answer = json.loads(line)
        assert answer["error"] is None, answer["error"]
        return str(answer["printed"])

    def close(self) -> None:
        self._process.communicate(timeout=30)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    for line in sys.stdin:
        printed, error = StringIO(), None
        try:
            with redirect_stdout(printed):
                call_command("shell", command=json.loads(line), verbosity=0)
        except Exception:  # noqa: BLE001 - told to who asked
            error = traceback.format_exc()
        connections.close_all()  # else the file stayed open, and locks with it
        answer = json.dumps({"printed": printed.getvalue(), "error": error})
        print(answer, flush=True)  # noqa: T201 - it is said to who asked


if __name__ == "__main__":
    main()
