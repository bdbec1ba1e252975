"""Reviewing conversations and what programs asked for, as far as the policy opens it. Reading only:
nobody changes a text here. And the audit log, legal holds, and
teams: what staff change about one is in the log."""

from chat.admin.api_generations import ApiGenerationAdmin
from chat.admin.audit import AuditEntryAdmin
from chat.admin.conversations import ConversationAdmin
from chat.admin.feedback import FeedbackAdmin
from chat.admin.holds import HoldAdmin
from chat.admin.review_items import ReviewItemAdmin
from chat.admin.review_labels import ReviewLabelAdmin
from chat.admin.teams import TeamAdmin

__all__ = [
    "ApiGenerationAdmin",
    "AuditEntryAdmin",
    "ConversationAdmin",
    "FeedbackAdmin",
    "HoldAdmin",
    "ReviewItemAdmin",
    "ReviewLabelAdmin",
    "TeamAdmin",
]
