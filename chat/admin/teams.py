"""Teams: how many are in them and how much is, who, and in which role. What staff change about one,
or delete, is in the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.admin.changelist import CarefulAdmin
from accounts.exceptions import LastOwner, NoSuchTeam
from accounts.models import Membership, Team, TeamInvitation, User
from accounts.teams import services
from chat import team_endings
from chat.admin.team_form import StaffTeamForm
from chat.admin.team_members import MembershipInline, save_members, tell_members
from chat.exceptions import Held
from chat.models import AuditEntry, Conversation
from chat.privacy.audit import record
from inference.exceptions import StoreUnavailable


class InvitationInline(admin.TabularInline[TeamInvitation, Team]):
    """Those that are open. Owners make them, and no link is shown here."""

    model = TeamInvitation
    fields = readonly_fields = ("email", "role", "invited_by", "created_at", "expires_at")
    verbose_name_plural = "open invitations"
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[TeamInvitation]:
        open_ones = TeamInvitation.objects.usable().values("pk")
        every = super().get_queryset(request).select_related("invited_by", "team")
        return every.filter(pk__in=open_ones)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Team)
class TeamAdmin(CarefulAdmin[Team]):
    list_display = ("name", "owners", "member_count", "conversation_count", "created_at")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name", "memberships__user__username")
    search_help_text = "Searches names of teams and of people in them."
    date_hierarchy = "created_at"
    ordering = ("name", "id")
    form = StaffTeamForm
    inlines: ClassVar = [MembershipInline, InvitationInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        # Subqueries are asked for the rows of one page only; a join would count everything first.
        teams = super().get_queryset(request).prefetch_related("memberships__user")
        return teams.annotate(
            member_total=_count(Membership.objects.all()),
            conversation_total=_count(Conversation.objects.all()),
        )

    @admin.display(description="owners")
    def owners(self, team: Team) -> str:
        owners = [one.user.username for one in team.memberships.all() if one.may_manage]
        return ", ".join(owners)

    @admin.display(description="members", ordering="member_total")
    def member_count(self, team: Team) -> int:
        return int(getattr(team, "member_total", 0))

    @admin.display(description="conversations", ordering="conversation_total")
    def conversation_count(self, team: Team) -> int:
        return int(getattr(team, "conversation_total", 0))

    # --- changing ---------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, *arguments: Any, **more: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *arguments, **more)
        except (LastOwner, NoSuchTeam) as error:  # somebody left while this page was open
            self.message_user(request, f"Nothing was changed. {error}", messages.ERROR)
            return redirect("admin:accounts_team_changelist")

    def save_model(self, request: HttpRequest, obj: Team, form: Any, change: bool) -> None:
        services.lock(obj.pk)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Sequence[Any], change: bool
    ) -> None:
        team: Team = form.instance
        changed = [name for name in form.changed_data if not name.startswith("confirmed")]
        told: list[str] = changed if change else ["made it"]
        for formset in formsets:
            if formset.model is Membership:
                told.extend(tell_members(formset))
        if told:
            by = cast("User", request.user)
            record(AuditEntry.Action.CHANGED, actor=by, about=team, detail=", ".join(told))
        super().save_related(request, form, formsets, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Membership:
            save_members(formset)
        else:
            super().save_formset(request, form, formset, change)

    # --- deleting ---------------------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Its conversations are counted, not listed: there may be thousands."""
        teams = list(cast("Iterable[Team]", objs))
        going = [f"{team}, with {team.conversations.count():,} conversations" for team in teams]
        kept = [f"{team}: legal hold on a conversation" for team in filter(_is_kept, teams)]
        conversations = Conversation.objects.filter(team__in=teams).count()
        counts = {"teams": len(teams), "conversations": conversations}
        perms_needed = set() if self.has_delete_permission(request) else {"team"}
        return going, counts, perms_needed, kept

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (Held, StoreUnavailable) as error:
            self.message_user(request, f"The team was not deleted: {error}", messages.ERROR)
            return redirect("admin:accounts_team_change", object_id)

    def delete_model(self, request: HttpRequest, obj: Team) -> None:
        team_endings.delete_team(obj, by_staff=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Team]) -> None:
        try:
            for team in queryset:
                self.delete_model(request, team)
        except (Held, StoreUnavailable) as error:
            self.message_user(request, f"Not all was deleted: {error}", messages.ERROR)


def _count(rows: QuerySet[Any]) -> Coalesce:
    of_team = rows.filter(team=OuterRef("pk")).order_by().values("team")
    return Coalesce(
        Subquery(of_team.annotate(n=Count("*")).values("n")), 0, output_field=IntegerField()
    )


def _is_kept(team: Team) -> bool:
    return team_endings.is_kept(team)
