"""What accounts refuse.

AccountsError
├── SignUpClosed          accounts are made by an administrator on this site
├── NoSuchKey             missing, or somebody else's: the answer is the same
├── BadScopes             none, or one that there is not
└── TooManyKeys           revoke one first
"""

from __future__ import annotations


class AccountsError(Exception):
    """Base of all. The text is for people."""

    text = "Something went wrong."

    def __init__(self, text: str = "") -> None:
        super().__init__(text or self.text)


class SignUpClosed(AccountsError):
    text = "Accounts on this site are made by its administrator."


class NoSuchKey(AccountsError):
    text = "There is no such key."


class BadScopes(AccountsError):
    """The text names those that there are."""


class TooManyKeys(AccountsError):
    """Nothing was made."""
