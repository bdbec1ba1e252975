"""People, invitations and keys in the admin, whose sign-in page is that of the site."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin

from accounts.admin.api_keys import ApiKeyAdmin
from accounts.admin.deleting import delete_some
from accounts.admin.groups import GroupAdmin
from accounts.admin.invitations import InvitationAdmin
from accounts.admin.users import UserAdmin

__all__ = ["ApiKeyAdmin", "GroupAdmin", "InvitationAdmin", "UserAdmin"]

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign, no-untyped-call]
admin.site.add_action(delete_some, "delete_selected")
# These belong to a user, and are changed there; what codes are made from is nobody's business, nor
# is with what somebody is signed in.
admin.site.unregister([EmailAddress, Authenticator, UserSession])
# One provider, and it stands in the settings.
admin.site.unregister([SocialAccount, SocialApp, SocialToken])
