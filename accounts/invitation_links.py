"""What links of invitations have in common, whether they lead to the site or into a team.

Two kinds of link lead to the same invitation. One is shown to who invites, the other goes by mail
only: who comes by it has read the mail of that address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models.invitations import LinkInvitation
from accounts.signed_ids import make_token, read_token

Invited = TypeVar("Invited", bound=LinkInvitation)


@dataclass(frozen=True, slots=True)
class Brought(Generic[Invited]):
    """An invitation with which somebody came. is_mailed: by the link in the mail."""

    invitation: Invited
    is_mailed: bool


class Links(Generic[Invited]):
    """route: of the page that they lead to. purpose: of their tokens. session_key: under which a
    browser keeps what somebody came with. usable: those that open the door now."""

    def __init__(
        self,
        *,
        route: str,
        purpose: str,
        session_key: str,
        usable: Callable[[], QuerySet[Invited]],
    ) -> None:
        self._route, self._session_key, self._usable = route, session_key, usable
        self._shown, self._mailed = purpose, f"{purpose}.mailed"

    def path_of(self, invitation: Invited) -> str:
        """To be shown to who invites."""
        return self._path(invitation, self._shown)

    def letter(self, invitation: Invited, *, site_url: str) -> dict[str, Any]:
        """What a letter with its link says. site_url: without a slash at its end."""
        inviter = invitation.invited_by
        return {
            "url": site_url + self._path(invitation, self._mailed),
            "days": max(1, (invitation.expires_at - timezone.now()).days),
            "inviter": inviter.shown_name if inviter else "",
        }

    def find(self, token: str) -> Brought[Invited] | None:
        """Only what can still be used."""
        for purpose in (self._shown, self._mailed):
            invitation_id = read_token(token, purpose=purpose)
            if invitation_id is not None:
                return self._brought(invitation_id, is_mailed=purpose == self._mailed)
        return None

    def keep(self, request: HttpRequest, brought: Brought[Invited]) -> None:
        """Until this browser has signed in or up, which may lead by way of another site."""
        request.session[self._session_key] = [str(brought.invitation.pk), brought.is_mailed]

    def kept(self, request: HttpRequest) -> Brought[Invited] | None:
        invitation_id, is_mailed = request.session.get(self._session_key) or (None, False)
        return self._brought(UUID(invitation_id), is_mailed=is_mailed) if invitation_id else None

    def forget(self, request: HttpRequest) -> None:
        request.session.pop(self._session_key, None)

    def _path(self, invitation: Invited, purpose: str) -> str:
        return reverse(self._route, args=[make_token(invitation.pk, purpose=purpose)])

    def _brought(self, invitation_id: UUID, *, is_mailed: bool) -> Brought[Invited] | None:
        found = self._usable().filter(pk=invitation_id).first()
        return Brought(found, is_mailed) if found else None
