"""What is asked: the fund, then the figures, fetched with the family's consent or declared."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from billing.api_particulier import Identity
from family.models import Allocataire
from look.autofill import fill
from workflows.allocataire import fetching
from workflows.allocataire.asked import (
    DECLARE,
    FETCH,
    by_consent,
    cents,
    fetched,
    for_creche,
    fund_name,
    in_words,
    month_of,
)
from workflows.engine.forms import FormAct, StepForm

OLDEST = 24  # months: what the funds themselves can look back to


class FundForm(StepForm):
    """Which fund, which number, whether a crèche is paid, who gives the figures."""

    fund = forms.ChoiceField(
        label=_("Qui verse vos prestations\u00a0?"),
        widget=forms.RadioSelect,
        choices=Allocataire.Fund.choices,
        error_messages={"required": _("Choisissez la CAF ou la MSA.")},
    )
    number = forms.CharField(
        label=_("Numéro d’allocataire"),
        help_text=_("Sur vos courriers, sans la lettre finale. Gardez les zéros du début."),
        max_length=15,
        required=False,
        validators=[
            RegexValidator(r"^[0-9A-Za-z]+$", _("Des chiffres et des lettres, sans espace."))
        ],
        widget=forms.TextInput(attrs=fill("number")),
    )
    creche = forms.BooleanField(
        label=_("Un de mes enfants va en crèche, ou une place est demandée"), required=False
    )
    how = forms.ChoiceField(
        label=_("Qui donne votre quotient familial\u00a0?"),
        widget=forms.RadioSelect,
        choices=[
            (FETCH, _("La CAF ou la MSA, avec mon accord\u00a0: aucun papier à joindre")),
            (DECLARE, _("Moi-même, avec mon attestation")),
        ],
        error_messages={"required": _("Choisissez qui donne votre quotient familial.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not fetching.is_possible():
            how = cast(forms.ChoiceField, self.fields["how"])
            how.choices = [(DECLARE, _("Moi-même, avec mon attestation"))]


class FiguresForm(StepForm):
    """One of three pages: who to ask for, what came, or the figures by hand."""

    template_name = "allocataire/figures.html"
    identity = ("birth_name", "first_names", "born_on", "sex", "city", "department", "consent")
    childcare = ("yearly", "year", "children", "disabled_children")

    birth_name = forms.CharField(
        label=_("Nom de naissance de l’allocataire"),
        help_text=_("La personne au nom de qui est le dossier."),
        max_length=80,
        widget=forms.TextInput(attrs=fill("other_surname")),
    )
    first_names = forms.CharField(
        label=_("Prénoms"),
        help_text=_("Comme sur la pièce d’identité, séparés par des espaces."),
        max_length=120,
        widget=forms.TextInput(attrs=fill("other_first_name")),
    )
    born_on = forms.DateField(
        label=_("Date de naissance"),
        widget=forms.DateInput(attrs={"type": "date", **fill("other_date")}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    sex = forms.ChoiceField(
        label=_("Sexe à l’état civil"),
        widget=forms.RadioSelect,
        choices=[("F", _("Féminin")), ("M", _("Masculin"))],
    )
    city = forms.CharField(
        label=_("Commune de naissance"),
        help_text=_("Né à l’étranger\u00a0: déclarez vous-même, avec le bouton en bas de page."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    department = forms.CharField(
        label=_("Département de naissance"),
        help_text=_("Son numéro\u00a0: 60, 2A, 974."),
        validators=[
            RegexValidator(r"^(\d{2}|2[ABab]|97\d)$", _("Deux ou trois signes, comme 60."))
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": "3"}),
    )
    consent = forms.BooleanField(
        label=_("J’accepte que la ville demande ces informations à la CAF ou à la MSA"),
        error_messages={"required": _("Sans votre accord, rien n’est demandé.")},
    )
    quotient = forms.CharField(
        label=_("Quotient familial"),
        help_text=_("En euros, comme sur l’attestation\u00a0: 864."),
        max_length=12,
        widget=forms.TextInput(attrs=fill("amount")),
    )
    month = forms.CharField(
        label=_("Mois de ce quotient"),
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"}),
    )
    yearly = forms.CharField(
        label=_("Ressources annuelles du foyer"),
        help_text=_("En euros, retenues par la CAF ou la MSA avant abattements."),
        max_length=14,
        widget=forms.TextInput(attrs=fill("amount")),
    )
    year = forms.IntegerField(
        label=_("Année de ces ressources"),
        min_value=2000,
        widget=forms.TextInput(attrs=fill("number")),
    )
    children = forms.IntegerField(
        label=_("Enfants à charge"),
        min_value=1,
        max_value=20,
        widget=forms.TextInput(attrs=fill("number")),
    )
    disabled_children = forms.IntegerField(
        label=_("Dont enfants bénéficiaires de l’AEEH"),
        min_value=0,
        max_value=20,
        required=False,
        widget=forms.TextInput(attrs=fill("number")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = by_consent(self.case) and fetching.is_possible()
        self.received = fetched(self.case) if self.asks else None
        self.words = in_words(self.received) if self.received else {}
        self.fund = fund_name(self.case)
        self.creche = for_creche(self.case)
        self.goes_on = not self.asks or self.received is not None
        for name in set(self.fields) - set(self._asked()):
            del self.fields[name]

    def _asked(self) -> list[str]:
        if self.received is not None:
            return []
        if self.asks:
            return list(self.identity)
        return ["quotient", "month", *(self.childcare if self.creche else ())]

    def acts(self) -> list[FormAct]:
        """Ask the fund; or do without it."""
        if not self.asks:
            return []
        if self.received is not None:
            return [FormAct("by_hand", _("Ne pas utiliser ces informations"), "undo-2")]
        return [
            FormAct("fetch", _("Demander à la CAF ou à la MSA"), "download"),
            FormAct("by_hand", _("Déclarer moi-même"), "pencil"),
        ]

    def do(self, code: str, given: QueryDict) -> str | None:
        """Ask the fund for what the family agrees to, or leave it."""
        if code == "by_hand":
            fetching.give_up(self.case, user=self.user)
            return now_("Rien n’est gardé de la CAF ou de la MSA\u00a0: déclarez votre quotient.")
        if not self.is_valid():
            return None
        try:
            fetching.fetch(self.case, self._who(), user=self.user)
        except fetching.NothingCame as nothing:
            self.add_error(None, str(nothing))
            return None
        return now_("Voici ce que la caisse a transmis. Vérifiez avant de continuer.")

    def _who(self) -> Identity:
        given = self.cleaned_data
        return Identity(
            birth_name=given["birth_name"],
            first_names=tuple(given["first_names"].replace(",", " ").split()),
            born_on=given["born_on"],
            sex=given["sex"],
            city=given["city"],
            department=given["department"].upper(),
        )

    def clean(self) -> None:
        """Going on needs figures."""
        if not self.goes_on and not self.errors and self.data.get("then") == "next":
            self.add_error(None, _("Demandez d’abord vos informations, ou déclarez vous-même."))

    def clean_born_on(self) -> date:
        """An adult's."""
        day = self.cleaned_data["born_on"]
        if not 14 <= self.day.year - day.year <= 110:
            raise forms.ValidationError(_("Vérifiez l’année de naissance de l’allocataire."))
        return day

    def clean_quotient(self) -> str:
        """An amount."""
        return _amount(self.cleaned_data["quotient"])

    def clean_yearly(self) -> str:
        """An amount."""
        return _amount(self.cleaned_data["yearly"])

    def clean_month(self) -> str:
        """A month past or present, which the attestation says."""
        month = month_of(self.cleaned_data["month"])
        if month is None:
            raise forms.ValidationError(_("Écrivez le mois ainsi\u00a0: 2026-11."))
        age = (self.day.year - month.year) * 12 + self.day.month - month.month
        if not 0 <= age < OLDEST:
            raise forms.ValidationError(_("Ce mois est à venir, ou trop ancien."))
        return f"{month:%Y-%m}"


def _amount(typed: str) -> str:
    if cents(typed) is None:
        raise forms.ValidationError(_("Écrivez un montant en euros, comme 864 ou 864,50."))
    return typed
