"""What the database knows of people: who invited them, their programs, their teams."""

from accounts.models.api_keys import KEY_NAME_CHARACTERS, ApiKey, ApiKeyQuerySet
from accounts.models.invitations import Invitation, InvitationQuerySet
from accounts.models.teams import TEAM_NAME_CHARACTERS, Membership, Team, TeamInvitation
from accounts.models.users import ADDRESS_CHARACTERS, CaseInsensitiveUserManager, User

__all__ = [
    "ADDRESS_CHARACTERS",
    "KEY_NAME_CHARACTERS",
    "TEAM_NAME_CHARACTERS",
    "ApiKey",
    "ApiKeyQuerySet",
    "CaseInsensitiveUserManager",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Team",
    "TeamInvitation",
    "User",
]
