"""Where allauth.socialaccount asks this site how it is done here."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse, SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import invitations, services
from accounts.exceptions import SignUpClosed
from accounts.models import User
from accounts.teams import invitations as team_invitations

ALREADY_CONNECTED = _("Your account here is connected already, so nothing was changed.")


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider says of somebody."""

    username: str
    name: str
    email: str
    is_verified: bool


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Who comes for the first time gets the account whose address both sides know to be theirs, or
    else a new one, by the same rules as everybody."""

    error_messages = MappingProxyType(  # type: ignore[assignment]  # nobody writes into it
        DefaultSocialAccountAdapter.error_messages
        | {
            "disconnect_last": _("It is the only way by which you can sign in."),
            "no_password": _("Set a password first. Without it you could not sign in any more."),
        }
    )

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        told = _told(sociallogin)
        sociallogin.email_addresses = []  # whose an address is, is decided in accounts.addresses
        process = sociallogin.state.get("process")
        if process == AuthProcess.CONNECT:
            self._check_connecting(request, sociallogin)
        elif process != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        elif told.is_verified and not sociallogin.is_existing:
            known = EmailAddress.objects.filter(email=told.email, verified=True)
            if address := known.select_related("user").first():
                _link(sociallogin, address.user)

    def _check_connecting(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """What began with accounts.single_sign_on.connecting; allauth goes on with it. One is
        enough: who has only that to sign in with was asked for nothing."""
        if not request.user.is_authenticated:
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        if sociallogin.is_existing and sociallogin.user != request.user:
            words = _("That account is connected with another one here, so nothing was changed.")
        elif _has_another(request.user, sociallogin.account):
            words = ALREADY_CONNECTED
        else:
            return
        messages.error(request, words)
        raise ImmediateHttpResponse(redirect("socialaccount_connections"))

    def validate_disconnect(
        self, account: SocialAccount, accounts: QuerySet[SocialAccount]
    ) -> None:
        """allauth has asked for a password before."""
        if settings.OIDC_ONLY and accounts.count() == 1:
            raise self.validation_error("disconnect_last")

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        told = _told(sociallogin)
        brought, to_team = invitations.kept(request), team_invitations.kept(request)
        names: list[str | None] = [told.username, told.email.partition("@")[0], "user"]
        try:
            with transaction.atomic():
                user = services.sign_up(
                    username=get_account_adapter().generate_unique_username(names),
                    first_name=told.name[:150],
                    email=told.email,
                    password=None,
                    invitation_id=brought.invitation.pk if brought else None,
                    team_invitation_id=to_team.invitation.pk if to_team else None,
                    is_email_verified=told.is_verified,
                )
                _link(sociallogin, user)
        except SignUpClosed as error:
            raise SignupClosedException from error
        invitations.forget(request)
        return user


def _told(sociallogin: SocialLogin) -> Told:
    data: dict[str, Any] = sociallogin.account.extra_data
    userinfo, id_token = data.get("userinfo") or {}, data.get("id_token") or {}
    if userinfo and id_token and userinfo.get("sub") != id_token.get("sub"):
        raise PermissionDenied  # OpenID Connect Core, 5.3.2: it is about somebody else
    claims = {**id_token, **userinfo}
    email = (valid_email_or_none(str(claims.get("email") or "")) or "").lower()
    return Told(
        username=str(claims.get("preferred_username") or ""),
        name=str(claims.get("name") or ""),
        email=email,
        is_verified=bool(email) and claims.get("email_verified") in (True, "true"),
    )


def _has_another(user: User, account: SocialAccount) -> bool:
    return SocialAccount.objects.filter(user=user).exclude(pk=account.pk).exists()


def _link(sociallogin: SocialLogin, user: User) -> None:
    sociallogin.user = user
    sociallogin.account.user = user
    sociallogin.account.save()
