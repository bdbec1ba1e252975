"""What a person types about their account."""

from __future__ import annotations

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
