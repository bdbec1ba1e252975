"""`manage.py export_evaluation_set --reader alice`: rated replies, a line of JSON for each."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from contextlib import nullcontext
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.models import User
from chat.evaluation.sets import FORMATS, Selection, select, write_down
from chat.exceptions import NotAReviewer
from chat.feedback import check_reviewer
from chat.models import Feedback
from chat.models.audit import REASON_CHARACTERS
from chat.privacy import reasons


class Command(BaseCommand):
    help = "Write rated replies as JSONL, to train or judge models with: see docs/evaluation.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reader",
            required=True,
            metavar="USERNAME",
            help="whose right to read conversations counts: nothing else is written",
        )
        parser.add_argument(
            "--reason",
            type=_reason,
            metavar="WORDS",
            help="why; without it only what was put before reviewers is written",
        )
        parser.add_argument("--format", choices=FORMATS, default="messages")
        parser.add_argument("--rating", choices=Feedback.Rating.values)
        parser.add_argument("--model", metavar="NAME", help="which wrote the reply")
        parser.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="rated on it or later")
        parser.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="or earlier")
        parser.add_argument("--commented", action="store_true", help="with a comment only")
        parser.add_argument(
            "--names",
            action="store_true",
            help="of those who speak in a team's conversation; else they are Person 1 and so on",
        )
        parser.add_argument("--limit", type=_count, metavar="N", help="the newest only")
        parser.add_argument("--out", type=Path, metavar="FILE", help="instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] == "preferences" and options["rating"]:
            raise CommandError("A preference is of a good and a bad version: leave --rating out.")
        until = options["until"]
        reader, reason = _reader(options["reader"]), options["reason"] or ""
        chosen = select(
            reader,
            Selection(
                rating=options["rating"],
                model=options["model"],
                since=options["since"],
                until=until and until + timedelta(days=1),
                is_commented=options["commented"],
                limit=options["limit"],
            ),
            reason=reason,
        )
        with_names: bool = options["names"]
        write_down(reader, chosen, reason=reason, detail="with names" if with_names else "")
        out: Path | None = options["out"]
        count = 0
        with out.open("w", encoding="utf-8") if out else nullcontext(self.stdout) as file:
            for line in FORMATS[options["format"]](chosen, with_names=with_names):
                file.write(line)
                count += 1
        self.stderr.write(f"{count} written to {out or 'standard output'}.", style_func=str)


def _reader(username: str) -> User:
    try:
        reader = User.objects.get_by_natural_key(username)
    except User.DoesNotExist:
        raise CommandError(f"There is no account called {username!r}.") from None
    try:
        check_reviewer(reader)
    except NotAReviewer as error:
        raise CommandError(str(error)) from None
    return reader


def _day(text: str) -> datetime:
    """Its beginning, in the time zone of the site."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ArgumentTypeError(f"{text!r} is no day such as 2026-05-31")
    return timezone.make_aware(datetime.combine(day, time()))


def _reason(text: str) -> str:
    reason = reasons.clean(text)
    if reason is None:
        least, most = reasons.LEAST_CHARACTERS, REASON_CHARACTERS
        raise ArgumentTypeError(f"a reason has {least} to {most} characters")
    return reason


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)
