"""Who is in a team and in which role, as a part of its page. What is saved goes through the same
services as on the team's own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from accounts.models import Membership, Team, User
from accounts.teams import services
from chat.models import Conversation

Role = Membership.Role
OTHERS_ARE_THERE = (
    "You cannot add yourself to a team with conversations of others: ask an owner of the team to "
    "invite you."
)


class MemberForm(forms.ModelForm[Membership]):
    """Somebody else is another member, and not the same row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].disabled = self.instance.pk is not None


class MembersFormSet(BaseInlineFormSet[Membership, Team, Any]):
    """Somebody who can sign in owns the team afterwards. Nobody of the administration lets
    themselves in to what others said there. by: who fills it in."""

    by: User

    def clean(self) -> None:
        super().clean()
        filled = [one for one in self.forms if one.is_valid() and one.cleaned_data]
        # Not their cleaned_data: where staff may only look, Django puts plain ids there.
        kept = [one.instance for one in filled if not one.cleaned_data.get("DELETE")]
        if not any(member.may_manage and member.user.is_active for member in kept):
            raise forms.ValidationError("A team needs an owner whose account is active.")
        adds_self = any(one.pk is None and one.user_id == self.by.pk for one in kept)
        of_others = Conversation.objects.filter(team=self.instance.pk).exclude(owner=self.by)
        if adds_self and of_others.exists():
            raise forms.ValidationError(OTHERS_ARE_THERE)


class MembershipInline(admin.TabularInline[Membership, Team]):
    model = Membership
    form = MemberForm
    formset = MembersFormSet
    fields = ("user", "role", "joined_at")
    readonly_fields = ("joined_at",)
    raw_id_fields = ("user",)
    verbose_name_plural = "members"
    extra = 0
    min_num = 1

    def get_formset(self, request: HttpRequest, obj: Team | None = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.by = cast("User", request.user)
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "team")


def save_members(formset: Any) -> None:
    """New owners first: who is to follow the last one is there before they go. Call it with the
    team locked. Raises LastOwner, or NoSuchTeam when somebody is in it no more."""
    formset.save(commit=False)
    team: Team = formset.instance
    for member in formset.new_objects:
        member.save()
    changed = [member for member, _names in formset.changed_objects]
    for member in sorted(changed, key=lambda one: one.role != Role.OWNER):
        services.give_role(services.get_member(team, member.pk), Role(member.role))
    for member in formset.deleted_objects:
        services.put_out(services.get_member(team, member.pk))


def tell_members(formset: Any) -> Iterator[str]:
    """What is about to be saved of the members."""
    for one in formset.forms:
        if not one.has_changed():
            continue
        member: Membership = one.instance
        if one.cleaned_data.get("DELETE"):
            yield f"removed {member.user}"
        else:
            yield f"{member.user} as {member.get_role_display().lower()}"
