"""Where the link of an invitation to a team leads: by way of signing in to a page that asks."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exceptions import AccountsError, AlreadyInTeam, InvitationEnded
from accounts.invitation_links import Brought
from accounts.models import TeamInvitation, User
from accounts.teams import invitations
from accounts.views import is_sign_up_open


@require_safe
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the secret out of the address before anything else is loaded."""
    brought = invitations.find(token)
    if brought is None:
        return _ended(request)
    invitations.keep(request, brought)
    return redirect("teams:confirm")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Says which team, who invites and as what; joins when it is posted."""
    brought = invitations.kept(request)
    if brought is None:
        return _ended(request)
    if not isinstance(request.user, User):
        return redirect("login") if request.method == "POST" else _page(request, brought)
    try:
        if request.method == "POST":
            return _join(request, request.user, brought)
        invitations.check_for(request.user, brought)
        problem = None
    except AccountsError as error:
        problem = error
    return _page(request, brought, problem)


def _join(request: HttpRequest, user: User, brought: Brought[TeamInvitation]) -> HttpResponse:
    joined = invitations.join(user, brought)
    invitations.forget(request)
    messages.success(request, _("You are in the team now."))
    return redirect("teams:team", joined.team_id)


def _page(
    request: HttpRequest, brought: Brought[TeamInvitation], problem: AccountsError | None = None
) -> HttpResponse:
    if isinstance(problem, InvitationEnded):
        return _ended(request)
    if isinstance(problem, AlreadyInTeam):
        invitations.forget(request)
        messages.info(request, str(problem))
        return redirect("teams:team", brought.invitation.team_id)
    context = {
        "invitation": brought.invitation,
        "team": brought.invitation.team,
        "inviter": brought.invitation.invited_by,
        "problem": problem,
        "may_sign_up": is_sign_up_open(request),
        "needs_invitation": settings.SIGN_UP == "invitation",
        "needs_approval": settings.SIGN_UP == "approval"
        and not invitations.opens_the_site(brought.invitation),
        "is_by_form": not settings.OIDC_ONLY,
    }
    return render(request, "teams/join.html", context, status=403 if problem else 200)


def _ended(request: HttpRequest) -> HttpResponse:
    invitations.forget(request)
    return render(request, "teams/invitation_ended.html", status=404)
