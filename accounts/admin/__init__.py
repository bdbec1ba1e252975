"""People, invitations and keys in the admin, whose sign-in page is that of the site."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin

from accounts.admin.api_keys import ApiKeyAdmin
from accounts.admin.invitations import InvitationAdmin
from accounts.admin.users import UserAdmin

__all__ = ["ApiKeyAdmin", "InvitationAdmin", "UserAdmin"]

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(EmailAddress)  # an address belongs to its user, and is changed there
