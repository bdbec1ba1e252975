#!/usr/bin/env python
"""Django's command line for this site."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line
from environs import EnvError

from inference.config import ConfigError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    try:
        execute_from_command_line(sys.argv)
    except (EnvError, ConfigError) as error:
        from chatsite.environment import explain

        sys.exit(explain(error))


if __name__ == "__main__":
    main()
