"""Addresses of the account pages. Each has allauth's name beside ours: its views look for them."""

from django.urls import URLPattern, include, path

from accounts import device_views, key_views, language_views, views


def named(route: str, view: type, *names: str) -> list[URLPattern]:
    """One page under several names."""
    shown = view.as_view()  # type: ignore[attr-defined]
    return [path(route, shown, name=name) for name in names]


urlpatterns = [
    *named("sign-up/", views.SignUpView, "signup", "account_signup"),
    path("sign-up/<str:token>/", views.invited, name="invited"),
    *named("sign-in/", views.SignInView, "login", "account_login"),
    *named("sign-in/again/", views.ReauthenticateView, "account_reauthenticate"),
    *named("sign-in/waiting/", views.WaitingView, "account_waiting"),
    *named("sign-in/disabled/", views.InactiveView, "account_inactive"),
    *named("sign-out/", views.SignOutView, "logout", "account_logout"),
    *named("e-mail/sent/", views.VerificationSentView, "account_email_verification_sent"),
    *named("e-mail/<str:key>/", views.ConfirmEmailView, "account_confirm_email"),
    *named("password/", views.PasswordChangeView, "password_change", "account_change_password"),
    *named("password/done/", views.PasswordChangeDoneView, "password_change_done"),
    *named("password/set/", views.PasswordSetView, "account_set_password"),
    *named("password/reset/", views.PasswordResetView, "password_reset", "account_reset_password"),
    *named(
        "password/reset/sent/",
        views.PasswordResetDoneView,
        "password_reset_done",
        "account_reset_password_done",
    ),
    *named(
        "password/reset/<str:uidb36>/<str:key>/",
        views.PasswordResetConfirmView,
        "account_reset_password_from_key",
    ),
    *named(
        "password/reset/complete/",
        views.PasswordResetCompleteView,
        "password_reset_complete",
        "account_reset_password_from_key_done",
    ),
    path("", include("accounts.second_factor.urls")),
    path("", include("accounts.single_sign_on.urls")),
    path("teams/", include("accounts.teams.urls")),
    path("settings/devices/", device_views.list_devices, name="devices"),
    path("settings/devices/<int:session_id>/end/", device_views.end_device, name="end_device"),
    path("settings/devices/end-others/", device_views.end_others, name="end_other_devices"),
    path("settings/language/", language_views.language, name="language"),
    path("settings/keys/", key_views.ApiKeysView.as_view(), name="api_keys"),
    path(
        "settings/keys/<uuid:key_id>/revoke/",
        key_views.RevokeApiKeyView.as_view(),
        name="revoke_api_key",
    ),
]
