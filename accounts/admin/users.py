"""Users in the admin, and who waits for an administrator to let them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts import approvals
from accounts.models import User


class WaitingFilter(admin.SimpleListFilter):
    """Who signed up and has no answer yet."""

    title = "sign-up"
    parameter_name = "sign_up"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waits for approval")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "waiting":
            return queryset.filter(waiting_since__isnull=False)
        return queryset


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    list_display = (
        "username",
        "email",
        "is_verified",
        "is_active",
        "waiting_since",
        "is_staff",
        "date_joined",
        "last_login",
    )
    list_filter = (WaitingFilter, *DjangoUserAdmin.list_filter)
    date_hierarchy = "date_joined"
    actions = ("approve", "refuse", "remove_second_factor")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("emailaddress_set")

    @admin.display(boolean=True, description="e-mail verified")
    def is_verified(self, user: User) -> bool | None:
        if not user.email:
            return None
        return any(one.verified and one.email == user.email for one in user.emailaddress_set.all())

    @admin.action(description="Approve: let the selected people in", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        count = self._decide(request, queryset, approvals.approve, "Approved.")
        self.message_user(request, f"Accounts opened: {count}.", messages.SUCCESS)

    @admin.action(
        description="Refuse: delete the accounts of the selected people who wait",
        permissions=["delete"],
    )
    def refuse(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        count = self._decide(request, queryset, approvals.refuse, "Refused.")
        self.message_user(request, f"Accounts refused: {count}.", messages.SUCCESS)

    @admin.action(
        description="Remove the second factor of the selected people", permissions=["change"]
    )
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For who has lost it all. Their password is needed as before."""
        with_one = queryset.filter(authenticator__isnull=False).distinct()
        for user in with_one:
            self.log_change(request, user, "Removed the second factor.")
            Authenticator.objects.filter(user=user).delete()
        self.message_user(request, "The second factor is removed.", messages.SUCCESS)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[Model], change: bool
    ) -> None:
        """An address that an administrator changed or took away resets no password any more; and
        who makes somebody active has let them in."""
        if obj.is_active and obj.waiting_since is not None:
            obj.waiting_since = None
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[User],
        decide: Callable[[User, HttpRequest], bool],
        words: str,
    ) -> int:
        count = 0
        for user in queryset.filter(waiting_since__isnull=False):
            self.log_change(request, user, words)
            count += decide(user, request)
        return count
