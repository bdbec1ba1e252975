"""The gate before every page of the admin that shows what somebody wrote: it asks the policy, asks
for a reason, and opens only when the audit log has it."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from accounts.admin.changelist import CarefulAdmin
from accounts.models import User
from chat.admin.filters import parameters_of
from chat.models import ApiGeneration, AuditEntry, Conversation
from chat.models.audit import REASON_CHARACTERS
from chat.privacy import reasons
from chat.privacy.audit import record, subject_of
from chat.privacy.policy import Decision, is_theirs, may_read

SubjectT = TypeVar("SubjectT", Conversation, ApiGeneration)

TOO_SHORT = f"Say it in at least {reasons.LEAST_CHARACTERS} characters."


def pass_gate(
    request: HttpRequest,
    subject: Conversation | ApiGeneration,
    *,
    action: AuditEntry.Action | None = AuditEntry.Action.OPENED,
    detail: str = "",
) -> Decision:
    """YES: the audit log says what is done, and it may be shown. action: `None` for a piece of a
    page that was opened before."""
    reader = cast("User", request.user)
    reason = reasons.recall(request.session, subject_of(subject))
    decision = may_read(reader, subject)
    if decision is Decision.NO:
        record(AuditEntry.Action.REFUSED, actor=reader, about=subject, detail=detail)
    if decision is Decision.NO or (decision is Decision.NEEDS_REASON and reason is None):
        return decision
    if action is not None and not is_theirs(reader, subject):
        record(action, actor=reader, about=subject, reason=reason or "", detail=detail)
    return Decision.YES


class GatedAdmin(CarefulAdmin[SubjectT]):
    """Its change page shows texts. lookups: the only fields by which an address may filter; who can
    ask whether a title begins with A can read it letter by letter."""

    lookups: frozenset[str] = frozenset()

    def has_texts(self, subject: SubjectT) -> bool:
        return True

    def get_facts(self, subject: SubjectT) -> dict[str, Any]:
        """What a closed page says all the same: no texts."""
        return {}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        own = {name for one in self.list_filter for name in parameters_of(one)}
        is_known = lookup in own or lookup.partition("__")[0] in self.lookups
        return is_known and super().lookup_allowed(lookup, value, request)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_reason"
        ask = self.admin_site.admin_view(self.reason_view)
        return [path("<path:object_id>/reason/", ask, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.get_object(request, unquote(object_id))
        if subject is None or not self.has_view_permission(request, subject):
            return super().change_view(request, object_id, form_url, extra_context)
        if request.method == "POST" or not self.has_texts(subject):  # nobody may post
            return super().change_view(request, object_id, form_url, extra_context)
        closed = self.enter(request, subject)
        if closed is not None:
            return closed
        context = {**(extra_context or {}), **self.get_shown(subject)}
        return super().change_view(request, object_id, form_url, context)

    def enter(
        self,
        request: HttpRequest,
        subject: SubjectT,
        *,
        action: AuditEntry.Action | None = AuditEntry.Action.OPENED,
        detail: str = "",
        then: str = "",
    ) -> HttpResponse | None:
        """What is shown in place of texts; `None`: the gate is open, see pass_gate. then: a page
        about the subject, to which its reason leads."""
        match pass_gate(request, subject, action=action, detail=detail):
            case Decision.NO:
                return self._closed(request, subject, status=403)
            case Decision.NEEDS_REASON:
                return self._closed(request, subject, may_ask=True, then=then)
        return None

    def get_shown(self, subject: SubjectT) -> dict[str, Any]:
        """For the template, once the gate is open."""
        return {}

    def reason_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Takes the reason, and leads to what it opens."""
        subject = self.get_object(request, unquote(object_id))
        if subject is None or not self.has_view_permission(request, subject):
            raise PermissionDenied
        opened = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(subject.pk)]
        )
        is_asked = may_read(cast("User", request.user), subject) is Decision.NEEDS_REASON
        if request.method == "POST" and is_asked:
            typed, then = request.POST.get("reason", ""), request.POST.get("then", "")
            reason = reasons.clean(typed)
            if reason is None:
                again: dict[str, Any] = {"typed": typed, "then": then, "error": TOO_SHORT}
                return self._closed(request, subject, may_ask=True, **again)
            reasons.remember(request.session, subject_of(subject), reason)
            if then.startswith(opened.removesuffix("change/")):
                return redirect(then)
        return redirect(opened)

    def _closed(
        self, request: HttpRequest, subject: SubjectT, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **self.get_facts(subject),
            "title": str(subject),
            "opts": self.opts,
            "original": subject,
            "most_characters": REASON_CHARACTERS,
            "minutes": int(reasons.LASTS.total_seconds() // 60),
            "has_delete_permission": self.has_delete_permission(request, subject),
            **more,
        }
        return render(request, "admin/chat/gate.html", context, status=status)
