"""Invitations: a link for one person, made in the admin or by a command."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import invitations, services
from accounts.exceptions import SignUpClosed
from accounts.models import Invitation, User
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters, link_in

pytestmark = pytest.mark.django_db
FORM = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def alice(settings: Settings) -> User:
    """She administers a site that is by invitation."""
    settings.SIGN_UP = "invitation"
    return make_user("alice", is_staff=True, is_superuser=True)


def follow(path: str) -> Client:
    client = Client()
    client.get(path)
    return client


def signs_up(client: Client, name: str, **more: str) -> bool:
    client.post("/sign-up/", {"username": name, **FORM, **more})
    return User.objects.filter(username=name).exists()


def test_without_an_invitation_nobody_signs_up(client: Client) -> None:
    page = client.get("/sign-up/")
    assert page.status_code == 403
    assert "needs an invitation" in page.text
    assert not signs_up(client, "bob")


def test_the_sign_in_page_offers_no_sign_up(client: Client) -> None:
    assert "/sign-up/" not in client.get("/sign-in/").text


def test_who_follows_the_link_signs_up_once(alice: User) -> None:
    invitation = invitations.invite(by=alice)
    path = invitations.path_of(invitation)
    bob = follow(path)
    assert "You are invited" in bob.get("/sign-up/").text
    assert signs_up(bob, "bob")
    assert bob.get("/").status_code == 200
    invitation.refresh_from_db()
    assert (invitation.state, invitation.used_by) == ("used", User.objects.get(username="bob"))
    again = Client()
    assert again.get(path).status_code == 404
    assert not signs_up(again, "charlie")


def test_a_refused_form_leaves_the_invitation_open(alice: User) -> None:
    bob = follow(invitations.path_of(invitations.invite(by=alice)))
    assert not signs_up(bob, "bob", password1="12345", password2="12345")
    assert signs_up(bob, "bob")


@pytest.mark.django_db(transaction=True)
def test_two_with_one_link_at_once_make_one_account(alice: User) -> None:
    invitation = invitations.invite(by=alice)
    barrier = Barrier(2)

    def run(name: str) -> str:
        barrier.wait()
        try:
            services.sign_up(username=name, email="", password="", invitation_id=invitation.pk)
        except SignUpClosed:
            return "refused"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, ["bob", "charlie"])) == ["refused", "taken"]
    assert User.objects.count() == 2


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_an_invitation_that_has_ended_says_so(alice: User, ended: str) -> None:
    invitation = invitations.invite(by=alice)
    path = invitations.path_of(invitation)
    came_before = follow(path)
    Invitation.objects.update(**{ended: timezone.now() - timedelta(minutes=1)})
    page = Client().get(path)
    assert page.status_code == 404
    assert "does not work" in page.text
    assert not signs_up(came_before, "bob")


def test_a_link_is_made_from_the_secret_key_and_not_kept(alice: User, settings: Settings) -> None:
    invitation = invitations.invite(by=alice)
    path = invitations.path_of(invitation)
    token = path.rstrip("/").rpartition("/")[2]
    assert token not in str(Invitation.objects.values().get())
    assert Client().get(path.replace(token, f"{invitation.pk}")).status_code == 404
    settings.SECRET_KEY = "another"
    assert Client().get(path).status_code == 404


def test_a_closed_site_takes_no_invitation(alice: User, settings: Settings) -> None:
    path = invitations.path_of(invitations.invite(by=alice))
    settings.SIGN_UP = "closed"
    assert Client().get(path).status_code == 404


def test_whoever_is_invited_waits_for_no_approval(alice: User, settings: Settings) -> None:
    settings.SIGN_UP = "approval"
    bob = follow(invitations.path_of(invitations.invite(by=alice)))
    assert signs_up(bob, "bob")
    assert bob.get("/").status_code == 200


def test_alice_invites_in_the_admin_by_mail(client: Client, alice: User) -> None:
    client.force_login(alice)
    page = client.post(
        "/admin/accounts/invitation/add/", {"email": "Bob@example.org", "days": 3}, follow=True
    )
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by) == ("bob@example.org", alice)
    assert invitations.path_of(invitation) in page.text
    (letter,) = letters()
    assert letter.to == ["bob@example.org"]
    assert "alice invites you" in str(letter.body)
    bob = follow(link_in(letter))
    assert 'value="bob@example.org"' in bob.get("/sign-up/").text
    assert signs_up(bob, "bob", email="bob@example.org")
    assert EmailAddress.objects.get(email="bob@example.org").verified


def test_the_link_that_is_handed_on_proves_no_address(alice: User) -> None:
    invitation = invitations.invite(by=alice, email="bob@example.org")
    assert signs_up(follow(invitations.path_of(invitation)), "bob", email="bob@example.org")
    assert not EmailAddress.objects.get(email="bob@example.org").verified


def test_alice_takes_an_invitation_back(client: Client, alice: User) -> None:
    client.force_login(alice)
    invitation = invitations.invite(by=alice)
    fields = {"action": "revoke", "_selected_action": [str(invitation.pk)]}
    client.post("/admin/accounts/invitation/", fields)
    invitation.refresh_from_db()
    assert invitation.state is Invitation.State.REVOKED
    assert invitations.path_of(invitation) not in (
        client.get(f"/admin/accounts/invitation/{invitation.pk}/change/").text
    )


def test_a_command_invites_too(capsys: pytest.CaptureFixture[str]) -> None:
    out = StringIO()
    call_command("invite", "bob@example.org", "--site-url", "https://chat.example.org/", stdout=out)
    (letter,) = letters()
    assert "https://chat.example.org/sign-up/" in str(letter.body)
    path = out.getvalue().strip().removeprefix("https://chat.example.org")
    assert signs_up(follow(path), "bob")


@pytest.mark.parametrize("wrong", [["--days", "0"], ["--days", "1000"], ["nobody"]])
def test_the_command_refuses_what_makes_no_sense(wrong: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("invite", *wrong)
    assert not Invitation.objects.exists()


def inviting(name: str, *rights: str) -> User:
    """One of the staff, with these rights to invitations."""
    user = make_user(name, is_staff=True)
    names = [f"{right}_invitation" for right in rights]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.mark.parametrize("lost", [{"is_active": False}, {"is_staff": False}, "right", "account"])
def test_an_invitation_ends_with_its_inviters_right_to_invite(
    client: Client, alice: User, lost: dict[str, bool] | str
) -> None:
    bob = inviting("bob", "add")
    invitation = invitations.invite(by=bob)
    path = invitations.path_of(invitation)
    came_before = follow(path)
    assert Client().get(path).status_code == 302
    match lost:
        case "right":
            bob.user_permissions.clear()
        case "account":
            bob.delete()
        case dict():
            User.objects.filter(pk=bob.pk).update(**lost)
    assert Client().get(path).status_code == 404
    assert not signs_up(came_before, "charlie")
    client.force_login(alice)
    page = client.get(f"/admin/accounts/invitation/{invitation.pk}/change/").text
    assert path not in page
    assert ("Revoked" if lost == "account" else "may invite no more") in page


def test_who_may_invite_again_lets_people_in_unless_it_was_taken_back(
    client: Client, alice: User
) -> None:
    bob = inviting("bob", "add")
    kept, taken_back = invitations.invite(by=bob), invitations.invite(by=bob)
    User.objects.filter(pk=bob.pk).update(is_staff=False)
    client.force_login(alice)
    fields = {"action": "revoke", "_selected_action": [str(taken_back.pk)]}
    client.post("/admin/accounts/invitation/", fields)
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    assert not invitations.is_usable(taken_back.pk)
    assert signs_up(follow(invitations.path_of(kept)), "charlie")


def test_a_right_of_the_inviters_group_is_one(alice: User) -> None:
    bob = make_user("bob", is_staff=True)
    group = Group.objects.create(name="Hosts")
    group.permissions.set(Permission.objects.filter(codename="add_invitation"))
    bob.groups.add(group)
    assert invitations.is_usable(invitations.invite(by=bob).pk)


@pytest.mark.parametrize(("rights", "is_shown"), [(["view"], False), (["view", "add"], True)])
def test_the_link_is_shown_to_who_may_invite(
    client: Client, alice: User, rights: list[str], is_shown: bool
) -> None:
    invitation = invitations.invite(by=alice)
    client.force_login(inviting("bob", *rights))
    page = client.get(f"/admin/accounts/invitation/{invitation.pk}/change/")
    assert page.status_code == 200
    assert (invitations.path_of(invitation) in page.text) is is_shown
