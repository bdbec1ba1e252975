"""How often somebody may try. Knows no setting by name."""

from __future__ import annotations


def throttles(attempts_per_minute: int) -> dict[str, str]:
    """Of allauth, by action: for one network address (`ip`), person (`user`), or name or mailbox
    that was typed (`key`)."""
    each = f"{attempts_per_minute}/m/ip"
    return {
        "login": each,
        "login_failed": f"{each},10/5m/key",
        "signup": each,
        "reset_password": f"{each},3/h/key",
        "reset_password_from_key": each,
        # A link that was sent stays good, so who asks again soon needs no second one.
        "confirm_email": "1/3m/key,6/d/key",
    }
