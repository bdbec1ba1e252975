"""python -m chatsite.supervisor [--with-parent]

--with-parent  stop when the process that started this one is gone, whatever became of it
"""

from __future__ import annotations

import os
import sys

from environs import EnvError

from chatsite.environment import explain
from chatsite.supervisor.exceptions import CannotStart
from inference.config import ConfigError


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    if arguments not in ([], ["--with-parent"]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        from chatsite.supervisor.site import run_site

        return run_site(with_parent=bool(arguments))
    except (EnvError, ConfigError, CannotStart) as error:
        print(f"Chatsite cannot start. {explain(error)}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
