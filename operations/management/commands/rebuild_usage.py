"""Count and add up the days from one on again: after an update to a version that counts, or where
TIME_ZONE has changed."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.usage.days import today
from operations.usage.rolling import rebuild


class Command(BaseCommand):
    help = "Adds up the usage of each day from --since to today. What was deleted stays counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, required=True, help="2026-01-31")

    def handle(self, *args: Any, **options: Any) -> None:
        since: date = options["since"]
        if since > today():
            raise CommandError(f"{since} is yet to come.")
        days = sum(1 for _ in rebuild(since))
        self.stdout.write(f"Days added up: {days}.")
