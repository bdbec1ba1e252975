"""What a person types about their account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import addresses
from accounts.api_keys import SCOPES, teams_for_keys
from accounts.models import ADDRESS_CHARACTERS, KEY_NAME_CHARACTERS, Team, User

SCOPE_LABELS = {
    "models": _("See the models, and count tokens"),
    "read": _("Read replies, also after a lost connection"),
    "generate": _("Ask for replies, and stop them"),
}
NEVER = "never"
LIFETIMES = {
    "30": _("30 days"),
    "90": _("90 days"),
    "365": _("A year"),
    NEVER: _("Until I revoke it"),
}


class LanguageForm(forms.Form):
    """In which language the site speaks to this person."""

    language = forms.ChoiceField(
        label=_("Language of the site"),
        choices=[("", _("As the browser asks for")), *settings.LANGUAGES],
        required=False,
    )


class ApiKeyForm(forms.Form):
    """What may be chosen of a new key. Everything else about it is not for its owner to say."""

    name = forms.CharField(
        label=_("Name"),
        max_length=KEY_NAME_CHARACTERS,
        widget=forms.TextInput(
            attrs={"placeholder": _("For example: notebook"), "autocomplete": "off"}
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(scope, SCOPE_LABELS[scope]) for scope in SCOPES],
        initial=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    lifetime = forms.ChoiceField(
        label=_("It works for"), choices=list(LIFETIMES.items()), initial="90"
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("It asks for"),
        empty_label=_("Me alone"),
        required=False,
        help_text=_(
            "What it asks for a team takes of the team's quotas as well as of yours, with models "
            "that the team allows. It works while you may write in the team."
        ),
    )
    keeps_text = forms.BooleanField(
        label=_("Keep its prompts and replies"),
        required=False,
        help_text=_(
            "With this the words themselves are stored, and administrators of this site can read "
            "them. Without it only counts and times of each request are."
        ),
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = self.fields["team"].queryset = teams_for_keys(owner)  # type: ignore[attr-defined]
        self.has_teams = teams.exists()

    def wanted(self) -> dict[str, Any]:
        """The arguments for create_api_key, but the owner."""
        chosen = self.cleaned_data
        lasts = chosen["lifetime"]
        return {
            "name": chosen["name"],
            "scopes": chosen["scopes"],
            "expires_at": None if lasts == NEVER else timezone.now() + timedelta(days=int(lasts)),
            "keeps_text": chosen["keeps_text"],
            "team": chosen["team"],
        }


class ProfileForm(forms.ModelForm[User]):
    """What others call somebody, and where mail reaches them."""

    first_name = forms.CharField(
        label=_("Shown name"),
        max_length=150,
        required=False,
        help_text=_("What the page calls you. Without it, it is the name you sign in with."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=ADDRESS_CHARACTERS,
        required=False,
        help_text=_("Without it a forgotten password cannot be reset by e-mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    class Meta:
        model = User
        fields = ("first_name",)  # whose an address is, is decided in accounts.addresses

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["first_name"] = self.instance.get_full_name()
        email = addresses.waiting(self.instance) or self.instance.email
        self.initial["email"] = email
        is_open = email and not addresses.is_verified(self.instance, email)
        if is_open and settings.EMAIL_VERIFICATION != "off":
            # The same whether it is theirs already or waits: else it told of other accounts.
            self.fields["email"].help_text = gettext(
                "We have sent a link there. Until you follow it, mail goes where it went before. "
                "Save again to get another link."
            )
        if settings.EMAIL_VERIFICATION == "required":
            self.fields["email"].required = bool(self.instance.email)

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        addresses.change(user, self.cleaned_data["email"])
        return user

    def clean_email(self) -> str:
        """Each change is a letter to somebody who may be a stranger."""
        email: str = self.cleaned_data["email"]
        sends = email and not addresses.is_verified(self.instance, email.lower())
        if sends and settings.EMAIL_VERIFICATION != "off":
            request = context.request
            if not ratelimit.consume(request, action="manage_email", user=self.instance):
                raise forms.ValidationError(
                    gettext("That was too much at once. Wait a little, then try again.")
                )
        return email

    @property
    def changes_address(self) -> bool:
        """Whoever reads the mail of an account can take it over."""
        email: str = self.cleaned_data["email"]
        return email.lower() != self.instance.email

    def clean_first_name(self) -> str:
        name: str = self.cleaned_data["first_name"]
        if name != self.instance.get_full_name():
            self.instance.last_name = ""  # the one field here is the whole name
            return name
        first: str = self.instance.first_name
        return first


class AppearanceForm(forms.ModelForm[User]):
    """How the pages look and how a message is sent, on every device of the account."""

    class Meta:
        model = User
        fields = ("theme", "text_size", "send_key")


class LeaveForm(forms.Form):
    """The password again, since somebody else may sit before an open page; and who goes on."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    successor = forms.CharField(
        label=_("Who administers the site from now on"),
        help_text=_("The name with which they sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, user: User, *args: Any, needs_successor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not needs_successor:
            del self.fields["successor"]

    def clean_password(self) -> str:
        """Counted as an attempt to sign in: or whoever found a computer open could guess here."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean_successor(self) -> User:
        others = User.objects.filter(is_active=True).exclude(pk=self.user.pk)
        found = others.filter(username__iexact=self.cleaned_data["successor"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody else here signs in with this name."))
        return found
