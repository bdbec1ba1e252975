"""`{% open_reviews as reviews %}`: how much is open in the queue of who looks."""

from __future__ import annotations

from typing import Any

from django import template

from chat.review.access import items_for, may_review

register = template.Library()

MOST_COUNTED = 99


@register.simple_tag(takes_context=True)
def open_reviews(context: dict[str, Any]) -> str | None:
    """99+ is enough to know. `None`: it is not for them."""
    reader = context["request"].user
    if not may_review(reader):
        return None
    count = items_for(reader).open()[: MOST_COUNTED + 1].count()
    if not count:
        return ""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
