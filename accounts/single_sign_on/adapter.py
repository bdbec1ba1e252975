"""Where allauth.socialaccount asks this site how it is done here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse, SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from accounts import invitations, services
from accounts.exceptions import SignUpClosed
from accounts.models import User


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

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        told = _told(sociallogin)
        sociallogin.email_addresses = []  # whose an address is, is decided in accounts.addresses
        if sociallogin.is_existing or not told.is_verified:
            return
        known = EmailAddress.objects.filter(email=told.email, verified=True)
        if address := known.select_related("user").first():
            _link(sociallogin, address.user)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        told = _told(sociallogin)
        brought = invitations.kept(request)
        names: list[str | None] = [told.username, told.email.partition("@")[0], "user"]
        try:
            with transaction.atomic():
                user = services.sign_up(
                    username=get_account_adapter().generate_unique_username(names),
                    first_name=told.name[:150],
                    email=told.email,
                    password=None,
                    invitation_id=brought.invitation.pk if brought else None,
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


def _link(sociallogin: SocialLogin, user: User) -> None:
    sociallogin.user = user
    sociallogin.account.user = user
    sociallogin.account.save()
