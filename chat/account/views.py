"""The settings page and the pages that ask before something is deleted. Translates."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import TemplateView

from accounts.asking_again import ask_again
from accounts.exceptions import LastOwner
from accounts.forms import AppearanceForm, LeaveForm, ProfileForm
from accounts.models import User
from accounts.teams import services as teams
from chat.account import leaving
from chat.exceptions import Held, NeedsSuccessor, TeamsChanged
from chat.sharing import links
from chat.views import SignedInRequest, signed_in
from inference.exceptions import StoreUnavailable

AWAY = gettext_lazy(
    "The site cannot reach its store just now, so not everything was deleted. Try again."
)

FORMS: dict[str, type[ModelForm[User]]] = {"profile": ProfileForm, "appearance": AppearanceForm}


class SettingsView(LoginRequiredMixin, TemplateView):
    """All of it on one page; each section with a form is saved by itself."""

    template_name = "chat/account/settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast("User", self.request.user)
        forms = {name: form(instance=user) for name, form in FORMS.items()}
        shared = links.list_links(user)
        return super().get_context_data(
            **{
                **forms,
                "policy": settings.REVIEW_POLICY,
                "has_provider": bool(settings.SOCIALACCOUNT_PROVIDERS),
                "links_are_on": links.are_on(),
                "links": [(link, links.path_of(link)) for link in shared],
                **kwargs,
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """`section` in the form: which."""
        # A copy: what is refused must not be shown as if it were so.
        user = User.objects.get(pk=cast("User", request.user).pk)
        section = request.POST.get("section", "")
        if section not in FORMS:
            return redirect("chat:settings")
        form = FORMS[section](request.POST, instance=user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(**{section: form}))
        if isinstance(form, ProfileForm) and form.changes_address:
            ask_again(request)
        form.save()
        messages.success(request, _("Saved."))
        return redirect("chat:settings")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete_conversations(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        count = request.user.conversations.visible().personal().count()
        return render(request, "chat/account/delete_conversations.html", {"count": count})
    try:
        count = leaving.delete_conversations(request.user)
    except StoreUnavailable:
        messages.error(request, AWAY)
        return redirect("chat:settings")
    told = ngettext("{count} conversation is deleted.", "{count} conversations are deleted.", count)
    messages.success(request, told.format(count=count))
    return redirect("chat:settings")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete_account(request: SignedInRequest) -> HttpResponse:
    """`alone_in` in the form, again and again: the teams that the page said would go too."""
    user = request.user
    needed = leaving.needs_successor(user)
    form = LeaveForm(user, request.POST or None, needs_successor=needed)
    if form.is_valid():
        try:
            successor = form.cleaned_data.get("successor")
            told = request.POST.getlist("alone_in")
            going = User.objects.get(pk=user.pk)
            leaving.delete_account(going, successor=successor, teams_told=told)
        except (NeedsSuccessor, LastOwner, Held, TeamsChanged) as error:
            form.add_error(None, str(error))
        except StoreUnavailable:
            form.add_error(None, AWAY)
        else:
            logout(request)
            return render(request, "chat/account/gone.html")
    context = {
        "form": form,
        "conversation_count": user.conversations.visible().personal().count(),
        "to_hand_on": list(teams.list_to_hand_on(user)),
        "alone_in": list(teams.list_alone_in(user)),
        "is_in_teams": user.memberships.exists(),
        "key_count": user.api_keys.count(),
    }
    return render(request, "chat/account/delete_account.html", context)
