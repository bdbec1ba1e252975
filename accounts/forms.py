"""What a person types about their account."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm

from accounts.models import User


class SignUpForm(BaseUserCreationForm[User]):
    """Name, optional e-mail, password twice."""

    email = forms.EmailField(
        required=False,
        help_text="Optional. Without it a forgotten password cannot be reset by e-mail.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    class Meta(BaseUserCreationForm.Meta):
        model = User
        fields = ("username", "email")
        help_texts: ClassVar = {"username": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is wrong is said when it is wrong; four rules in advance are read by nobody.
        self.fields["password1"].help_text = "At least 8 characters, and not a common one."
        self.fields["password2"].help_text = ""
