"""Where allauth.mfa asks this site how it is done here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from types import MappingProxyType

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PURPOSE = b"accounts.second_factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    """A stolen database shows no secret: what codes are made from is encrypted by SECRET_KEY."""

    error_messages = MappingProxyType(  # type: ignore[assignment]  # nobody writes into it
        DefaultMFAAdapter.error_messages
        | {
            "incorrect_code": _("This is not right."),
            "rate_limited": _("That was too much at once. Wait a little, then try again."),
        }
    )

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Encrypted by another SECRET_KEY: no code fits. An empty secret is one that many know.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002 - allauth's name
    ) -> str:
        return gettext("Passkey")


def _cipher() -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), PURPOSE, hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))
