"""What stealing the table of users is worth. The tests themselves hash more cheaply."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher
from django.test import override_settings

from chatsite import settings

PASSWORD = "correct horse battery staple"


@override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS)
def test_a_password_is_kept_as_costly_as_django_advises() -> None:
    hasher = get_hasher()
    kept = hasher.decode(hasher.encode(PASSWORD, "s" * 22))
    assert (kept["algorithm"], kept["variety"]) == ("argon2", "argon2id")
    assert kept["memory_cost"] >= 100 * 1024 == Argon2PasswordHasher.memory_cost
    assert kept["time_cost"] >= 2
    assert hasher.verify(PASSWORD, hasher.encode(PASSWORD, "s" * 22))
    assert not hasher.verify(PASSWORD + " ", hasher.encode(PASSWORD, "s" * 22))
