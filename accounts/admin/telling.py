"""What somebody does here to the way into an account, or to its rights: written down before it is
done, and told to its owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol, cast

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.module_loading import import_string

from accounts.alerts import ADDRESS_CHANGED, tell_owner
from accounts.models import User

FLAGS = ("is_active", "is_staff", "is_superuser")
LISTS = ("groups", "user_permissions")
# As allauth calls the letters.
REMOVED = {
    Authenticator.Type.TOTP: "mfa/email/totp_deactivated",
    Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
}


class WriteDown(Protocol):
    def __call__(self, user: User, *, by: User, what: str) -> None: ...


def write_down(user: User, request: HttpRequest, what: str) -> None:
    """what: "password", "address", "second factor" and "rights: …", those that apply, with commas
    between them."""
    write: WriteDown = import_string(settings.ACCOUNT_AUDIT)
    write(user, by=cast("User", request.user), what=what)


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # none when it runs
    """Who sets a password can sign in as its owner, who is to know."""

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            write_down(self.user, context.request, "password")
            user: User = super().save(commit)
        tell_owner(user, "account/email/password_changed")
        return user


def tell_of_form(user: User, request: HttpRequest, form: ModelForm[Model]) -> Callable[[], None]:
    """Call it before the form is saved, and what it returns afterwards."""
    what = ["address"] if "email" in form.changed_data else []
    if rights := list(_list_rights(form)):
        what.append(f"rights: {'; '.join(rights)}")
    if what:
        write_down(user, request, ", ".join(what))
    before = form.initial.get("email")
    if "email" in form.changed_data and before:
        return partial(tell_owner, user, ADDRESS_CHANGED, email=before)
    return lambda: None


def remove_second_factor(user: User, request: HttpRequest) -> None:
    """All of it."""
    with transaction.atomic():
        write_down(user, request, "second factor")
        all_of_it = Authenticator.objects.filter(user=user)
        kinds = set(all_of_it.values_list("type", flat=True))
        all_of_it.delete()
    for kind in sorted(kinds & REMOVED.keys()):
        tell_owner(user, REMOVED[kind])


def _list_rights(form: ModelForm[Model]) -> Iterator[str]:
    """Those that the form changes, as they are then."""
    new: dict[str, Any] = form.cleaned_data
    for name in form.changed_data:
        if name in FLAGS:
            yield f"{name.removeprefix('is_')} {'yes' if new[name] else 'no'}"
        elif name in LISTS:
            yield f"{name.replace('_', ' ')} {', '.join(map(str, new[name])) or 'none'}"
