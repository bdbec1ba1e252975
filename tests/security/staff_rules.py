"""What may be done in the admin, and by whom. As in rules.py: what is not here fails
tests/security/test_access_of_staff.py until somebody has said whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Staff:
    """superuser: what even they may do only where it is here. reviewers: the group that is made
    when the site is installed. Other staff may do nothing."""

    superuser: frozenset[str]
    reviewers: frozenset[str]


def may(superuser: str, reviewers: str = "") -> Staff:
    return Staff(frozenset(superuser.split()), frozenset(reviewers.split()))


MAY: Mapping[str, Staff] = {
    "accounts.apikey": may("view delete"),
    "accounts.invitation": may("view add delete"),
    "accounts.team": may("view add change delete"),
    "accounts.user": may("view add change delete"),
    "auth.group": may("view add change delete"),
    "chat.apigeneration": may("view delete"),
    "chat.auditentry": may("view"),
    "chat.conversation": may("view delete", "view"),
    "chat.feedback": may("view delete", "view"),
    "chat.hold": may("view add delete"),
    "chat.reviewitem": may("view", "view"),
    "chat.reviewlabel": may("view add change delete"),
    "operations.announcement": may("view add change delete"),
    "operations.liveoperation": may("view stop"),
    "operations.usage": may("view"),
}
# Here the right to view is not enough: there is one of its own.
OWN_RIGHT = frozenset({"chat.reviewitem"})
# What is done with the selected rows of a list, by whom beside the superuser.
ACTIONS: Mapping[str, str] = {
    "accounts.apikey revoke": "",
    "accounts.invitation revoke": "",
    "accounts.user approve": "",
    "accounts.user refuse": "",
    "accounts.user remove_second_factor": "",
    "chat.conversation put_into_queue": "reviewer",
    "chat.feedback take_table": "looker reviewer",
    "chat.feedback take_cases": "looker reviewer",
    "chat.feedback take_preferences": "looker reviewer",
    "chat.reviewitem give": "reviewer",
    "chat.reviewitem ask_second": "reviewer",
    "chat.reviewitem dismiss_them": "reviewer",
}
# Pages that are not of one model, or do more with one: for all staff, for nobody, or for whom?
STAFF_PAGES: Mapping[str, str] = {
    "/admin/": "staff",
    "/admin/login/": "staff",  # leads others to the site's own, and back
    "/admin/logout/": "nobody",  # takes a POST only
    "/admin/password_change/": "staff",
    "/admin/password_change/done/": "staff",
    "/admin/autocomplete/": "nobody",  # no field asks for it
    "/admin/jsi18n/": "staff",
    "/admin/r/{content_type_id}/{object_id}/": "staff",  # leads to a page that asks itself
    "/admin/{app_label}/": "chat.conversation view",
    "/admin/{url}": "nobody",
    "/admin/accounts/user/{id}/password/": "accounts.user change",
    "/admin/chat/conversation/look/": "staff",  # leads to the list, which asks itself
    "/admin/chat/conversation/sample/": "chat.reviewitem view",
    "/admin/chat/reviewitem/next/": "chat.reviewitem view",
    "/admin/chat/reviewitem/agreement/": "chat.reviewitem view",
    "/admin/chat/conversation/{object_id}/reason/": "chat.conversation view",
    "/admin/chat/conversation/{conversation_id}/replies/{message_id}/": "chat.conversation view",
    "/admin/chat/conversation/{conversation_id}/replies/{message_id}/again/": (
        "chat.conversation view"
    ),
    "/admin/chat/apigeneration/{object_id}/reason/": "chat.apigeneration view",
    "/admin/chat/hold/retention/": "chat.hold view",
    "/admin/chat/auditentry/export.csv": "chat.auditentry view",
    "/admin/operations/usage/{kind}.csv": "operations.usage view",
    "/admin/operations/liveoperation/piece/": "operations.liveoperation view",
    "/admin/operations/liveoperation/stop/{generation_id}/": "operations.liveoperation stop",
}
