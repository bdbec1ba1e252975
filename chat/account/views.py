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

from accounts.forms import AppearanceForm, LeaveForm, ProfileForm
from accounts.models import User
from chat.account import leaving
from chat.exceptions import Held, NeedsSuccessor
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
        form.save()
        messages.success(request, _("Saved."))
        return redirect("chat:settings")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete_conversations(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        count = request.user.conversations.visible().count()
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
    user = request.user
    needed = leaving.needs_successor(user)
    form = LeaveForm(user, request.POST or None, needs_successor=needed)
    if form.is_valid():
        try:
            successor = form.cleaned_data.get("successor")
            leaving.delete_account(User.objects.get(pk=user.pk), successor=successor)
        except (NeedsSuccessor, Held) as error:
            form.add_error(None, str(error))
        except StoreUnavailable:
            form.add_error(None, AWAY)
        else:
            logout(request)
            return render(request, "chat/account/gone.html")
    context = {
        "form": form,
        "conversation_count": user.conversations.visible().count(),
        "key_count": user.api_keys.count(),
    }
    return render(request, "chat/account/delete_account.html", context)
