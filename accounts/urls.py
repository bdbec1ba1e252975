"""Addresses of the account pages. Where Django has names of its own, its views look for them."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import key_views, language_views, views

urlpatterns = [
    path("sign-up/", views.SignUpView.as_view(), name="signup"),
    path("sign-in/", views.SignInView.as_view(), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("password/reset/", views.PasswordResetView.as_view(), name="password_reset"),
    path("password/reset/sent/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/reset/<uidb64>/<token>/",
        views.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "password/reset/complete/",
        views.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
    path("settings/language/", language_views.language, name="language"),
    path("settings/keys/", key_views.ApiKeysView.as_view(), name="api_keys"),
    path(
        "settings/keys/<uuid:key_id>/revoke/",
        key_views.RevokeApiKeyView.as_view(),
        name="revoke_api_key",
    ),
]
