"""Reviewing conversations and what programs asked for, as far as the policy opens it. Reading only:
nobody changes a text here. And the audit log and legal holds."""

from chat.admin.api_generations import ApiGenerationAdmin
from chat.admin.audit import AuditEntryAdmin
from chat.admin.conversations import ConversationAdmin
from chat.admin.holds import HoldAdmin

__all__ = ["ApiGenerationAdmin", "AuditEntryAdmin", "ConversationAdmin", "HoldAdmin"]
