"""Addresses of single sign-on, by the names that allauth looks for."""

from allauth.socialaccount.providers.openid_connect import views
from django.urls import path
from django.views.generic import TemplateView

from accounts.single_sign_on import connecting, signing_out
from accounts.single_sign_on.views import start

PROVIDER = {"provider_id": connecting.PROVIDER}

urlpatterns = [
    path("sign-in/sso/", start, PROVIDER, name="openid_connect_login"),
    path("sign-in/sso/back/", views.callback, PROVIDER, name="openid_connect_callback"),
    path(
        "sign-in/sso/cancelled/",
        TemplateView.as_view(template_name="socialaccount/authentication_error.html"),
        name="socialaccount_login_cancelled",
    ),
    path("sign-in/sso/signed-out/", signing_out.signed_out_there, name="back_channel_logout"),
    path("settings/connected/", connecting.connections, name="socialaccount_connections"),
    path("settings/connected/connect/", connecting.connect, name="connect_sso"),
    path("settings/connected/disconnect/", connecting.disconnect, name="disconnect_sso"),
]
