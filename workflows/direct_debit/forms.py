"""What is asked: the account, then the signature."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from accounts.throttling import TooMany
from billing import signing
from billing.iban import WrongIban, checked, masked
from billing.mandates import standing
from look.autofill import fill
from workflows.direct_debit.asked import (
    DATES,
    ONLINE,
    PAPER,
    may_bind,
    on_paper,
    shown_iban,
    terms,
)
from workflows.engine.forms import FormAct, StepForm

LATEST = timedelta(days=365)


class AccountForm(StepForm):
    """Whose account, which one, from when, and how the mandate is signed."""

    sealed = frozenset({"iban"})
    nothing_title = _("Le prélèvement est demandé par un responsable du foyer")
    nothing_text = _(
        "Votre compte ne permet pas d’engager le foyer. La personne responsable du dossier peut "
        "faire cette demande depuis son propre compte."
    )

    holder = forms.CharField(
        label=_("Titulaire du compte"),
        help_text=_("Nom et prénom, comme sur le RIB."),
        max_length=70,
        widget=forms.TextInput(attrs=fill("other_surname")),
    )
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=60,
        widget=forms.TextInput(attrs=fill("iban", autocapitalize="characters")),
        error_messages={"required": _("Écrivez l’IBAN du compte à prélever.")},
    )
    starts_on = forms.DateField(
        label=_("Prélever à partir du"),
        help_text=_("Les factures émises avant cette date se paient comme aujourd’hui."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=DATES,
    )
    how = forms.ChoiceField(
        label=_("Comment signez-vous le mandat\u00a0?"),
        widget=forms.RadioSelect,
        choices=[
            (ONLINE, _("En ligne, avec un code reçu par e-mail")),
            (PAPER, _("Sur papier\u00a0: j’imprime, je signe et j’envoie le mandat")),
        ],
        error_messages={"required": _("Choisissez comment vous signez le mandat.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nothing_fits = not may_bind(self.case)
        self.fields["iban"].help_text = self._about_account()

    def _about_account(self) -> str:
        kept = shown_iban(self.case)
        if kept:
            words = now_("Compte enregistré\u00a0: %(iban)s. Laissez vide pour le garder.")
            return words % {"iban": kept}
        present = standing(self.case.household, self.day)
        if present is not None:
            words = now_(
                "Aujourd’hui\u00a0: %(iban)s. Le nouveau compte le remplacera à la date choisie."
            )
            return words % {"iban": present.shown}
        return now_("27 caractères pour un compte français\u00a0: FR76 suivi de 23 autres.")

    def clean_holder(self) -> str:
        """Without double spaces: the name is part of what is signed."""
        return " ".join(self.cleaned_data["holder"].split())

    def clean_iban(self) -> str:
        """One piece, checked."""
        try:
            return checked(self.cleaned_data["iban"])
        except WrongIban as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean_starts_on(self) -> date:
        """From today on, within a year."""
        day = self.cleaned_data["starts_on"]
        if not self.day <= day <= self.day + LATEST:
            raise forms.ValidationError(
                _("Choisissez une date à partir du %(day)s, dans l’année qui vient."),
                params={"day": date_format(self.day, "j F Y")},
            )
        return day

    def declared(self) -> dict:
        """The account, which the case keeps sealed, and how it is shown."""
        return {**super().declared(), "shown": masked(self.cleaned_data["iban"])}


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


class SignatureForm(StepForm):
    """The mandate read and signed with a code; on paper, what to do."""

    template_name = "prelevement/signature.html"
    shows_letters = True
    never_kept = frozenset({"code"})

    agreed = forms.BooleanField(
        label=_("J’ai lu ce mandat et j’autorise ces prélèvements"),
        error_messages={"required": _("Cochez cette case pour signer le mandat.")},
    )
    code = forms.CharField(
        label=_("Code reçu par e-mail"),
        help_text=_("Six chiffres, valables 15 minutes."),
        max_length=12,
        error_messages={"required": _("Tapez le code reçu par e-mail.")},
        widget=forms.TextInput(attrs=fill("one_time_code")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms(self.case)
        digest = self.terms.digest if self.terms else ""
        self.on_paper = on_paper(self.case)
        self.signature = signing.signed(self.case.reference, digest) if digest else None
        self.awaited = signing.awaited(self.case.reference, digest) if digest else None
        self.address = self.case.applicant.email if self.case.applicant else ""
        self._keep_what_is_asked()

    def _keep_what_is_asked(self) -> None:
        """Nothing on paper, once signed, nor before a code was sent."""
        signed = self.signature is not None
        if self.on_paper or signed or self.awaited is None:
            self.fields.clear()
        self.goes_on = self.on_paper or signed

    @property
    def shown_iban(self) -> str:
        """The account of the mandate, masked."""
        return shown_iban(self.case)

    def acts(self) -> list[FormAct]:
        """Send a code, then sign with it."""
        if self.goes_on or self.terms is None or not self.address:
            return []
        if self.awaited is None:
            return [FormAct("code", _("Recevoir mon code par e-mail"), "mail")]
        return [
            FormAct("sign", _("Signer le mandat"), "check"),
            FormAct("code", _("Recevoir un autre code"), "refresh-cw"),
        ]

    def clean(self) -> None:
        """Going on needs the signature."""
        if self.terms is None:
            self.add_error(None, _("Complétez d’abord le compte à prélever."))
        elif not self.goes_on and not self.address:
            self.add_error(None, NO_ADDRESS)
        elif not self.goes_on and self.awaited is None:
            self.add_error(None, _("Le mandat n’est pas encore signé."))

    def do(self, code: str, given: QueryDict) -> str | None:
        """Send a code, or sign."""
        if self.terms is None or self.case.applicant is None:
            self.add_error(None, _("Complétez d’abord le compte à prélever."))
            return None
        return self._send() if code == "code" else self._sign(given.get("code", ""))

    def _send(self) -> str | None:
        assert self.terms and self.case.applicant  # noqa: S101 -- `do` has looked
        self.errors.clear()  # nothing is signed yet: what misses is not missed
        try:
            signing.send_code(
                case=self.case.reference, adult=self.case.applicant, digest=self.terms.digest
            )
        except signing.NoAddress:
            self.add_error(None, NO_ADDRESS)
        except TooMany:
            self.add_error(None, _("Trop de codes demandés\u00a0: réessayez dans une heure."))
        except OSError:  # what the mail server says is for the log of the mail server
            self.add_error(
                None,
                _(
                    "Le code n’a pas pu partir\u00a0: réessayez dans quelques minutes, ou signez sur papier."
                ),
            )
        else:
            return now_("Le code est parti à %(address)s.") % {"address": self.address}
        return None

    def _sign(self, code: str) -> str | None:
        assert self.terms  # noqa: S101 -- `do` has looked
        if code.strip():
            self.errors.pop("code", None)  # never kept, so missing of what was
        if self.errors:
            return None
        try:
            signing.sign(
                case=self.case.reference, digest=self.terms.digest, code=code, account=self.user
            )
        except signing.WrongCode as wrong:
            self.add_error("code", _wrong(wrong.left))
        except signing.CodeOver:
            self.add_error("code", _("Ce code ne sert plus\u00a0: demandez-en un autre."))
        else:
            return now_("Le mandat est signé.")
        return None


NO_ADDRESS = _(
    "Aucune adresse e-mail n’est connue pour vous envoyer un code\u00a0: signez le mandat sur papier."
)


def _wrong(left: int) -> str:
    if not left:
        return now_("Ce n’est pas le bon code, et il ne sert plus\u00a0: demandez-en un autre.")
    return now_("Ce n’est pas le bon code. Essais restants\u00a0: %(left)d.") % {"left": left}
