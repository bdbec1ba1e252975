"""What accounts refuse.

AccountsError
├── SignUpClosed          accounts are made by an administrator on this site
│   └── InvitationNeeded  or the one that was brought is used, revoked or too old
├── NoSuchKey             missing, or somebody else's: the answer is the same
├── BadScopes             none, or one that there is not
├── TooManyKeys           revoke one first
├── NoSuchTeam            missing, or one that they are not in: the answer is the same
├── NotAnOwner            of this team; only owners may do that
├── LastOwner             somebody else has to own the team first
├── TooManyTeams          leave or delete one first
├── TooManyInvitations    revoke one first
├── InvitationEnded       used, revoked or too old, or its inviter owns the team no more
├── InvitationForAnother  whose address is another
├── AlreadyInTeam         and the invitation stays good
├── CannotLeave           an administrator cannot delete this account now; says why
├── QuotaExceeded         of requests or of tokens; says when to come back
└── QuotaUnavailable      Redis cannot be reached, or is full
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext, gettext_noop

if TYPE_CHECKING:
    from accounts.quota import Left


class AccountsError(Exception):
    """Base of all. The text is for people, in the language of who is answered."""

    text = gettext_noop("Something went wrong.")

    def __init__(self, text: str = "") -> None:
        super().__init__(text or gettext(self.text))


class SignUpClosed(AccountsError):
    text = gettext_noop("Accounts on this site are made by its administrator.")


class InvitationNeeded(SignUpClosed):
    """None was brought, or one that was used, revoked or too old."""


class NoSuchKey(AccountsError):
    text = gettext_noop("There is no such key.")


class BadScopes(AccountsError):
    """The text names those that there are."""


class TooManyKeys(AccountsError):
    """Nothing was made."""


class NoSuchTeam(AccountsError):
    text = gettext_noop("There is no such team.")


class NotAnOwner(AccountsError):
    text = gettext_noop("Only the owners of the team can do that.")


class LastOwner(AccountsError):
    """Nothing was changed."""

    text = gettext_noop("A team needs an owner. Make somebody else an owner first.")


class TooManyTeams(AccountsError):
    """Nothing was made."""


class TooManyInvitations(AccountsError):
    """Nothing was made."""


class InvitationEnded(AccountsError):
    text = gettext_noop(
        "It was used already, was taken back, or is too old. Ask whoever invited you for a new one."
    )


class InvitationForAnother(AccountsError):
    text = gettext_noop(
        "This invitation is for another e-mail address than yours. Open the link in the mail that "
        "was sent there, or sign in with the account that has that address."
    )


class AlreadyInTeam(AccountsError):
    text = gettext_noop("You are in this team already.")


class CannotLeave(AccountsError):
    """Nothing was deleted."""


class QuotaExceeded(AccountsError):
    """Nothing was taken. `left` says how it stands."""

    def __init__(
        self,
        text: str,
        *,
        what: Literal["requests", "tokens"],
        retry_after_seconds: int,
        left: Left,
    ) -> None:
        super().__init__(text)
        self.what = what
        self.retry_after_seconds = retry_after_seconds
        self.left = left


class QuotaUnavailable(AccountsError):
    text = gettext_noop("Quotas cannot be looked up just now.")
