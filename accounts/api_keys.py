"""Keys of programs: made, revoked, and found by their secret. Knows no request and no route.

A secret is `sk-chat-`, eight characters to find it by, and 256 random bits. Nobody guesses those:
one round of SHA-256 keeps them as well as a slow hash would, and costs a request nothing.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.translation import gettext as _

from accounts.exceptions import BadScopes, NoSuchKey, NoSuchTeam, TooManyKeys
from accounts.models import ApiKey, Team, User

SCOPES = ("models", "read", "generate")

BEGINNING = "sk-chat-"
DRAWN_CHARACTERS = 8
SECRET = re.compile(rf"({BEGINNING}[A-Za-z0-9]{{{DRAWN_CHARACTERS}}})-[A-Za-z0-9_-]{{43}}")
PREFIX_TRIES = 5  # one prefix that is taken already is rare enough
NO_DIGEST = "0" * 64  # compared where there is no key, so that both answers take as long

MOST_LASTING_KEYS = 50  # of one owner; more would be told apart by nobody
ENDED_KEYS_SHOWN = 20
USE_NOTED_EVERY = timedelta(minutes=1)  # a busy key must not write a row with every request


def create_api_key(
    *,
    owner: User,
    name: str,
    scopes: Iterable[str] = SCOPES,
    expires_at: datetime | None = None,
    keeps_text: bool = False,
    team: Team | None = None,
) -> tuple[ApiKey, str]:
    """The key and its secret, which nobody can show again. team: for which it asks. Raises
    BadScopes, TooManyKeys, or NoSuchTeam where the owner may not write."""
    known_scopes = check_scopes(scopes)
    if team is not None and not teams_for_keys(owner).filter(pk=team.pk).exists():
        raise NoSuchTeam
    if owner.api_keys.lasting().count() >= MOST_LASTING_KEYS:
        raise TooManyKeys(
            _("%(most)d keys are in use already. Revoke one first.") % {"most": MOST_LASTING_KEYS}
        )
    for _try in range(PREFIX_TRIES):
        prefix = BEGINNING + get_random_string(DRAWN_CHARACTERS)
        secret = f"{prefix}-{secrets.token_urlsafe(32)}"
        key = ApiKey(
            owner=owner,
            team=team,
            name=name,
            prefix=prefix,
            digest=_digest(secret),
            scopes=known_scopes,
            expires_at=expires_at,
            keeps_text=keeps_text,
        )
        try:
            with transaction.atomic():
                key.save(force_insert=True)
        except IntegrityError:
            if not ApiKey.objects.filter(prefix=prefix).exists():
                raise
        else:
            return key, secret
    raise RuntimeError(
        "Each prefix that was drawn is taken: nothing random comes from this machine."
    )


def teams_for_keys(owner: User) -> QuerySet[Team]:
    """Those in which they may write, by name."""
    return Team.objects.filter(pk__in=owner.memberships.writers().values("team"))


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """Each once, in the order of SCOPES. Raises BadScopes."""
    wanted = set(scopes)
    unknown = sorted(wanted - set(SCOPES))
    if unknown or not wanted:
        told = f"There is no scope {unknown[0]!r}." if unknown else "A key needs a scope."
        raise BadScopes(f"{told} Choose from {', '.join(SCOPES)}.")
    return [scope for scope in SCOPES if scope in wanted]


def revoke_api_key(*, owner: User, key_id: UUID) -> ApiKey:
    """At once and for good; once more changes nothing. Raises NoSuchKey."""
    found = owner.api_keys.filter(pk=key_id)
    found.revoke()
    key = found.first()
    if key is None:
        raise NoSuchKey
    return key


@dataclass(frozen=True, slots=True)
class Keys:
    """Of one owner, the newest first; of those that open nothing any more only some."""

    lasting: list[ApiKey]
    ended: list[ApiKey]


def list_api_keys(owner: User) -> Keys:
    keys = owner.api_keys.select_related("team").prefetch_related("owner__memberships")
    lasting = list(keys.lasting())
    ended = keys.exclude(pk__in=[key.pk for key in lasting])
    return Keys(lasting=lasting, ended=list(ended[:ENDED_KEYS_SHOWN]))


def find_api_key(secret: str) -> ApiKey | None:
    """The key with its owner, if it may be used now. Why it may not is told to nobody."""
    shape = SECRET.fullmatch(secret)
    if shape is None:
        return None
    key = ApiKey.objects.usable().select_related("owner", "team").filter(prefix=shape[1]).first()
    is_right = constant_time_compare(_digest(secret), key.digest if key else NO_DIGEST)
    if key is None or not is_right:
        return None
    _note_use(key)
    return key


def still_good(key_ids: Iterable[UUID]) -> set[UUID]:
    """Those that may still be used: asked every second for all open streams, in one query."""
    return set(ApiKey.objects.usable().filter(pk__in=key_ids).values_list("pk", flat=True))


def _note_use(key: ApiKey) -> None:
    now = timezone.now()
    if key.last_used_at is not None and key.last_used_at > now - USE_NOTED_EVERY:
        return
    # Of the requests that come at this moment one writes.
    unnoted = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=now)
    key.last_used_at = now


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
