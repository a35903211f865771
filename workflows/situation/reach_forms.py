"""What is asked for a new e-mail or phone, and the code that proves it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from accounts import address_codes
from accounts.codes import CodeOver, WrongCode
from accounts.throttling import Allowance, TooMany, spend
from family.phones import parse_phone, shown_phone
from look.autofill import fill
from workflows.engine.forms import FormAct, StepForm
from workflows.engine.typed import typed
from workflows.situation import reach

PASSWORDS = Allowance("reach-password", tries=10, window=timedelta(hours=1))


NOT_YOURS = _("Chacun change ses propres coordonnées.")


class ReachForm(StepForm):
    """By what one is reached from now on; what is left empty stays."""

    email = forms.EmailField(
        label=_("Nouvelle adresse e-mail"),
        required=False,
        widget=forms.EmailInput(attrs=fill("email")),
    )
    mobile = forms.CharField(
        label=_("Nouveau téléphone portable"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=fill("phone")),
    )
    phone = forms.CharField(
        label=_("Nouvel autre téléphone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=fill("other_phone")),
    )
    nothing_title = _("Chacun change ses propres coordonnées")
    nothing_text = _(
        "Cette demande est faite au nom d’une autre personne\u00a0: elle seule peut la continuer. "
        "Pour vos coordonnées, faites votre demande."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adult = self.case.applicant
        self.nothing_fits = not reach.may_change(self.case, self.user)
        today = {
            "email": reach.known_email(adult),
            "mobile": shown_phone(adult.mobile) if adult else "",
            "phone": shown_phone(adult.phone) if adult else "",
        }
        for name, value in today.items():
            self.fields[name].help_text = _kept(value)

    def clean_email(self) -> str:
        """In lower case; not the one of today."""
        email = self.cleaned_data["email"].lower()
        if email and email == reach.known_email(self.case.applicant).lower():
            raise forms.ValidationError(
                _("C’est déjà votre adresse\u00a0: laissez vide pour la garder.")
            )
        return email

    def clean_mobile(self) -> str:
        """As the file keeps it."""
        return parse_phone(self.cleaned_data["mobile"])

    def clean_phone(self) -> str:
        """As the file keeps it."""
        return parse_phone(self.cleaned_data["phone"])

    def clean(self) -> None:
        """One of the three at least, and one's own."""
        if self.nothing_fits:
            self.add_error(None, NOT_YOURS)
        elif not self.errors and not any(self.cleaned_data.get(name) for name in self.fields):
            self.add_error(None, _("Donnez la nouvelle adresse ou le nouveau numéro."))


def _kept(value: str) -> str:
    if not value:
        return now_("Rien n’est enregistré aujourd’hui.")
    return now_("Aujourd’hui\u00a0: %(value)s. Laissez vide pour garder.") % {"value": value}


class CodeForm(StepForm):
    """The code that was sent, and the password before an account goes to another address."""

    template_name = "changement-situation/code.html"
    never_kept = frozenset({"code", "password"})

    code = forms.CharField(
        label=_("Code reçu par e-mail"),
        help_text=_("Six chiffres, valables 15 minutes."),
        max_length=12,
        error_messages={"required": _("Tapez le code reçu par e-mail.")},
        widget=forms.TextInput(attrs=fill("one_time_code")),
    )
    password = forms.CharField(
        label=_("Votre mot de passe"),
        help_text=_("Un téléphone laissé ouvert ne doit pas suffire à prendre votre compte."),
        strip=False,
        error_messages={"required": _("Tapez le mot de passe de votre compte.")},
        widget=forms.PasswordInput(attrs=fill("password")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.case
        self.address, self.is_new = reach.sent_to(case), bool(reach.new_email(case))
        self.has_phone = any(typed(case, reach.STEP, name) for name in ("mobile", "phone"))
        self.account = case.applicant.user if case.applicant else None
        self.asks_password = self.is_new and not reach.at_counter_by(case, self.user)
        self.is_theirs = reach.may_change(case, self.user)
        self.proof = address_codes.proof(case.reference, self.address)
        self.awaited = address_codes.awaited(case.reference, self.address)
        self.goes_on = self.proof is not None and self.is_theirs
        if self.goes_on or self.awaited is None:
            self.fields.clear()
        elif not self.asks_password:
            del self.fields["password"]

    def acts(self) -> list[FormAct]:
        """Send a code, then prove the address with it."""
        if self.goes_on or not self.address or not self.is_theirs:
            return []
        if self.awaited is None:
            return [FormAct("code", _("Recevoir mon code par e-mail"), "mail")]
        return [
            FormAct("prove", _("Confirmer"), "check"),
            FormAct("code", _("Recevoir un autre code"), "refresh-cw"),
        ]

    def clean(self) -> None:
        """Going on needs the proof, of what is one's own."""
        if not self.is_theirs:
            self.add_error(None, NOT_YOURS)
        elif not self.address:
            self.add_error(None, _("Aucune adresse e-mail n’est connue pour vous envoyer un code."))
        elif not self.goes_on and self.awaited is None:
            self.add_error(None, _("Confirmez d’abord avec le code que vous recevez par e-mail."))

    def do(self, code: str, given: QueryDict) -> str | None:
        """Send a code, or judge the one that was typed."""
        self.errors.clear()  # what is never kept is missing from what was
        if code == "code":
            return self._send()
        return self._prove(given.get("code", "").strip(), given.get("password", ""))

    def _send(self) -> str | None:
        try:
            address_codes.send_code(
                about=self.case.reference, email=self.address, owner=self.account, by=self.user
            )
        except TooMany:
            self.add_error(None, _("Trop de codes demandés\u00a0: réessayez dans une heure."))
        except OSError:  # what the mail server says is for the log of the mail server
            self.add_error(
                None, _("Le code n’a pas pu partir\u00a0: réessayez dans quelques minutes.")
            )
        else:
            return now_("Le code est parti à %(address)s.") % {"address": self.address}
        return None

    def _prove(self, code: str, password: str) -> str | None:
        if not code:
            self.add_error("code", _("Tapez le code reçu par e-mail."))
        if self.asks_password and not self._knows(password):
            return None
        if self.errors:
            return None
        try:
            address_codes.prove(about=self.case.reference, email=self.address, code=code)
        except WrongCode as wrong:
            self.add_error("code", _wrong(wrong.left))
        except CodeOver:
            self.add_error("code", _("Ce code ne sert plus\u00a0: demandez-en un autre."))
        else:
            return now_("C’est confirmé.")
        return None

    def _knows(self, password: str) -> bool:
        """Whether it is the account's own password; guesses are counted."""
        try:
            spend(PASSWORDS, str(self.user.pk))
        except TooMany:
            self.add_error("password", _("Trop d’essais\u00a0: réessayez dans une heure."))
            return False
        if not self.user.check_password(password):
            self.add_error("password", _("Ce n’est pas votre mot de passe actuel."))
            return False
        return True


def _wrong(left: int) -> str:
    if not left:
        return now_("Ce n’est pas le bon code, et il ne sert plus\u00a0: demandez-en un autre.")
    return now_("Ce n’est pas le bon code. Essais restants\u00a0: %(left)d.") % {"left": left}
