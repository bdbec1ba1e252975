"""What accounts refuse.

AccountsError
├── SignUpClosed          accounts are made by an administrator on this site
│   └── InvitationNeeded  or the one that was brought is used, revoked or too old
├── NoSuchKey             missing, or somebody else's: the answer is the same
├── BadScopes             none, or one that there is not
├── TooManyKeys           revoke one first
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
