"""Reviewing conversations and what programs asked for. Reading only: nobody changes a text here."""

from chat.admin.api_generations import ApiGenerationAdmin
from chat.admin.conversations import ConversationAdmin
from chat.admin.feedback import FeedbackAdmin

__all__ = ["ApiGenerationAdmin", "ConversationAdmin", "FeedbackAdmin"]
