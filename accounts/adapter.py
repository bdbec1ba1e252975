"""Where django-allauth asks this site how it is done here."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import addresses, alerts, invitations, mail, services
from accounts.devices import LISTED
from accounts.models import User
from accounts.single_sign_on import opened
from accounts.teams import invitations as team_invitations

EMAIL_STAGE = "allauth.account.stages.EmailVerificationStage"


class AddressStage(EmailVerificationStage):
    """Whom an administrator gave an account without an address has none to prove."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = cast("User | None", self.login.user)
        if user and not user.email and not addresses.waiting(user):
            return None, True
        told: tuple[HttpResponse | None, bool] = super().handle()  # type: ignore[no-untyped-call]
        return told


class AccountAdapter(DefaultAccountAdapter):
    """Our words, our pages, mail behind the answer, and our rules of who may sign up."""

    error_messages = MappingProxyType(  # type: ignore[assignment]  # nobody writes into it
        DefaultAccountAdapter.error_messages
        | {
            "username_password_mismatch": _("The name or the password is not right."),
            "username_taken": _("This name is taken."),
            "too_many_login_attempts": _(
                "That was wrong too often. Wait some minutes, then try again."
            ),
            "rate_limited": _("That was too much at once. Wait a little, then try again."),
            "enter_current_password": _("This is not your password."),
            "incorrect_password": _("This is not your password."),
        }
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        brought, to_team = invitations.kept(request), team_invitations.kept(request)
        return services.is_sign_up_open(
            brought.invitation.pk if brought else None,
            to_team.invitation.pk if to_team else None,
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who came to join a team goes on with that."""
        if team_invitations.kept(request):
            return reverse("teams:confirm")
        return str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        if team_invitations.kept(request):
            return reverse("teams:confirm")
        return str(super().get_signup_redirect_url(request))

    def get_login_stages(self) -> list[str]:
        ours = f"{AddressStage.__module__}.{AddressStage.__qualname__}"
        return [ours if one == EMAIL_STAGE else one for one in super().get_login_stages()]

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        request.session[LISTED] = True

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        if sociallogin := (how["signal_kwargs"] or {}).get("sociallogin"):
            opened.note(request, sociallogin)
        return super().post_login(request, user, **how)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        is_waiting = cast("User", user).waiting_since is not None
        return redirect("account_waiting" if is_waiting else "account_inactive")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        before = User.objects.get(pk=email_address.user_id).email
        with transaction.atomic():
            if email_address.can_set_verified():
                addresses.make_way(email_address)
            is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed and before and before != email_address.email:
            user = User.objects.get(pk=email_address.user_id)
            alerts.tell_owner(user, alerts.ADDRESS_CHANGED, email=before)
        return is_confirmed

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Whoever has an account with this address learns that somebody named it again."""
        address = emailconfirmation.email_address
        if addresses.is_proven_by_another(address):
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Of the account alone: allauth's has the host as well, which whoever guesses chooses.
        However it is typed: databases compare capital letters, and that of a dotless i is an I."""
        return str(credentials.get("username", "")).upper().casefold()

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[uidb36, token])
        return str(self.request.build_absolute_uri(path))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("password_change_done")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mail.send(template_prefix, email, {"request": self.request, **context})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """That an address changed is told where we know which one was theirs."""
        if template_prefix != alerts.ADDRESS_CHANGED:
            alerts.tell_owner(cast("User", user), template_prefix)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        *arguments: Any,
        message: str | None = None,
        **more: Any,
    ) -> None:
        """What happened is said by our pages; what is left are refusals."""
        if message:
            super().add_message(request, level, message=message)
