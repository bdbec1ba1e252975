"""The page that asks before a team and all its conversations are deleted. Translates."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.exceptions import NoSuchTeam, NotAnOwner
from accounts.models import Team
from accounts.teams import services
from chat import team_endings
from chat.account.views import AWAY
from chat.exceptions import Held
from chat.views import SignedInRequest, signed_in
from inference.exceptions import StoreUnavailable


class DeleteTeamForm(forms.Form):
    """Its name again: what is deleted is not only theirs."""

    name = forms.CharField(
        label=gettext_lazy("Type its name to delete it"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, team: Team, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.team = team

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.team.name.strip():
            raise forms.ValidationError(_("This is not the name of the team."))
        return name


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete_team(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    team = _owned(request, team_id)
    form = DeleteTeamForm(team, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            team_endings.delete_team(team)
        except Held:
            pass  # the page says so
        except StoreUnavailable:
            form.add_error(None, AWAY)
        else:
            messages.success(request, _("“%(name)s” is deleted.") % {"name": team.name})
            return redirect("teams:list")
    context = {
        "team": team,
        "form": form,
        "is_kept": team_endings.is_kept(team),
        "conversation_count": team.conversations.visible().count(),
        "member_count": team.memberships.count(),
    }
    return render(request, "teams/delete.html", context)


def _owned(request: SignedInRequest, team_id: UUID) -> Team:
    try:
        return services.get_ownership(request.user, team_id).team
    except NoSuchTeam as error:
        raise Http404(str(error)) from None
    except NotAnOwner as error:
        raise PermissionDenied(str(error)) from None
