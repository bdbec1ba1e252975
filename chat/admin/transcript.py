"""A conversation as a reviewer reads it: all of it in the order of writing, or a part of one path
with the versions of each turn. Knows no template and no permission."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from chat.models import Conversation, Feedback, Generation, Message
from chat.paths import Window

# What is beyond is shown as it was written: Markdown can be made to take long.
MARKDOWN_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptTurn:
    """One message in the order of writing. `branch` of `branches` versions of the same turn;
    `answers` is the number of the turn before it, where that is not simply the one above.
    `earlier` and `later` are the versions beside it, where these can be gone to. is_plain: its text
    is shown as it was written."""

    number: int
    message: Message
    branch: int
    branches: int
    answers: int | None = None
    earlier: UUID | None = None
    later: UUID | None = None
    is_plain: bool

    @property
    def speaker(self) -> str:
        author = self.message.author
        return author.shown_name if author else self.message.get_role_display()

    @property
    def generation(self) -> Generation | None:
        return self.message.try_at_it

    @property
    def mark(self) -> str:
        """What a reader must know about how it came to be; empty for a complete turn."""
        generation = self.generation
        if self.message.is_edited:
            editor = self.message.edited_by
            return f"Edited by {editor.shown_name if editor else 'a deleted account'}"
        if generation is None or generation.finish_reason == Generation.FinishReason.STOP:
            return ""
        if generation.status == Generation.Status.FINISHED:
            return generation.get_finish_reason_display()
        return generation.get_status_display()

    @property
    def feedback(self) -> list[Feedback]:
        return list(self.message.feedback.all())

    @property
    def figures(self) -> list[tuple[str, str]]:
        return [] if self.generation is None else list(_figures(self.generation))


def build_transcript(conversation: Conversation) -> list[TranscriptTurn]:
    given = Feedback.objects.select_related("giver").order_by("created_at")
    messages = conversation.messages.select_related(
        "generation", "author", "edited_by"
    ).prefetch_related(Prefetch("feedback", given))
    versions: dict[UUID | None, int] = defaultdict(int)
    turns: list[tuple[Message, int]] = []
    for message in messages:
        versions[message.parent_id] += 1
        turns.append((message, versions[message.parent_id]))
    numbers: dict[UUID | None, int] = {
        message.pk: number for number, (message, _) in enumerate(turns, 1)
    }
    plain = _plain([message for message, _ in turns])
    return [
        TranscriptTurn(
            number=number,
            message=message,
            branch=branch,
            branches=versions[message.parent_id],
            answers=_unless_above(numbers.get(message.parent_id), number),
            is_plain=message.pk in plain,
        )
        for number, (message, branch) in enumerate(turns, 1)
    ]


def build_window(window: Window) -> list[TranscriptTurn]:
    given = Feedback.objects.select_related("giver").order_by("created_at")
    messages = list(window.messages)
    prefetch_related_objects(messages, "author", "edited_by", Prefetch("feedback", given))
    plain = _plain(messages)
    turns = []
    for number, message in enumerate(messages, window.older + 1):
        versions = list(window.siblings[message.pk])
        place = versions.index(message.pk)
        turns.append(
            TranscriptTurn(
                number=number,
                message=message,
                branch=place + 1,
                branches=len(versions),
                earlier=versions[place - 1] if place else None,
                later=versions[place + 1] if place + 1 < len(versions) else None,
                is_plain=message.pk in plain,
            )
        )
    return turns


def _plain(messages: Sequence[Message]) -> set[UUID]:
    """Questions, as on the page; and replies, when there was more than enough Markdown before."""
    plain, characters = set(), 0
    for message in messages:
        is_reply = message.role == Message.Role.ASSISTANT
        characters += len(message.text) if is_reply else 0
        if not is_reply or characters > MARKDOWN_CHARACTERS:
            plain.add(message.pk)
    return plain


def _unless_above(parent: int | None, number: int) -> int | None:
    return None if parent == number - 1 else parent


def _figures(generation: Generation) -> Iterator[tuple[str, str]]:
    """Label and value of what is known."""
    name = f"{generation.model} ({generation.revision})" if generation.revision else ""
    known: list[tuple[str, str | None]] = [
        ("Model", name or generation.model or None),
        ("Queued", _seconds(generation.queue_seconds)),
        ("First text after", _seconds(generation.ttft_seconds)),
        ("Speed", _speed(generation.tokens_per_second)),
        ("Prompt", _tokens(generation.prompt_token_count)),
        ("Reply", _tokens(generation.completion_token_count)),
        ("Turns left out", str(generation.left_out_turn_count or "") or None),
        ("Attempt", str(generation.attempt) if generation.attempt > 1 else None),
    ]
    return ((label, value) for label, value in known if value is not None)


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f} s"


def _speed(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f} tokens/s"


def _tokens(value: int | None) -> str | None:
    return None if value is None else f"{value:,} tokens"
