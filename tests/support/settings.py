"""The site's settings, but for what a password costs: hashing one takes longer than most tests.

The deployment has the site's own (tests/deploy), and tests/accounts/test_passwords.py holds them.
"""

from __future__ import annotations

from chatsite.settings import *  # noqa: F403

PASSWORD_HASHERS = [
    "tests.support.hasher.CheapArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
