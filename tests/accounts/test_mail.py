"""What is written where a letter could not be sent: why, and to nobody by name."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage, get_connection

from accounts import mail
from tests.support.letter_box import open_letter_box


def test_why_a_recipient_is_refused_is_told_and_not_who_it_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """By a real mail server, which repeats the address."""
    letter = EmailMessage("Hello", "You", "site@example.com", ["alice@example.com"])
    with open_letter_box() as box:
        at = urlsplit(box.url)
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        letter.connection = get_connection(smtp, host=at.hostname, port=at.port)
        box.is_refusing = True
        mail.post(letter)
        mail.wait_until_sent()
    assert caplog.messages == ["A mail could not be sent: SMTPRecipientsRefused 550"]
