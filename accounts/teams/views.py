"""The pages of teams. Translates; a team that one is not in is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.exceptions import AccountsError, LastOwner, NoSuchTeam, NotAnOwner
from accounts.models import Membership, User
from accounts.quota import count_tokens_of_today
from accounts.teams import invitations, services
from accounts.teams.forms import InviteForm, NewTeamForm, RoleForm, TeamForm
from accounts.teams.retention import days_of, foresee_if_shorter

MEMBERS_ON_A_PAGE = 50

Rest = ParamSpec("Rest")


class MemberRequest(HttpRequest):
    """What a view behind `for_members` gets."""

    user: User


View = Callable[Concatenate[MemberRequest, Rest], HttpResponse]


def for_members(view: View[Rest]) -> Callable[..., HttpResponse]:
    """Sends strangers to the sign-in page; a missing and a foreign team are the same 404."""

    @login_required
    @wraps(view)
    def inner(request: MemberRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoSuchTeam as error:
            raise Http404(str(error)) from None
        except NotAnOwner as error:
            raise PermissionDenied(str(error)) from None

    return inner


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def list_teams(request: MemberRequest) -> HttpResponse:
    form = NewTeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            team = services.create_team(owner=request.user, name=form.cleaned_data["name"])
        except NotAnOwner:
            raise
        except AccountsError as error:
            form.add_error(None, str(error))
        else:
            return redirect("teams:team", team.pk)
    context = {
        "memberships": list(services.list_memberships(request.user)),
        "form": form,
        "may_create": services.may_create(request.user),
    }
    return render(request, "teams/list.html", context)


@require_safe
@for_members
def team(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """`?q=`: only members of that name; `?page=`: of very many."""
    return _team_page(request, services.get_membership(request.user, team_id), InviteForm())


@require_POST
@for_members
def invite(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """`email`, `role` and `days` in the form."""
    membership = services.get_ownership(request.user, team_id)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _team_page(request, membership, form)
    email = form.cleaned_data["email"]
    if email and not ratelimit.consume(request, action="invite_to_team", user=request.user):
        form.add_error("email", _("That was too much at once. Wait a little, then try again."))
        return _team_page(request, membership, form)
    try:
        invitation = invitations.invite(by=request.user, team_id=team_id, **form.cleaned_data)
    except (NoSuchTeam, NotAnOwner):
        raise
    except AccountsError as error:
        form.add_error(None, str(error))
        return _team_page(request, membership, form)
    if email:
        invitations.send(invitation, site_url=request.build_absolute_uri("/").rstrip("/"))
        messages.success(request, _("The invitation is sent to %(email)s.") % {"email": email})
    else:
        messages.success(request, _("The invitation is made. Its link stands below."))
    return redirect("teams:team", team_id)


@require_POST
@for_members
def revoke(request: MemberRequest, team_id: UUID, invitation_id: UUID) -> HttpResponse:
    invitations.revoke(by=request.user, team_id=team_id, invitation_id=invitation_id)
    messages.success(request, _("The invitation is taken back."))
    return redirect("teams:team", team_id)


@require_POST
@for_members
def change_role(request: MemberRequest, team_id: UUID, membership_id: int) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        services.get_ownership(request.user, team_id)
        return redirect("teams:team", team_id)
    role = Membership.Role(form.cleaned_data["role"])
    try:
        member = services.change_role(
            by=request.user, team_id=team_id, membership_id=membership_id, role=role
        )
    except LastOwner as error:
        messages.error(request, str(error))
    else:
        told = {"name": member.user.shown_name, "role": member.get_role_display()}
        messages.success(request, _("%(name)s: %(role)s") % told)
    # To the members among whom this one was found.
    return redirect(reverse("teams:team", args=[team_id], query=request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def remove(request: MemberRequest, team_id: UUID, membership_id: int) -> HttpResponse:
    """Asks, then removes."""
    owned = services.get_ownership(request.user, team_id).team
    if request.method != "POST":
        member = services.get_member(owned, membership_id)
        return render(request, "teams/remove.html", {"team": owned, "member": member})
    try:
        member = services.remove_member(
            by=request.user, team_id=team_id, membership_id=membership_id
        )
    except LastOwner as error:
        messages.error(request, str(error))
    else:
        told = _("%(name)s is in the team no more.") % {"name": member.user.shown_name}
        messages.success(request, told)
    return _back(request, team_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def leave(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """Asks, then leaves."""
    membership = services.get_membership(request.user, team_id)
    if request.method != "POST":
        return render(request, "teams/leave.html", {"team": membership.team})
    try:
        left = services.leave(user=request.user, team_id=team_id)
    except LastOwner as error:
        messages.error(request, str(error))
        return redirect("teams:team", team_id)
    messages.success(request, _("You left “%(name)s”.") % {"name": left.name})
    return redirect("teams:list")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def configure(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """`confirmed_days` in the form: it was told what so short a retention deletes."""
    if request.method != "POST":
        owned = services.get_ownership(request.user, team_id).team
        context = {"team": owned, "name": owned.name, "form": TeamForm(instance=owned)}
        return render(request, "teams/settings.html", context)
    with transaction.atomic():  # locked first: a team that is deleted meanwhile stays so
        owned = services.lock_owned(request.user, team_id)
        name = owned.name  # a form that is refused puts its own into the team
        before = days_of(owned)
        form = TeamForm(request.POST, instance=owned)
        forecast = None
        if form.is_valid():
            forecast = foresee_if_shorter(owned, before)
            if forecast is None or request.POST.get("confirmed_days") == str(forecast.days):
                form.save()
                messages.success(request, _("Saved."))
                return redirect("teams:settings", team_id)
    context = {"team": owned, "name": name, "form": form, "forecast": forecast}
    return render(request, "teams/settings.html", context)


def _team_page(request: MemberRequest, membership: Membership, form: InviteForm) -> HttpResponse:
    shown = membership.team
    words = request.GET.get("q", "").strip()
    paged = Paginator(services.list_members(shown, words), MEMBERS_ON_A_PAGE)
    members = paged.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "team": shown,
        "membership": membership,
        "members": members,
        "words": words,
        "is_large": bool(words) or paged.num_pages > 1,
        "roles": Membership.Role.choices,
        "used": count_tokens_of_today(shown),
    }
    if membership.may_manage:
        site_url = request.build_absolute_uri("/").rstrip("/")
        context["form"] = form
        context["invitations"] = [
            (one, site_url + invitations.path_of(one)) for one in invitations.list_open(shown)
        ]
    return render(request, "teams/team.html", context)


def _back(request: MemberRequest, team_id: UUID) -> HttpResponse:
    """An owner who removed themselves has nothing to see there any more."""
    is_in_it = request.user.memberships.filter(team=team_id).exists()
    return redirect("teams:team", team_id) if is_in_it else redirect("teams:list")
