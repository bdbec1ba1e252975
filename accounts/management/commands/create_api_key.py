"""`manage.py create_api_key alice`: the secret, and nothing else, on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.api_keys import SCOPES, create_api_key, teams_for_keys
from accounts.exceptions import AccountsError
from accounts.models import KEY_NAME_CHARACTERS, ApiKey, Team, User

LONGEST_DAYS = 3650


class Command(BaseCommand):
    help = "Make an API key and print its secret, which cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="Made on the command line", help="to recognise it by")
        parser.add_argument(
            "--scopes",
            default=",".join(SCOPES),
            help=f"what it may do, with commas between; all of {','.join(SCOPES)} if not given",
        )
        parser.add_argument(
            "--team", help="for which it asks: its name, or its id; none if not given"
        )
        parser.add_argument("--expires-in-days", type=int, help="never, if not given")
        parser.add_argument(
            "--keeps-text",
            action="store_true",
            help="keep the texts of its prompts and replies, not only their counts",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        owner = _owner(options["username"])
        try:
            key, secret = create_api_key(
                owner=owner,
                team=_team(owner, options["team"]),
                name=_name(options["name"]),
                scopes=[scope.strip() for scope in options["scopes"].split(",")],
                expires_at=_expires_at(options["expires_in_days"]),
                keeps_text=options["keeps_text"],
            )
        except AccountsError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(_explain(key), style_func=str)
        return secret


def _owner(username: str) -> User:
    try:
        owner = User.objects.get_by_natural_key(username)
    except User.DoesNotExist:
        raise CommandError(f"There is no account called {username!r}.") from None
    if not owner.is_active:
        raise CommandError(f"The account of {owner.username} is disabled: no key of it would work.")
    return owner


def _team(owner: User, named: str | None) -> Team | None:
    if named is None:
        return None
    teams = teams_for_keys(owner)
    found = [one for one in teams if named in (one.name, str(one.pk))]
    if len(found) == 1:
        return found[0]
    which = "\n".join(f"  {one.pk}  {one.name}" for one in found or teams)
    if found:
        raise CommandError(
            f"There are several teams called {named!r}. Say which by its id:\n{which}"
        )
    raise CommandError(
        f"{owner.username} writes in no team {named!r}."
        + (f" There are:\n{which}" if which else "")
    )


def _name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= KEY_NAME_CHARACTERS:
        raise CommandError(f"A name has 1 to {KEY_NAME_CHARACTERS} characters.")
    return name


def _expires_at(days: int | None) -> datetime | None:
    if days is None:
        return None
    if not 1 <= days <= LONGEST_DAYS:
        raise CommandError(f"A key can expire in 1 to {LONGEST_DAYS} days.")
    return timezone.now() + timedelta(days=days)


def _explain(key: ApiKey) -> str:
    until = f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "until it is revoked"
    texts = " The texts of its prompts and replies are kept." if key.keeps_text else ""
    whose = (
        f"{key.owner.username} in the team “{key.team.name}”" if key.team else key.owner.username
    )
    return (
        f"A key for {whose}, “{key.name}”: {', '.join(key.scopes)}, {until}.{texts} "
        "Keep it now, it is not shown again:"
    )
