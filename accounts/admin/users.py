"""Users in the admin, and who waits for an administrator to let them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from accounts import administrators, approvals
from accounts.admin import telling
from accounts.admin.changelist import CarefulAdmin
from accounts.admin.telling import PasswordForm
from accounts.exceptions import CannotLeave
from accounts.models import Membership, Team, User
from accounts.teams import services as teams

# What makes somebody more than they are: superusers give it.
RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
ADMINISTERS = ("is_active", "is_staff", "is_superuser")
LAST_ADMINISTRATOR = "Nobody else administers this site: make somebody else a superuser first"
PRIVILEGED = Q(is_staff=True) | Q(is_superuser=True)


class Leave(Protocol):
    """What becomes of all else that is theirs; raises CannotLeave."""

    def __call__(self, user: User, *, by: User) -> None: ...


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


class UserForm(UserChangeForm[User]):
    """Nobody who leaves members without an owner is disabled, as nobody like that is deleted, and
    the last administrator stays one."""

    def clean(self) -> dict[str, Any] | None:
        """In the transaction that saves it, as below."""
        cleaned = super().clean()
        before = {name: getattr(self.instance, name) for name in ADMINISTERS}
        after = {name: self.cleaned_data.get(name, before[name]) for name in ADMINISTERS}
        if all(before.values()) and not all(after.values()):
            administrators.lock()
            if not administrators.there_are_without([self.instance]):
                raise ValidationError(LAST_ADMINISTRATOR)
        return cleaned

    def clean_is_active(self) -> bool:
        """In the transaction that saves it."""
        is_active: bool = self.cleaned_data["is_active"]
        if self.initial.get("is_active") and not is_active:
            owned = teams.lock_to_hand_on(self.instance)
            if owned:
                raise ValidationError([_last_owner(team, self.instance) for team in owned])
        return is_active


@admin.register(User)
class UserAdmin(CarefulAdmin[User], DjangoUserAdmin[User]):
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
    form = UserForm
    change_password_form = PasswordForm
    actions = ("approve", "refuse", "remove_second_factor")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("emailaddress_set")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if _is_superuser(request) else (*fields, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Their password too: who sets it can sign in as them, and has their rights."""
        return super().has_change_permission(request, obj) and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_within_reach(request, obj)

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
        with_one = _within_reach(request, queryset).filter(authenticator__isnull=False).distinct()
        for user in with_one:
            telling.remove_second_factor(user, request)
            self.log_change(request, user, "Removed the second factor.")
        self.message_user(request, "The second factor is removed.", messages.SUCCESS)
        if not _is_superuser(request) and queryset.filter(PRIVILEGED).exists():
            self.message_user(request, "Only superusers remove that of staff.", messages.WARNING)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[Model], change: bool
    ) -> None:
        """An address that an administrator changed or took away resets no password any more; and
        who makes somebody active has let them in."""
        if obj.is_active and obj.waiting_since is not None:
            obj.waiting_since = None
        tell = telling.tell_of_form(obj, request, form) if change else None
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if tell is not None:
            tell()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Who is the last owner of a team with others in it, or the last administrator, has to
        hand that on first."""
        going, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        users = list(cast("Iterable[User]", objs))
        kept = [_last_owner(team, user) for user in users for team in teams.list_to_hand_on(user)]
        if administrators.are_needed(users):
            kept.append(LAST_ADMINISTRATOR)
        if Membership.objects.filter(user__in=users).exists():
            going = ["Conversations of teams stay with them, though they are listed here.", *going]
        return going, counts, perms_needed, [*kept, *protected]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except CannotLeave as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:accounts_user_change", object_id)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """What they began in teams stays there."""
        leave: Leave = import_string(settings.ACCOUNT_LEAVING)
        with transaction.atomic():
            administrators.lock()
            if administrators.are_needed([obj]):
                raise CannotLeave(LAST_ADMINISTRATOR)
            leave(obj, by=cast("User", request.user))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        try:
            with transaction.atomic():
                for user in queryset:
                    self.delete_model(request, user)
        except CannotLeave as error:
            self.message_user(request, f"Nobody was deleted. {error}", messages.ERROR)

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[User],
        decide: Callable[[User, HttpRequest], bool],
        words: str,
    ) -> int:
        count = 0
        for user in _within_reach(request, queryset).filter(waiting_since__isnull=False):
            self.log_change(request, user, words)
            count += decide(user, request)
        return count


def _is_superuser(request: HttpRequest) -> bool:
    return bool(cast("User", request.user).is_superuser)


def _is_within_reach(request: HttpRequest, user: User | None) -> bool:
    """Those who have rights are changed and deleted by superusers alone."""
    return user is None or _is_superuser(request) or not (user.is_staff or user.is_superuser)


def _within_reach(request: HttpRequest, users: QuerySet[User]) -> QuerySet[User]:
    return users if _is_superuser(request) else users.exclude(PRIVILEGED)


def _last_owner(team: Team, user: User) -> str:
    return f"Team {team}, whose last owner is {user}: make somebody else its owner first"
