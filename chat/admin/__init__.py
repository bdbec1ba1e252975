"""Reviewing conversations. Reading only: nobody adds or changes a message here."""

from chat.admin.conversations import ConversationAdmin

__all__ = ["ConversationAdmin"]
