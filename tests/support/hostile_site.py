"""Hostile texts in every place of a running site that a person can write in. Run by its manage.py,
so that it is the site's own code that takes them."""

from __future__ import annotations

import json
import sys

from accounts.api_keys import create_api_key
from accounts.models import User
from accounts.teams import services as teams
from chat import feedback, library, saved_prompts
from chat.importing import service as importing
from chat.models import Conversation, Message, ReviewLabel
from chat.privacy import flags
from chat.review import labelling
from chat.sharing import links
from operations.models import Announcement
from tests.support.cast import PASSWORD
from tests.support.payloads import EVERYTHING, NAME


def fill(alice: str, root: str) -> None:
    """root: of a superuser that is made. Tells at which addresses it is seen: those of people, and
    those of the admin."""
    author = User.objects.get(username=alice)
    reviewer = User.objects.create_user(
        root, password=PASSWORD, is_staff=True, is_superuser=True, first_name=NAME
    )
    author.first_name = NAME
    author.save()
    conversation = author.conversations.get()
    _write_around(author, conversation)
    _review(author, reviewer, conversation)
    link = links.share(author, conversation.pk)
    team = teams.create_team(owner=author, name=NAME)
    told = Announcement.objects.create(text=EVERYTHING[:500], is_dismissible=False)
    at, item = f"/c/{conversation.pk}/", conversation.review
    people = [
        *("/", at, f"{at}share/", f"{at}tags/", f"{at}report/", links.path_of(link)),
        *("/settings/", "/settings/prompts/", "/settings/keys/", "/settings/import/"),
        *("/settings/readers/", "/teams/", f"/teams/{team.pk}/", f"/teams/{team.pk}/settings/"),
        *(f"/teams/{team.pk}/chat/", "/archived/", "/search/?q=kanarienvogel", "/demo/streaming"),
    ]
    admin = "/admin/chat"
    staff = [
        *("/admin/", f"{admin}/conversation/", f"{admin}/conversation/{conversation.pk}/change/"),
        *(f"{admin}/reviewitem/", f"{admin}/reviewitem/{item.pk}/change/", f"{admin}/feedback/"),
        *(f"{admin}/reviewitem/agreement/", f"{admin}/reviewlabel/", f"{admin}/auditentry/"),
        *("/admin/accounts/user/", f"/admin/accounts/user/{author.pk}/change/"),
        *("/admin/accounts/team/", f"/admin/accounts/team/{team.pk}/change/"),
        *("/admin/accounts/apikey/", "/admin/operations/announcement/"),
        *(f"/admin/operations/announcement/{told.pk}/change/", "/admin/operations/usage/"),
        "/admin/operations/liveoperation/",
    ]
    told_of = {"conversation": str(conversation.pk), "people": people, "staff": staff}
    sys.stdout.write(json.dumps(told_of))


def _write_around(author: User, conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(title=NAME, system_prompt=EVERYTHING)
    library.move_to_new_folder(user=author, conversation_id=conversation.pk, name=NAME)
    library.add_tag(user=author, conversation_id=conversation.pk, name=NAME[:40])
    saved_prompts.save_prompt(owner=author, name=NAME, text=EVERYTHING.replace("\x01", ""))
    create_api_key(owner=author, name=NAME)
    importing.begin(author, f"{NAME}.json")


def _review(author: User, reviewer: User, conversation: Conversation) -> None:
    reply = conversation.messages.filter(role=Message.Role.ASSISTANT).latest("created_at")
    feedback.give(giver=author, message_id=reply.pk, rating="bad", comment=EVERYTHING[:900])
    flags.flag(conversation, by=author, note=EVERYTHING)
    ReviewLabel.objects.create(name=NAME[:40], letter="y", description=NAME)
    labelling.add_note(conversation.review, reviewer, EVERYTHING)


def clear(alice: str, root: str) -> None:
    """For who comes to this site next."""
    Announcement.objects.all().delete()
    ReviewLabel.objects.filter(letter="y").delete()
    User.objects.get(username=alice).conversations.all().delete()
    User.objects.filter(username__in=(alice, root)).update(is_active=False, first_name="")
