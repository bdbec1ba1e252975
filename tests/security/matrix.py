"""One question to the site, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.test import Client

from accounts.models import User
from chat.reviewers import REVIEWERS
from inference.store import get_redis
from tests.security.belongings import Belongings
from tests.support.cast import PASSWORD, make_user

NOBODY, BOB, ALICE, STAFF, LOOKER, REVIEWER, ROOT = (
    *("nobody", "bob", "alice", "staff", "looker", "reviewer", "root"),
)
SAFE = ("GET", "HEAD")
VERBS = (*SAFE, "POST", "PUT", "PATCH", "DELETE")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# What may be written while something is only looked at: that somebody was here, and who read what.
KEPT_OF_LOOKING = re.compile(
    r'INTO "(django_session|usersessions_usersession|chat_auditentry)"|'
    r'UPDATE "(django_session|usersessions_usersession)"|'
    r'UPDATE "chat_conversation" SET "last_read_at" = [^,]+ WHERE|'
    r'DELETE FROM "django_session"'
)


class World:
    """Alice has everything, the others nothing; root is the superuser, and looker has every right
    to view and no other."""

    def __init__(self) -> None:
        root = person(ROOT, is_staff=True, is_superuser=True)
        alice, reviewer = person(ALICE), person(REVIEWER, is_staff=True)
        reviewer.groups.add(Group.objects.get(name=REVIEWERS))
        looker = person(LOOKER, is_staff=True)
        views = Q(codename__startswith="view_")
        looker.user_permissions.add(*Permission.objects.filter(views))
        self.people: dict[str, User | None] = {
            NOBODY: None,
            BOB: person(BOB),
            ALICE: alice,
            STAFF: person(STAFF, is_staff=True),
            LOOKER: looker,
            REVIEWER: reviewer,
            ROOT: root,
        }
        # Before what she has: a link to a new password is good until its owner signs in.
        self._cookies = {name: _signed_in(user) for name, user in self.people.items() if user}
        self.hers = Belongings(alice, root)

    def client(self, name: str, **more: Any) -> Client:
        """This person's browser: they said just now who they are, or pages that ask for the
        password again would answer with that question alone. more: as Client takes it."""
        client = Client(**more)
        client.cookies.load(self._cookies.get(name, ""))
        return client


def person(name: str, **more: Any) -> User:
    """With a password: who has none is not asked for it again."""
    user = make_user(name, **more)
    user.set_password(PASSWORD)
    user.save()
    return user


@dataclass(frozen=True, slots=True)
class Cell:
    """Of the matrix. writes: the statements that changed rows."""

    status: int
    location: str
    body: bytes
    writes: tuple[str, ...]

    @property
    def outcome(self) -> str:
        if self.status in {301, 302} and self.location.startswith(("/sign-in/?", "/admin/login/")):
            return "sign in"
        by_status = {401: "sign in", 403: "refused", 404: "missing", 405: "no such verb"}
        is_broken = self.status >= 500 and self.status != 503  # which says that something is away
        return "broken" if is_broken else by_status.get(self.status, "let in")

    def __str__(self) -> str:
        wrote = f", and wrote: {self.writes[0][:90]}" if self.writes else ""
        return f"{self.outcome} ({self.status}{wrote})"


def ask(
    world: World,
    name: str,
    verb: str,
    path: str,
    form: Any = None,
    *,
    is_of_another_site: bool = False,
    look: Callable[[], None] = lambda: None,
) -> Cell:
    """In a transaction of its own, which is undone. look: called before that."""
    get_redis().flushall()
    client = world.client(
        name, raise_request_exception=False, enforce_csrf_checks=is_of_another_site
    )
    writes = _Writes()
    with transaction.atomic():
        with connection.execute_wrapper(writes):
            if verb == "POST":
                response = client.post(path, dict(form or {}))
            else:
                response = client.generic(verb, path)
        body = b"" if response.streaming else response.content
        look()
        transaction.set_rollback(True)
    return Cell(response.status_code, response.get("Location", ""), body, tuple(writes.seen))


def _signed_in(user: User) -> str:
    """The cookie of it."""
    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


class _Writes:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        result = execute(sql, params, many, context)
        if WRITES.match(sql) and context["cursor"].rowcount and not KEPT_OF_LOOKING.search(sql):
            self.seen.append(sql)
        return result
