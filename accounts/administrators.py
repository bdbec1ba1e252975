"""Who administers the site: there is always somebody left who can."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User


def lock() -> None:
    """Until the end of the transaction, so that two do not go at once, each relying on the
    other."""
    list(User.objects.select_for_update(no_key=True).filter(is_superuser=True).order_by("pk"))


def there_are_without(going: Collection[User]) -> bool:
    """Who can sign in, into the administration too, and may do everything there."""
    administrators = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
    return administrators.exclude(pk__in=[user.pk for user in going]).exists()


def are_needed(going: Collection[User]) -> bool:
    """Without them a site with other people would have no administrator. Whoever is alone may leave
    it empty."""
    if not any(user.is_superuser for user in going):
        return False
    others = User.objects.filter(is_active=True).exclude(pk__in=[user.pk for user in going])
    return others.exists() and not there_are_without(going)
