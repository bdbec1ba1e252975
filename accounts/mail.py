"""Mail to people. It is sent behind the answer: how long a mail server takes would tell whether
there was anybody to write to."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

_postman = ThreadPoolExecutor(1, thread_name_prefix="mail")


def send(template: str, address: str, context: dict[str, Any]) -> None:
    """template: without `_subject.txt` and `_message.txt`."""
    context = {"site_name": settings.SITE_NAME, **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    post(EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address]))


def post(message: EmailMessage) -> None:
    _postman.submit(_deliver, message)


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:  # noqa: BLE001 - whatever a mail server does, the page was right
        log.error("A mail could not be sent: %s", _why(error))  # noqa: TRY400 - its words name people


def _why(error: Exception) -> str:
    """Without a word of what a mail server answers: it names the address."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = sorted({code for code, _answer in error.recipients.values()})
        return " ".join([type(error).__name__, *map(str, codes)])
    if isinstance(error, SMTPException):
        return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    return f"{type(error).__name__}: {error}"


def wait_until_sent() -> None:
    """For whoever ends soon: all that was posted before this has gone."""
    _postman.submit(lambda: None).result()
