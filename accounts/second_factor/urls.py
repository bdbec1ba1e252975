"""Addresses of the pages of the second factor, by the names that allauth's views look for."""

from django.urls import path

from accounts.second_factor import views

urlpatterns = [
    path("sign-in/second/", views.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("sign-in/again/code/", views.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey/",
        views.PasskeyAgainView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("settings/second-factor/", views.OverviewView.as_view(), name="mfa_index"),
    path("settings/second-factor/app/", views.ActivateAppView.as_view(), name="mfa_activate_totp"),
    path(
        "settings/second-factor/app/remove/",
        views.DeactivateAppView.as_view(),
        name="mfa_deactivate_totp",
    ),
    path(
        "settings/second-factor/passkeys/add/",
        views.AddPasskeyView.as_view(),
        name="mfa_add_webauthn",
    ),
    path(
        "settings/second-factor/passkeys/<int:pk>/remove/",
        views.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "settings/second-factor/codes/", views.CodesView.as_view(), name="mfa_view_recovery_codes"
    ),
    path(
        "settings/second-factor/codes/new/",
        views.NewCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
