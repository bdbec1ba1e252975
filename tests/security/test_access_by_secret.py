"""The access matrix of addresses with a secret in them: a link that was changed, used up, taken
back or has ended is answered as one that never was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation, Membership, TeamInvitation, User
from chat.models import Conversation, SharedLink
from tests.security.matrix import ALICE, BOB, NOBODY, Cell, World, ask
from tests.security.routes import all_routes
from tests.security.rules import RULES
from tests.security.test_access import plain, values_of

pytestmark = pytest.mark.django_db

Spoil = Callable[[], object]
PAST = timezone.now() - timedelta(days=1)
INVITED: dict[str, Spoil] = {
    "expired": lambda: Invitation.objects.update(expires_at=PAST),
    "revoked": lambda: Invitation.objects.update(revoked_at=PAST),
    "used": lambda: Invitation.objects.update(used_at=PAST),
    "of one of the staff no more": lambda: User.objects.update(is_staff=False),
}
INVITED_TO_A_TEAM: dict[str, Spoil] = {
    "expired": lambda: TeamInvitation.objects.update(expires_at=PAST),
    "revoked": lambda: TeamInvitation.objects.update(revoked_at=PAST),
    "used": lambda: TeamInvitation.objects.update(used_at=PAST),
    "of an owner no more": lambda: Membership.objects.update(role=Membership.Role.MEMBER),
}
SHARED: dict[str, Spoil] = {
    "revoked": lambda: SharedLink.objects.all().delete(),
    "of what was deleted": lambda: Conversation.objects.update(deleted_at=PAST),
}
PROVING: dict[str, Spoil] = {
    "of an address that was given up": lambda: EmailAddress.objects.all().delete(),
    "of an address that another has proven": lambda: EmailAddress.objects.create(
        user=User.objects.get(username=BOB), email="alice@example.com", verified=True
    ),
}


def _alice() -> User:
    return User.objects.get(username=ALICE)


def _new_password() -> None:
    alice = _alice()
    alice.set_password("another correct horse")
    alice.save()


RESETTING: dict[str, Spoil] = {
    "used": _new_password,
    "sent to the address before": lambda: User.objects.filter(username=ALICE).update(
        email="new@example.com"
    ),
}
ENDINGS = {
    "/sign-up/{token}/": INVITED,
    "/teams/join/{token}/": INVITED_TO_A_TEAM,
    "/s/{token}": SHARED,
    "/s/{token}/fork": SHARED,
    "/e-mail/{key}/": PROVING,
    "/password/reset/{uidb36}/{key}/": RESETTING,
}
ROUTES = {route.path: route for route in all_routes() if route.path in ENDINGS}
# Who comes with it: links to shared conversations are for people, the others for everybody.
COMES = {path: BOB if path.startswith("/s/") else NOBODY for path in ENDINGS}
CELLS = [(path, how) for path, endings in ENDINGS.items() for how in endings]


def test_every_secret_that_an_address_has_is_asked_about() -> None:
    by_secret = {path for path, rule in RULES.items() if rule.whose in {"secret", "link"}}
    assert by_secret == ENDINGS.keys()


@pytest.mark.parametrize("path", ENDINGS)
def test_a_secret_that_was_changed_is_none(path: str, world: World) -> None:
    good, made_up = _asked(path, world), _asked(path, world, cut=True)
    assert not made_up.writes
    assert good != made_up


@pytest.mark.parametrize(("path", "how"), CELLS)
def test_a_secret_that_opens_nothing_any_more_is_as_one_that_never_was(
    path: str, how: str, world: World
) -> None:
    with transaction.atomic():
        ENDINGS[path][how]()
        ended, made_up = _asked(path, world), _asked(path, world, cut=True)
        transaction.set_rollback(True)
    assert not ended.writes
    assert ended == made_up


def _asked(path: str, world: World, *, cut: bool = False) -> Cell:
    """cut: with a secret of the same shape that this site never made."""
    values = values_of(ROUTES[path], world)
    if cut:
        name = "key" if "key" in values else "token"
        values[name] = values[name][:-6] + "AAAAAA"
    rule = RULES[path]
    verb = "GET" if "GET" in rule.methods else "POST"
    address = ROUTES[path].filled(values)
    cell = ask(world, COMES[path], verb, address, rule.form)
    return replace(cell, body=plain(cell.body, address))
