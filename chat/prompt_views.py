"""The page of a person's saved prompts, and the list that the composer offers. Works without
scripts. What is not theirs is not there."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import saved_prompts
from chat.exceptions import ChatError, NameTaken, NotFound
from chat.models import NAME_CHARACTERS, PROMPT_CHARACTERS
from chat.views import SignedInRequest, signed_in


class PromptForm(forms.Form):
    """A name and the text."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_CHARACTERS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=PROMPT_CHARACTERS,
        help_text=gettext_lazy(
            "What is different each time stands in double braces, such as {{language}}: "
            "it is asked for when the prompt is used."
        ),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 8}),
    )

    def save(self, request: SignedInRequest, prompt_id: UUID | None = None) -> bool:
        """False: it was refused, which the form says. Raises NotFound."""
        if not self.is_valid():
            return False
        wanted = self.cleaned_data
        try:
            saved_prompts.save_prompt(
                owner=request.user, name=wanted["name"], text=wanted["text"], prompt_id=prompt_id
            )
        except NotFound:
            raise
        except NameTaken as error:
            self.add_error("name", str(error))
        except ChatError as error:
            self.add_error(None, str(error))
        return not self.errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prompts(request: SignedInRequest) -> HttpResponse:
    """All of them, and a form for another."""
    form = PromptForm(request.POST or None)
    if request.method == "POST" and form.save(request):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
        return redirect("chat:prompts")
    deleted = request.GET.get("deleted", "")
    context = {
        "form": form,
        "prompts": saved_prompts.list_prompts(request.user),
        "deleted": saved_prompts.find_deleted(request.user, deleted),
    }
    return render(request, "chat/prompts/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_prompt(request: SignedInRequest, prompt_id: UUID) -> HttpResponse:
    prompt = saved_prompts.get_prompt(request.user, prompt_id)
    form = PromptForm(request.POST or None, initial={"name": prompt.name, "text": prompt.text})
    if request.method == "POST" and form.save(request, prompt_id):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
        return redirect("chat:prompts")
    return render(request, "chat/prompts/edit.html", {"form": form, "prompt": prompt})


@require_POST
@signed_in
def delete_prompt(request: SignedInRequest, prompt_id: UUID) -> HttpResponse:
    """Leads to the page that offers to take it back."""
    prompt = saved_prompts.delete_prompt(owner=request.user, prompt_id=prompt_id)
    return redirect(f"{reverse('chat:prompts')}?deleted={prompt.pk}")


@require_POST
@signed_in
def restore_prompt(request: SignedInRequest, prompt_id: UUID) -> HttpResponse:
    try:
        prompt = saved_prompts.restore_prompt(owner=request.user, prompt_id=prompt_id)
    except NotFound:
        messages.error(request, _("It has been deleted for good meanwhile."))
    except ChatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” is back.") % {"name": prompt.name})
    return redirect("chat:prompts")


@require_safe
@signed_in
def list_prompts(request: SignedInRequest) -> HttpResponse:
    """`{prompts: [{name, text}]}`, by name."""
    found = saved_prompts.list_prompts(request.user)
    return JsonResponse({"prompts": [{"name": one.name, "text": one.text} for one in found]})
