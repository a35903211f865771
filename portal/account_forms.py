"""The forms of sign-in and passwords, in our words."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.lookup import account_named
from accounts.models import User
from look.autofill import fill

PASSWORD_RULE = _("Au moins 12 caractères. Une phrase courte se retient bien.")
__all__ = ["ChangeEmail", "ChangePassword", "ForgottenPassword", "NewPassword", "SignIn"]


def _password(form: forms.Form, name: str, label: Any, kind: str, help_text: Any = "") -> None:
    """Draw a password field of allauth in our words, without its placeholder."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs = fill(kind)


class SignIn(allauth.LoginForm):
    """Identifier or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Identifiant ou adresse e-mail")
        self.fields["login"].max_length = 254
        self.fields["login"].widget.attrs = fill("identifier", maxlength="254")
        _password(self, "password", _("Mot de passe"), "password")
        self.fields["remember"].label = _("Rester connecté sur cet appareil")


class ForgottenPassword(forms.Form):
    """The e-mail to which a link is sent; the answer never tells whether it has an account."""

    email = forms.EmailField(
        label=_("Adresse e-mail"),
        help_text=_("Celle de votre compte. Vous recevrez un lien pour choisir un mot de passe."),
        widget=forms.EmailInput(attrs=fill("email")),
    )

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send a mail in both cases: the link, or that no account has this address."""
        from allauth.account.internal.flows.password_reset import request_password_reset

        email = self.cleaned_data["email"]
        user = account_named(email)
        if user is not None and user.is_active:
            request_password_reset(request, user.email, [user], kwargs.get("token_generator"))
        else:
            get_adapter(request).send_unknown_account_mail(email)
        return email


class NewPassword(allauth.ResetPasswordKeyForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self, "password1", _("Nouveau mot de passe"), "new_password", PASSWORD_RULE)
        _password(self, "password2", _("Le même, encore une fois"), "new_password")


class ChangePassword(allauth.ChangePasswordForm):
    """The password of today, then a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self, "oldpassword", _("Mot de passe actuel"), "password")
        _password(self, "password1", _("Nouveau mot de passe"), "new_password", PASSWORD_RULE)
        _password(self, "password2", _("Le même, encore une fois"), "new_password")


class ChangeEmail(forms.Form):
    """A new e-mail, and the password: a phone left unlocked must not give the account away."""

    email = forms.EmailField(
        label=_("Nouvelle adresse e-mail"), widget=forms.EmailInput(attrs=fill("email"))
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs=fill("password")),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """In lower case; not the one that the account has already."""
        email = self.cleaned_data["email"].lower()
        if email == self.user.email.lower():
            raise forms.ValidationError(_("C’est déjà l’adresse de votre compte."))
        return email

    def clean_password(self) -> str:
        """The right one."""
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("Ce n’est pas votre mot de passe actuel."))
        return ""
