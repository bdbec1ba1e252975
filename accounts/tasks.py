"""What is done for accounts by itself, now and then."""

from __future__ import annotations

from celery import shared_task

from accounts.sessions import forget_expired


@shared_task(name="accounts.forget_sessions", ignore_result=True)
def forget_sessions() -> None:
    """Once a night, see chat.schedule."""
    forget_expired()
