"""What Alice has: one of everything that an address or a frame can name."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db.models import Model

from accounts import invitations
from accounts.api_keys import create_api_key
from accounts.models import Membership, User
from accounts.teams import invitations as team_invitations
from accounts.teams import services as teams
from chat import feedback, library, saved_prompts, services
from chat.importing import service as importing
from chat.models import ApiGeneration, AuditEntry, Hold, QueuedMessage, ReviewLabel
from chat.privacy import audit, flags, holds
from chat.sharing import links
from operations.models import Announcement
from tests.chat.two_models import compare
from tests.support.cast import make_user, reply_to, say, talk
from tests.support.passkeys import registration


class Belongings:
    """parameters: what stands for her things in an address, by the name of its parameter; special:
    in this one. objects: what the admin shows, by the label of its model."""

    def __init__(self, alice: User, root: User) -> None:
        self.parameters: dict[str, Any] = {}
        self.special: dict[str, dict[str, Any]] = {}
        self.objects: dict[str, Any] = {}
        self._talk(alice)
        self._keep(alice)
        self._sign_in(alice, root)
        self._join(alice)
        self._review(alice, root)

    def _talk(self, alice: User) -> None:
        self.reply = reply_to(say(alice, "What I ask"), "What it says")
        self.conversation = self.reply.conversation
        # In a conversation each of their own: a pair, and a reply that is being written.
        self.pair = compare(alice, "To two")
        self.active = say(alice, "Something long")
        self.queued_id = uuid4()
        services.send_or_queue(
            author=alice,
            client_id=self.queued_id,
            conversation_id=self.active.conversation_id,
            parent_id=self.active.message_id,
            text="And then?",
        )
        assert QueuedMessage.objects.filter(client_id=self.queued_id).exists()
        self.parameters |= {
            "conversation_id": self.conversation.pk,
            "message_id": self.reply.pk,
            "generation_id": self.pair.first.pk,
        }
        self._show(self.conversation)

    def _keep(self, alice: User) -> None:
        link = links.share(alice, self.conversation.pk)
        thrown_away = saved_prompts.save_prompt(owner=alice, name="Old", text="Do that")
        saved_prompts.delete_prompt(owner=alice, prompt_id=thrown_away.pk)
        self.special["/settings/prompts/{prompt_id}/restore/"] = {"prompt_id": thrown_away.pk}
        self.parameters |= {
            "folder_id": library.create_folder(user=alice, name="Hers").pk,
            "prompt_id": saved_prompts.save_prompt(owner=alice, name="Hers", text="Do it").pk,
            "link_id": link.pk,
            "token": links.path_of(link).rsplit("/", 1)[-1],
            "import_id": importing.begin(alice, "hers.json").pk,
            "number": 0,
        }

    def _sign_in(self, alice: User, root: User) -> None:
        """And her programs."""
        key, _secret = create_api_key(owner=alice, name="Hers")
        self.called = ApiGeneration.objects.create(owner=alice, key=key, route="chat.completions")
        device = UserSession.objects.create(
            user=alice, session_key="of-another-browser", ip="192.0.2.1", user_agent="Another"
        )
        passkey = Authenticator.objects.create(
            user=alice,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Hers", "credential": registration(), "passwordless": True},
        )
        TOTP.activate(alice, generate_totp_secret())
        RecoveryCodes.activate(alice).mark_as_viewed()  # or looking at them would note that
        self.parameters |= {
            "key_id": key.pk,
            "session_id": device.pk,
            "pk": passkey.pk,
            "response_id": f"resp_{self.called.pk}",
        }
        invited = invitations.invite(by=root, email="somebody@example.com")
        address = EmailAddress.objects.create(user=alice, email="alice@example.com")
        # What a name stands for depends on the address.
        self.special |= {
            "/sign-up/{token}/": {"token": invitations.path_of(invited).split("/")[-2]},
            "/e-mail/{key}/": {"key": EmailConfirmationHMAC(address).key},
            "/password/reset/{uidb36}/{key}/": {
                "uidb36": user_pk_to_url_str(alice),
                "key": default_token_generator.make_token(alice),
            },
            "/v1/generations/{generation_id}": {"generation_id": self.called.pk},
            "/v1/generations/{generation_id}/stream": {"generation_id": self.called.pk},
        }
        self._show(alice, key, self.called, invited, Group.objects.create(name="Some group"))

    def _join(self, alice: User) -> None:
        team = teams.create_team(owner=alice, name="Hers")
        invited = team_invitations.invite(by=alice, team_id=team.pk)
        other = Membership.objects.create(team=team, user=make_user("teammate"))
        self.parameters |= {
            "team_id": team.pk,
            "invitation_id": invited.pk,
            "membership_id": other.pk,
        }
        token = team_invitations.path_of(invited).split("/")[-2]
        self.special["/teams/join/{token}/"] = {"token": token}
        self._show(team)

    def _review(self, alice: User, root: User) -> None:
        given = feedback.give(giver=alice, message_id=self.reply.pk, rating="bad")
        flags.flag(self.conversation, by=alice, note="Look at this")
        held = Hold(conversation=talk(alice, "Kept", "Yes").conversation, reason="A case")
        holds.place(held, by=root)
        entry = audit.record(
            AuditEntry.Action.OPENED, actor=root, about=self.conversation, reason="A case"
        )
        label = ReviewLabel.objects.create(name="A label", letter="l")
        told = Announcement.objects.create(text="Maintenance at noon.")
        self.parameters["announcement_id"] = told.pk
        self._show(given, held, entry, self.conversation.review, label, told)

    def _show(self, *shown: Model) -> None:
        self.objects |= {one._meta.label_lower: one.pk for one in shown}

    def missing(self) -> dict[str, Any]:
        """The same places in an address, with what is nobody's."""
        return {name: _nobodys(value) for name, value in self.parameters.items()}


def _nobodys(value: Any) -> Any:
    if isinstance(value, int):
        return 2**31 - 1 if value else value
    return uuid4() if not isinstance(value, str) else value[:-4] + "AAAA"
