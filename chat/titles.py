"""Titles that a model writes, once for each conversation, after its first reply.

Its request stands behind everybody's, nobody is charged for it, and it may be lost: then the first
words stay.
"""

from __future__ import annotations

import logging
import re
from typing import Any
from uuid import uuid4

from celery import signature
from django.conf import settings
from django.db import DatabaseError

from chat.activity import announce_activity
from chat.models import Conversation, Generation, Message
from chat.models.tries import storable
from chat.notices import announce_change
from chat.texts import SHORT_TITLE_CHARACTERS
from inference.client import default_model, start_generation
from inference.contract import GenerationRequest, Outcome, Sampling, Turn
from inference.exceptions import InferenceError

logger = logging.getLogger(__name__)

# What these write is no title: Pocket is too small for it, and the scripted model repeats things.
WRITE_NONE = ("pocket", "scripted")
READ_CHARACTERS = 2_000  # of the first message: what it is about is said by then
MOST_TOKENS, MOST_WORDS = 24, 10
INSTRUCTION = (
    "You give titles to conversations. Whatever the user writes, do not answer it: write a title "
    "of three to six words for a conversation that begins with it, in the language of the user. "
    "Write nothing but the title, on one line, without quotation marks."
)


def ask_for_title(ended: Generation) -> None:
    """If this was the first reply, nobody gave a title, and the site wants some. Never raises: a
    reply that is saved is not to be saved again for it."""
    try:
        if _is_wanted(ended) and _is_first(ended.message) and _claim(ended.conversation):
            _ask(ended)
    except (InferenceError, DatabaseError) as error:
        logger.warning("A conversation keeps its first words as title: %s", error)


def take_title(conversation_id: str, outcome: Outcome) -> bool:
    """False: it is none, or somebody gave another meanwhile, or deleted it."""
    title = clean(outcome.text) if outcome.finish_reason == "stop" else ""
    asked = Conversation.objects.visible().filter(
        pk=conversation_id, title_by=Conversation.TitleBy.ASKED
    )
    if not title or not asked.update(title=title, title_by=Conversation.TitleBy.MODEL):
        return False
    conversation = Conversation.objects.get(pk=conversation_id)
    announce_change(conversation.pk)
    announce_activity(conversation, "titled")
    return True


def clean(written: str) -> str:
    """One line of plain words; empty: it is no title."""
    lines = storable(written).strip().splitlines()
    if len(lines) != 1:
        return ""
    line = re.sub(r"[*_`#]+|^\s*(title|titel)\s*:", "", lines[0], flags=re.IGNORECASE)
    line = " ".join(line.split()).strip(" \"'“”„‚‘’«»‹›「」").rstrip(".")
    is_short = len(line) <= SHORT_TITLE_CHARACTERS and len(line.split()) <= MOST_WORDS
    return line if is_short else ""


def _is_wanted(ended: Generation) -> bool:
    if settings.TITLES == "first_words" or not ended.message.text.strip():
        return False
    return settings.TITLES == "model" or ended.model not in WRITE_NONE


def _is_first(reply: Message) -> bool:
    return reply.parent is not None and reply.parent.parent_id is None


def _claim(conversation: Conversation) -> bool:
    """Once, whoever else has saved this reply too."""
    untouched = Conversation.objects.visible().filter(
        pk=conversation.pk, title_by=Conversation.TitleBy.BEGINNING
    )
    return untouched.update(title_by=Conversation.TitleBy.ASKED) == 1


def _ask(ended: Generation) -> None:
    assert ended.message.parent is not None  # it is the first
    first_words = ended.message.parent.text[:READ_CHARACTERS]
    turns = (Turn(role="system", content=INSTRUCTION), Turn(role="user", content=first_words))
    start_generation(
        GenerationRequest(
            id=str(uuid4()),
            owner="",
            turns=turns,
            sampling=Sampling(temperature=0.0, max_tokens=MOST_TOKENS),
            model="" if ended.model == default_model() else ended.model,
            thinking=False,
            is_background=True,
        ),
        on_outcome=_save_signature(ended.conversation),
        must_be_live=True,
    )


def _save_signature(conversation: Conversation) -> dict[str, Any]:
    arguments = {"conversation_id": str(conversation.pk)}
    return dict(signature("chat.save_title", kwargs=arguments, queue="web"))
