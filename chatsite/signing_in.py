"""What allauth is told: which forms, how often somebody may try, and who else may sign them in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from environs import EnvError

LOOPBACK = ("localhost", "127.0.0.1")

# Which forms of ours stand in place of allauth's.
ACCOUNT_FORMS = {
    "login": "accounts.sign_forms.SignInForm",
    "signup": "accounts.sign_forms.SignUpForm",
    "change_password": "accounts.sign_forms.ChangePasswordForm",
    "set_password": "accounts.sign_forms.SetPasswordForm",
    "reset_password": "accounts.sign_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_forms.NewPasswordForm",
    "reauthenticate": "accounts.sign_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.second_factor.forms.CodeForm",
    "reauthenticate": "accounts.second_factor.forms.CodeAgainForm",
    "activate_totp": "accounts.second_factor.forms.ActivateAppForm",
    "add_webauthn": "accounts.second_factor.forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.second_factor.forms.PasskeyForm",
    "login_webauthn": "accounts.second_factor.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "accounts.second_factor.forms.PasskeyAgainForm",
}


def throttles(attempts_per_minute: int) -> dict[str, str]:
    """Of allauth, by action: for one network address (`ip`), person (`user`), or name or mailbox
    that was typed (`key`)."""
    each = f"{attempts_per_minute}/m/ip"
    return {
        "login": each,
        "login_failed": f"{each},10/5m/key",
        "signup": each,
        "reset_password": f"{each},3/h/key",
        "reset_password_from_key": each,
        "logout_token_refused": each,
        # A link that was sent stays good, so who asks again soon needs no second one.
        "confirm_email": "1/3m/key,6/d/key",
        # Each is a letter to somebody who may be a stranger.
        "tell_owner": "3/h/key",
        "invite_to_team": "60/h/user,200/d/user",
    }


def providers(*, issuer: str, client_id: str, client_secret: str, name: str) -> dict[str, Any]:
    """Of allauth: the one provider of single sign-on, or none. Raises EnvError."""
    given = {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": client_id,
        "OIDC_CLIENT_SECRET": client_secret,
    }
    if not any(given.values()):
        return {}
    for missing in [name for name, value in given.items() if not value]:
        raise EnvError(f"{missing} is missing: single sign-on needs {', '.join(given)}.")
    url = urlsplit(issuer)
    if not url.hostname or (url.scheme != "https" and url.hostname not in LOOPBACK):
        raise EnvError(f"OIDC_ISSUER={issuer!r} cannot be used: it must begin with https://.")
    app = {
        "provider_id": "sso",
        "name": name,
        "client_id": client_id,
        "secret": client_secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
