"""Figures as people read them."""

from __future__ import annotations

import time

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


@register.filter
def up_since(started_at: float) -> str:
    """How long ago that was, epoch seconds: `3 d 4 h`, `4 h 12 min`, `12 min`, `40 s`."""
    seconds = max(0, int(time.time() - started_at))
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
