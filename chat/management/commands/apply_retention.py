"""`manage.py apply_retention [--dry-run]`: what the web worker does every night, or what it would.
No text is shown."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chat.compacting import compact
from chat.retention import (
    Due,
    apply_retention,
    forget_old_texts,
    is_any_rule,
    list_due,
    list_old_texts,
)


class Command(BaseCommand):
    help = (
        "Delete the conversations that nobody has touched for RETENTION_DAYS, or for as long as "
        "their team has it, and texts of programs' requests as old, and take what was deleted out "
        "of the files of SQLite and Redis."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would go and why, and delete nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_any_rule():
            self.stdout.write("RETENTION_DAYS is 0: every conversation is kept.")
        if options["dry_run"]:
            self._list()
            return
        count = 0
        while gone := apply_retention():
            count += gone
        of_programs = 0
        while gone := forget_old_texts():
            of_programs += gone
        compact()
        self.stdout.write(f"Deleted: {count}.")
        if of_programs:
            self.stdout.write(f"Texts of programs' requests: {of_programs} deleted.")

    def _list(self) -> None:
        going = staying = 0
        for due in list_due():
            going, staying = going + (not due.stays), staying + bool(due.stays)
            self.stdout.write(_line(due))
        if of_programs := list_old_texts().count():
            self.stdout.write(f"goes   texts of {of_programs} requests of programs")
        self.stdout.write(f"Would be deleted: {going}. Would stay: {staying}. Nothing was deleted.")


def _line(due: Due) -> str:
    one = due.conversation
    whose = f"{one.owner.username} in {one.team.name}" if one.team else one.owner.username
    about = f"{one.pk}  {whose}  last touched {one.updated_at:%Y-%m-%d}"
    if due.stays:
        return f"stays  {about}: {due.stays}"
    return f"goes   {about}: not touched for {due.days} days"
