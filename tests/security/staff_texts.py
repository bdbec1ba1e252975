"""Which hostile texts staff see, on which page of the admin; and of which pages they see none, and
why. As in rules.py: a list or a page of one row that is not here fails test_hostile_texts.py."""

from __future__ import annotations

from collections.abc import Mapping

# By the model and the field that they stand in.
STAFF_SEE: Mapping[str, str] = {
    "/admin/accounts/apikey/": "accounts.user.username accounts.apikey.name",
    "/admin/accounts/apikey/{object_id}/change/": "accounts.user.username accounts.apikey.name",
    "/admin/accounts/team/": "accounts.user.username accounts.team.name",
    "/admin/accounts/team/{object_id}/change/": (
        "accounts.user.username accounts.team.name accounts.team.model accounts.team.system_prompt"
    ),
    "/admin/accounts/user/": "accounts.user.username",
    "/admin/accounts/user/{object_id}/change/": (
        "accounts.user.username accounts.user.first_name accounts.user.last_name"
    ),
    "/admin/chat/apigeneration/": (
        "accounts.user.username accounts.apikey.name chat.apigeneration.model"
    ),
    "/admin/chat/apigeneration/{object_id}/change/": (
        "accounts.user.username accounts.apikey.name chat.apigeneration.model "
        "chat.apigeneration.error_message chat.apigeneration.revision"
    ),
    "/admin/chat/auditentry/": "accounts.user.username",
    "/admin/chat/auditentry/{object_id}/change/": "",  # a reason, which says no field
    "/admin/chat/conversation/": (
        "accounts.user.username accounts.team.name chat.conversation.title chat.generation.model"
    ),
    "/admin/chat/conversation/{object_id}/change/": (
        "accounts.user.username accounts.user.first_name accounts.user.last_name "
        "chat.conversation.title chat.conversation.flag_note chat.message.text "
        "chat.message.reasoning chat.feedback.comment chat.generation.model "
        "chat.generation.revision"
    ),
    "/admin/chat/feedback/": "accounts.user.username chat.feedback.comment chat.generation.model",
    "/admin/chat/feedback/{object_id}/change/": (
        "accounts.user.username chat.message.text chat.feedback.comment chat.generation.model"
    ),
    "/admin/chat/hold/": "accounts.user.username chat.hold.reason chat.hold.placed_by",
    "/admin/chat/hold/{object_id}/change/": "chat.hold.reason",
    "/admin/chat/reviewitem/": "accounts.user.username chat.conversation.title",
    "/admin/chat/reviewitem/{object_id}/change/": (
        "accounts.user.username chat.conversation.title chat.conversation.flag_note "
        "chat.message.text chat.message.reasoning chat.feedback.comment chat.generation.model "
        "chat.reviewlabel.description chat.reviewnote.text"
    ),
    "/admin/chat/reviewlabel/": "chat.reviewlabel.description",
    "/admin/chat/reviewlabel/{object_id}/change/": "chat.reviewlabel.description",
    "/admin/operations/announcement/": "operations.announcement.text",
    "/admin/operations/announcement/{object_id}/change/": "operations.announcement.text",
    "/admin/operations/liveoperation/": "accounts.user.username chat.generation.model",
    "/admin/operations/usage/": "accounts.user.username chat.generation.model",
    # Pages that are neither, and show what was said.
    "/admin/chat/conversation/{conversation_id}/replies/{message_id}/": (
        "chat.conversation.title chat.replyrecord.system_prompt chat.message.text "
        "chat.message.reasoning chat.generation.model"
    ),
    "/admin/operations/liveoperation/piece/": "accounts.user.username chat.generation.model",
}
SHOW_NONE: Mapping[str, str] = {
    "/admin/accounts/invitation/": "an address that Django checks, and nobody's name yet",
    "/admin/accounts/invitation/{object_id}/change/": "the same",
    "/admin/auth/group/": "its names are Django's own model, which only superusers write",
    "/admin/auth/group/{object_id}/change/": "the same",
}
