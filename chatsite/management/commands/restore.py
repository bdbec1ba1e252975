"""`manage.py restore FILE`: into a site that is stopped."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from chatsite.backups.exceptions import BackupError
from chatsite.backups.service import restore_backup


class Command(BaseCommand):
    help = "Make this site the one that a backup was made of. Stop the site's processes first."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="throw away what this site has now"
        )
        parser.add_argument(
            "--keep-secret-key",
            action="store_true",
            help="leave SECRET_KEY as it is here, and what the other signed void",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = restore_backup(
                options["file"],
                replace=options["replace"],
                keep_secret_key=options["keep_secret_key"],
            )
        except BackupError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self.stdout.write("\n".join(["The site is restored.", *told]))
        call_command("verify_audit_log", stdout=self.stdout)
