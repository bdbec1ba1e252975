"""`manage.py verify_audit_log`: reads the whole chain; ends with 1 where it is broken."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chat.privacy.audit import verify

NOTED = re.compile(r"([1-9][0-9]*):([0-9a-f]{64})")


class Command(BaseCommand):
    help = "Check that no entry of the audit log was changed, removed or put in between."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--noted",
            metavar="NUMBER:DIGEST",
            help="what an earlier run told and you kept elsewhere; finds a log that was cut or "
            "made anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(_read(options["noted"]))
        if verdict.broken is not None:
            raise CommandError(
                f"Entry {verdict.broken} is broken: {verdict.why}. "
                f"The {verdict.count} before it are whole."
            )
        if not verdict.count:
            self.stdout.write("The audit log is empty.")
            return
        self.stdout.write(f"The audit log is whole: {verdict.count} entries. Note elsewhere:")
        self.stdout.write(f"{verdict.count}:{verdict.last_digest}")


def _read(noted: str | None) -> tuple[int, str] | None:
    if noted is None:
        return None
    found = NOTED.fullmatch(noted)
    if found is None:
        raise CommandError("--noted is a number, a colon and the 64 characters of a digest.")
    return int(found[1]), found[2]
