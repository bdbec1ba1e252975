"""The mail that was sent in this test; it goes out behind the answer."""

from __future__ import annotations

import re

from django.core import mail
from django.core.mail import EmailMessage

from accounts.mail import wait_until_sent


def letters() -> list[EmailMessage]:
    wait_until_sent()
    return list(mail.outbox)


def link_in(letter: EmailMessage) -> str:
    """The path of the one address in it."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body))
    assert found is not None, letter.body
    return found[1]
