"""`manage.py backup /backups`: prints the name of the file that it made, and nothing else."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatsite.backups.exceptions import BackupError
from chatsite.backups.service import make_backup


class Command(BaseCommand):
    help = "Copy the whole site into one file, while people write."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("where", type=Path, help="a folder, or a file that is not there yet")
        parser.add_argument(
            "--without-secret-key",
            action="store_true",
            help="for who keeps it elsewhere: without it second factors and links are lost",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        try:
            made = make_backup(options["where"], with_secret_key=not options["without_secret_key"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        return str(made)
