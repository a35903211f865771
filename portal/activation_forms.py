"""What is asked to open an account: the key, the address, then identifier and password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.opening import check_identifier
from family.models import Adult
from look.autofill import fill
from portal.account_forms import PASSWORD_RULE


class KeyForm(forms.Form):
    """The key of the letter."""

    key = forms.CharField(
        label=_("Votre clé enfance"),
        help_text=_(
            "Elle est dans le courrier de la mairie\u00a0: 16 lettres et chiffres, comme "
            "7F3K-9QZP-04MX-TT2B. Majuscules, espaces et tirets n’ont pas d’importance."
        ),
        max_length=40,
        widget=forms.TextInput(attrs=fill("one_time_code", inputmode="text", spellcheck="false")),
    )


class AddressForm(forms.Form):
    """The e-mail of the account to be."""

    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_(
            "Elle sert à vous connecter et à recevoir les nouvelles de vos demandes. "
            "Chaque parent a la sienne."
        ),
        widget=forms.EmailInput(attrs=fill("email")),
    )


class OpenAccountForm(forms.Form):
    """Identifier and password, once the address is proven."""

    identifier = forms.CharField(
        label=_("Votre identifiant"),
        help_text=_("Gardez celui-ci ou choisissez le vôtre. Votre adresse e-mail marche aussi."),
        min_length=4,
        max_length=60,
        validators=[check_identifier],
        widget=forms.TextInput(attrs=fill("identifier")),
    )
    password = forms.CharField(
        label=_("Choisissez un mot de passe"),
        help_text=PASSWORD_RULE,
        strip=False,
        widget=forms.PasswordInput(attrs=fill("new_password")),
    )
    again = forms.CharField(
        label=_("Le même, encore une fois"),
        strip=False,
        widget=forms.PasswordInput(attrs=fill("new_password")),
    )

    def __init__(self, *args: Any, adult: Adult, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adult, self.email = adult, email

    def clean(self) -> dict[str, Any]:
        """The password is strong for this person, and typed twice alike."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("Les deux mots de passe ne sont pas les mêmes."))
        if password:
            person = User(
                username=data.get("identifier", ""),
                email=self.email,
                first_name=self.adult.first_name,
                last_name=self.adult.last_name,
            )
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data
