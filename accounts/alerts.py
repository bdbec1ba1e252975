"""Letters about what may be the work of somebody else: to the owner of an account when the way into
it changed, and to administrators when somebody waits for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import mail
from accounts.devices import describe
from accounts.models import User

ADDRESS_CHANGED = "account/email/email_changed"
# By the names that allauth has for these letters.
CHANGES: Mapping[str, Promise] = MappingProxyType(
    {
        "account/email/password_changed": _("The password was changed."),
        "account/email/password_set": _("A password was set."),
        "account/email/password_reset": _("The password was reset with a link from a mail."),
        ADDRESS_CHANGED: _("Mail goes to another address from now on, no longer to this one."),
        "mfa/email/totp_activated": _("An app for codes was added as a second factor."),
        "mfa/email/totp_deactivated": _("The app for codes was removed."),
        "mfa/email/recovery_codes_generated": _("New recovery codes were made."),
        "mfa/email/webauthn_added": _("A passkey was added."),
        "mfa/email/webauthn_removed": _("A passkey was removed."),
        "socialaccount/email/account_connected": _("An account of another site was connected."),
        "socialaccount/email/account_disconnected": _(
            "An account of another site was disconnected."
        ),
    }
)
MOST_ADMINISTRATORS = 20


def tell_owner(user: User, change: str, *, email: str = "") -> None:
    """change: one of CHANGES. email: where mail went before."""
    address, request = email or user.email, context.request
    # The address may be a stranger's, whom nobody asked. Each change has letters of its own: one
    # that is made again and again must not use up those of another.
    key = f"{user.pk} {change}"
    if not address or not ratelimit.consume(request, action="tell_owner", key=key):
        return
    # In their language: a link in a mail may have been followed in another browser.
    with translation.override(user.language or translation.get_language()):
        mail.send(
            "accounts/email/changed",
            address,
            {
                "user": user,
                "change": CHANGES[change],
                "device": describe(request.headers.get("User-Agent", "")),
                "ip": get_adapter().get_client_ip(request),
                "moment": timezone.localtime(),
                "url": request.build_absolute_uri(reverse("devices")),
            },
        )


def tell_administrators_of_waiting(user: User) -> None:
    """Once for all who wait: the next letter comes when nobody waited any more. So nobody can have
    hundreds sent by signing up."""
    others = User.objects.filter(waiting_since__isnull=False).exclude(pk=user.pk)
    if others.exists():
        return
    path = reverse("admin:accounts_user_changelist")
    url = context.request.build_absolute_uri(f"{path}?sign_up=waiting")
    for administrator in _administrators():
        with translation.override(administrator.language or settings.LANGUAGE_CODE):
            mail.send(
                "accounts/email/waiting",
                administrator.email,
                {"user": administrator, "name": user.get_username(), "url": url},
            )


def _administrators() -> list[User]:
    """Staff who may decide about accounts, and can be written to."""
    permission = Permission.objects.filter(
        content_type__app_label="accounts", codename="change_user"
    )
    may = Q(is_superuser=True) | Q(groups__permissions__in=permission)
    may |= Q(user_permissions__in=permission)
    staff = User.objects.filter(may, is_active=True, is_staff=True).exclude(email="")
    return list(staff.order_by("pk").distinct()[:MOST_ADMINISTRATORS])
