"""`manage.py invite --site-url https://chat.example.org`: the link, and nothing else, on standard
output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts import invitations, mail


class Command(BaseCommand):
    help = "Make an invitation, mail it if an address is given, and print its link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", default="", help="where the link is sent")
        parser.add_argument("--days", type=int, default=invitations.LIFETIME_DAYS)
        parser.add_argument(
            "--site-url",
            default=f"http://{settings.HOST}:{settings.PORT}",
            help="how people reach the site; its own address if not given",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        email, days = options["email"], options["days"]
        if not 1 <= days <= invitations.LONGEST_DAYS:
            raise CommandError(f"An invitation works for 1 to {invitations.LONGEST_DAYS} days.")
        try:
            validate_email(email or "nobody@example.org")
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        if settings.SIGN_UP not in ("invitation", "approval"):
            self.stderr.write(
                f"SIGN_UP={settings.SIGN_UP}: invitations do nothing on this site now."
            )
        site_url = options["site_url"].rstrip("/")
        invitation = invitations.invite(by=None, email=email, days=days)
        if email:
            invitations.send(invitation, site_url=site_url)
            mail.wait_until_sent()
        return str(site_url) + invitations.path_of(invitation)
