"""Mail to people. It is sent behind the answer: how long a mail server takes would tell whether
there was anybody to write to."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
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
    except Exception:  # whatever a mail server does, the page was right
        log.exception("A mail could not be sent: %s", message.subject)


def wait_until_sent() -> None:
    """For whoever ends soon: all that was posted before this has gone."""
    _postman.submit(lambda: None).result()
