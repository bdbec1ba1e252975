"""The prompts that people save for themselves, to ask them again. Knows no page."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from chat.exceptions import LimitReached, NameTaken, NotFound
from chat.library import lock_owner
from chat.models import SavedPrompt, key_of
from chat.texts import clean_name, clean_prompt

MOST_PROMPTS = 200  # the page loads all of them at once


def list_prompts(owner: User) -> list[SavedPrompt]:
    return list(owner.saved_prompts.visible())


def get_prompt(owner: User, prompt_id: UUID) -> SavedPrompt:
    """Raises NotFound."""
    try:
        return owner.saved_prompts.visible().get(pk=prompt_id)
    except SavedPrompt.DoesNotExist:
        raise NotFound from None


def find_deleted(owner: User, prompt_id: str) -> SavedPrompt | None:
    """One that can be taken back. prompt_id: as an address may say it."""
    try:
        wanted = UUID(prompt_id)
    except ValueError:
        return None
    return owner.saved_prompts.exclude(deleted_at=None).filter(pk=wanted).first()


@transaction.atomic
def save_prompt(*, owner: User, name: str, text: str, prompt_id: UUID | None = None) -> SavedPrompt:
    """A new one, or another version of that one. Raises TextRefused, NameTaken, LimitReached or
    NotFound."""
    name, text = clean_name(name), clean_prompt(text)
    lock_owner(owner)
    prompt = SavedPrompt(owner=owner) if prompt_id is None else get_prompt(owner, prompt_id)
    _check_place(owner, name, prompt, is_new=prompt_id is None)
    prompt.name, prompt.text = name, text
    prompt.save()
    return prompt


def delete_prompt(*, owner: User, prompt_id: UUID) -> SavedPrompt:
    """Out of sight; for good when purging does so. Raises NotFound."""
    prompt = get_prompt(owner, prompt_id)
    prompt.deleted_at = timezone.now()
    prompt.save(update_fields=["deleted_at"])
    return prompt


@transaction.atomic
def restore_prompt(*, owner: User, prompt_id: UUID) -> SavedPrompt:
    """Once more is no mistake. Raises NotFound (also when it is gone for good), NameTaken or
    LimitReached."""
    lock_owner(owner)
    prompt = owner.saved_prompts.filter(pk=prompt_id).first()
    if prompt is None:
        raise NotFound
    if prompt.deleted_at is not None:
        _check_place(owner, prompt.name, prompt, is_new=True)
        prompt.deleted_at = None
        prompt.save(update_fields=["deleted_at"])
    return prompt


def _check_place(owner: User, name: str, prompt: SavedPrompt, *, is_new: bool) -> None:
    others = owner.saved_prompts.visible().exclude(pk=prompt.pk)
    if others.filter(key=key_of(name)).exists():
        raise NameTaken(_("You have a saved prompt with this name already."))
    if is_new and others.count() >= MOST_PROMPTS:
        raise LimitReached(
            _("You have %(count)d saved prompts already. Delete one first.")
            % {"count": MOST_PROMPTS}
        )
