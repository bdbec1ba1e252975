"""How people keep order among their conversations: pins, the archive, folders and tags.

Every change is announced to whoever has the conversation open. Refusals are those of
chat.exceptions; what is somebody else's raises NotFound, and so does what is a team's: these are
kept by each person for their own.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from chat import selectors
from chat.exceptions import LimitReached, NameTaken, NotFound
from chat.models import Conversation, Folder, Tag, key_of
from chat.notices import announce_change
from chat.texts import clean_name

MOST_FOLDERS = 200
MOST_PINS = 50  # all of them are on top of every page
MOST_TAGS = 20  # of one conversation
MOST_KINDS_OF_TAGS = 500  # of one owner


def lock_owner(owner: User) -> None:
    """One at a time counts what an owner has and adds to it. Call in a transaction."""
    User.objects.select_for_update().get(pk=owner.pk)


@transaction.atomic
def set_pinned(*, user: User, conversation_id: UUID, is_pinned: bool) -> Conversation:
    """Raises NotFound or LimitReached."""
    lock_owner(user)
    conversation = selectors.get_personal(user, conversation_id)
    pinned = user.conversations.visible().personal().filter(is_pinned=True)
    if is_pinned and not conversation.is_pinned and pinned.count() >= MOST_PINS:
        raise LimitReached(
            _("%(count)d conversations are pinned already. Unpin one first.") % {"count": MOST_PINS}
        )
    return _changed(conversation, is_pinned=is_pinned)


def set_archived(*, user: User, conversation_id: UUID, is_archived: bool) -> Conversation:
    """Out of the list, until its owner writes in it. Raises NotFound."""
    conversation = selectors.get_personal(user, conversation_id)
    return _changed(conversation, is_archived=is_archived)


# --- folders --------------------------------------------------------------------------------------


def list_folders(user: User) -> list[Folder]:
    return list(user.folders.all())


def get_folder(user: User, folder_id: UUID) -> Folder:
    try:
        return user.folders.get(pk=folder_id)
    except Folder.DoesNotExist:
        raise NotFound from None


@transaction.atomic
def create_folder(*, user: User, name: str) -> Folder:
    """Raises TextRefused, NameTaken or LimitReached."""
    name = clean_name(name)
    lock_owner(user)
    _check_folder_name(user, name)
    if user.folders.count() >= MOST_FOLDERS:
        raise LimitReached(
            _("There are %(count)d folders already. Delete one first.") % {"count": MOST_FOLDERS}
        )
    return user.folders.create(name=name)


@transaction.atomic
def rename_folder(*, user: User, folder_id: UUID, name: str) -> Folder:
    """Raises NotFound, TextRefused or NameTaken."""
    name = clean_name(name)
    lock_owner(user)
    folder = get_folder(user, folder_id)
    _check_folder_name(user, name, but=folder)
    folder.name = name
    folder.save(update_fields=["name", "key"])
    return folder


def delete_folder(*, user: User, folder_id: UUID) -> None:
    """Its conversations stay, and move out. Raises NotFound."""
    get_folder(user, folder_id).delete()


@transaction.atomic
def move_to_folder(*, user: User, conversation_id: UUID, folder_id: UUID | None) -> Conversation:
    """`None`: out of any. Raises NotFound."""
    folder = None if folder_id is None else get_folder(user, folder_id)
    conversation = selectors.get_personal(user, conversation_id)
    return _changed(conversation, folder=folder)


@transaction.atomic
def move_to_new_folder(*, user: User, conversation_id: UUID, name: str) -> Conversation:
    """Raises as create_folder, and NotFound; then there is no new folder either."""
    folder = create_folder(user=user, name=name)
    conversation = selectors.get_personal(user, conversation_id)
    return _changed(conversation, folder=folder)


def _check_folder_name(user: User, name: str, but: Folder | None = None) -> None:
    namesake = user.folders.filter(key=key_of(name)).first()
    if namesake is not None and namesake != but:
        raise NameTaken(_("There is a folder with this name already."))


# --- tags -----------------------------------------------------------------------------------------


def list_tags(user: User) -> list[Tag]:
    """Those by which the list can be narrowed."""
    listed = Conversation.objects.visible().filter(tags=OuterRef("pk"), is_archived=False)
    return list(user.tags.filter(Exists(listed)))


def get_tag(user: User, tag_id: UUID) -> Tag:
    try:
        return user.tags.get(pk=tag_id)
    except Tag.DoesNotExist:
        raise NotFound from None


@transaction.atomic
def add_tag(*, user: User, conversation_id: UUID, name: str) -> Conversation:
    """Once more is no mistake. Raises NotFound, TextRefused or LimitReached."""
    name = clean_name(name)
    lock_owner(user)
    conversation = selectors.get_personal(user, conversation_id)
    if conversation.tags.exclude(key=key_of(name)).count() >= MOST_TAGS:
        raise LimitReached(
            _("A conversation has at most %(count)d tags. Remove one first.") % {"count": MOST_TAGS}
        )
    tag = user.tags.filter(key=key_of(name)).first()
    if tag is None and user.tags.count() >= MOST_KINDS_OF_TAGS:
        raise LimitReached(
            _("You use %(count)d tags already. Take one of them.") % {"count": MOST_KINDS_OF_TAGS}
        )
    conversation.tags.add(tag or user.tags.create(name=name))
    return conversation


@transaction.atomic
def remove_tag(*, user: User, conversation_id: UUID, name: str) -> Conversation:
    """Once more is no mistake. A tag that no conversation has is no more. Raises NotFound."""
    lock_owner(user)
    conversation = selectors.get_personal(user, conversation_id)
    for tag in conversation.tags.filter(key=key_of(name)):
        conversation.tags.remove(tag)
        if not tag.conversations.exists():
            tag.delete()
    return conversation


def _changed(conversation: Conversation, **values: bool | Folder | None) -> Conversation:
    for name, value in values.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(values))
    transaction.on_commit(lambda: announce_change(conversation.pk))
    return conversation
