"""Invitations in the admin: made there, mailed, shown to be copied, taken back."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from accounts import invitations
from accounts.admin.changelist import CarefulAdmin
from accounts.models import Invitation, User

INVITER_MAY_NOT = "Of no use: its inviter may invite no more"


class InvitationForm(forms.ModelForm[Invitation]):
    """Whom, and for how long."""

    days = forms.IntegerField(
        label="Works for days",
        initial=invitations.LIFETIME_DAYS,
        min_value=1,
        max_value=invitations.LONGEST_DAYS,
    )

    class Meta:
        model = Invitation
        fields = ("email",)
        help_texts: ClassVar = {
            "email": "The link is sent there. Without it, copy the link and hand it on."
        }

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


@admin.register(Invitation)
class InvitationAdmin(CarefulAdmin[Invitation]):
    list_display = ("__str__", "shown_state", "invited_by", "created_at", "expires_at", "used_by")
    list_select_related = ("invited_by", "used_by")
    list_filter = ("created_at",)
    search_fields = ("email", "used_by__username")
    actions = ("revoke",)
    form = InvitationForm

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("email", "days")
        link = ("link",) if self.has_add_permission(request) else ()  # it lets somebody in
        return (
            *("email", "shown_state", *link, "invited_by", "created_at", "expires_at", "used_by"),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.get_fields(request, obj) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        usable = Invitation.objects.usable().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_usable=Exists(usable))

    def get_object(self, request: HttpRequest, *arguments: Any, **more: Any) -> Invitation | None:
        found = super().get_object(request, *arguments, **more)
        if found is not None:
            found.site_url = _site_url(request)  # type: ignore[attr-defined]
        return found

    @admin.display(description="state")
    def shown_state(self, invitation: Invitation) -> str:
        if invitation.state is Invitation.State.OPEN and not _is_usable(invitation):
            return INVITER_MAY_NOT
        return str(invitation.state.label)

    @admin.display(description="link to hand on")
    def link(self, invitation: Invitation) -> str:
        """For one person: it works once."""
        if not _is_usable(invitation):
            return "–"
        site_url = getattr(invitation, "site_url", "")
        return format_html("<code>{}</code>", site_url + invitations.path_of(invitation))

    def save_model(
        self, request: HttpRequest, obj: Invitation, form: InvitationForm, change: bool
    ) -> None:
        obj.invited_by = cast("User", request.user)
        obj.expires_at = invitations.expiry(form.cleaned_data["days"])
        super().save_model(request, obj, form, change)
        if obj.email:
            invitations.send(obj, site_url=_site_url(request))

    def response_add(
        self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None
    ) -> HttpResponse:
        sent = f"It was sent to {obj.email}. " if obj.email else ""
        told = f"The invitation is made. {sent}Its link stands below."
        self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:accounts_invitation_change", obj.pk)

    @admin.action(description="Take back selected invitations", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Also of those whose inviter may invite no more: they may again some day."""
        taken = Invitation.objects.open().filter(pk__in=queryset.values("pk"))
        for invitation in taken:
            self.log_change(request, invitation, "Taken back.")
        count = taken.update(revoked_at=timezone.now())
        self.message_user(request, f"Invitations taken back: {count}.", messages.SUCCESS)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_invitation")

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False


def _is_usable(invitation: Invitation) -> bool:
    """As get_queryset found it."""
    return bool(getattr(invitation, "is_usable", False))


def _site_url(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
