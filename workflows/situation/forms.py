"""What is asked, one change a step."""

from typing import cast

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from family.models import Adult, Residence
from look.autofill import fill
from workflows.engine.children import deciding_children
from workflows.engine.forms import RecordChoice, StepForm
from workflows.situation.parts import PARTS

LONG_AGO = 366 * 3  # days: beyond that the accounts are closed


class ChangesForm(StepForm):
    """What changes, and from when."""

    parts = forms.MultipleChoiceField(
        label=_("Ce qui change"),
        choices=[(part.code, part.label) for part in PARTS.values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un changement.")},
    )
    since = forms.DateField(
        label=_("À partir du"),
        help_text=_(
            "La date du changement, passée ou à venir. Un e-mail ou un téléphone change tout de suite."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def clean_since(self):
        """Needed but for what changes at once; not so far away that it is a slip of the finger."""
        since, parts = self.cleaned_data["since"], self.cleaned_data.get("parts", ())
        if since is None and parts and all(PARTS[part].at_once for part in parts):
            return self.day
        if since is None:
            raise forms.ValidationError(self.fields["since"].error_messages["required"])
        if abs((since - self.day).days) > LONG_AGO:
            raise forms.ValidationError(_("Vérifiez l’année\u00a0: cette date est très lointaine."))
        return since


class MoveForm(StepForm):
    """The new address."""

    street = forms.CharField(
        label=_("Numéro et rue"), max_length=200, widget=forms.TextInput(attrs=fill("street"))
    )
    complement = forms.CharField(
        label=_("Complément (bâtiment, étage)"), max_length=200, required=False
    )
    postcode = forms.CharField(
        label=_("Code postal"),
        validators=[RegexValidator(r"^\d{5}$", _("Un code postal a cinq chiffres."))],
        widget=forms.TextInput(attrs=fill("postcode", maxlength="5")),
    )
    city = forms.CharField(
        label=_("Commune"), max_length=100, widget=forms.TextInput(attrs=fill("city"))
    )
    ends_known = forms.BooleanField(
        label=_(
            "Je quitte la commune\u00a0: je sais que les inscriptions de mes enfants prendront fin "
            "à la date du déménagement"
        ),
        required=False,
    )

    def clean(self):
        """Whoever leaves the town must know what ends."""
        cleaned = super().clean() or self.cleaned_data
        leaves = cleaned.get("postcode") and cleaned["postcode"] not in settings.TOWN_POSTCODES
        if leaves and not cleaned.get("ends_known"):
            self.add_error(
                "ends_known",
                _(
                    "Cette adresse est hors de la commune\u00a0: les inscriptions de vos enfants "
                    "prendront fin à la date du déménagement. Cochez la case si vous le savez."
                ),
            )
        return cleaned


class BirthForm(StepForm):
    """The new child."""

    first_name = forms.CharField(label=_("Prénom de l’enfant"), max_length=80)
    last_name = forms.CharField(label=_("Nom de l’enfant"), max_length=80)
    birth_date = forms.DateField(
        label=_("Date de naissance"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    other_parent = RecordChoice(
        label=_("Autre parent de l’enfant, s’il vit avec vous"), required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        adults = Adult.objects.filter(households=self.case.household_id)
        others = [adult for adult in adults if adult.pk != self.case.applicant_id]
        field = cast(RecordChoice, self.fields["other_parent"])
        field.offer(others, str)

    def clean_birth_date(self):
        """A child who is born."""
        born = self.cleaned_data["birth_date"]
        if born > localdate():
            raise forms.ValidationError(_("Cette date est dans le futur."))
        return born


class UnionForm(StepForm):
    """A new name, somebody who joins the home, or both."""

    new_name = forms.CharField(label=_("Votre nouveau nom"), max_length=80, required=False)
    partner_first_name = forms.CharField(
        label=_("Prénom de la personne qui vit avec vous"), max_length=80, required=False
    )
    partner_last_name = forms.CharField(label=_("Son nom"), max_length=80, required=False)

    def clean(self):
        """One of the two at least; a person has both names."""
        cleaned = super().clean() or self.cleaned_data
        names = [cleaned.get("partner_first_name"), cleaned.get("partner_last_name")]
        if any(names) and not all(names):
            self.add_error("partner_last_name", _("Donnez le prénom et le nom."))
        if not any([*names, cleaned.get("new_name")]):
            raise forms.ValidationError(
                _("Indiquez votre nouveau nom, ou la personne qui vit désormais avec vous.")
            )
        return cleaned


class SeparationForm(StepForm):
    """How one child will live; another request for another child, each seen by its own parents."""

    child = RecordChoice(
        label=_("Enfant concerné"),
        help_text=_("Faites une demande par enfant\u00a0: chacun a ses propres parents."),
        error_messages={"required": _("Choisissez l’enfant.")},
    )
    pattern = forms.ChoiceField(
        label=_("L’enfant vivra chez vous"),
        choices=Residence.Pattern.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez comment l’enfant vivra chez vous.")},
    )
    has_judgment = forms.BooleanField(
        label=_("Un jugement ou une convention le décide (vous le joindrez)"), required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        children = deciding_children(self.case)
        cast(RecordChoice, self.fields["child"]).offer(children, str)


class WorkForm(StepForm):
    """What changes at work; figures are given in the démarche on resources."""

    work = forms.ChoiceField(
        label=_("Ce qui change"),
        choices=[
            ("job", _("Je commence ou je reprends un travail")),
            ("loss", _("Je perds ou je quitte mon travail")),
            ("leave", _("Je prends un congé parental, ou j’en reviens")),
            ("income", _("Mes revenus changent beaucoup")),
            ("other", _("Autre changement")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce qui change.")},
    )
    details = forms.CharField(
        label=_("Précisions (facultatif)"),
        help_text=_("N’indiquez aucun montant ici."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CertifyForm(StepForm):
    """That it is so."""

    certified = forms.BooleanField(
        label=_("Les renseignements que j’ai donnés sont exacts"),
        error_messages={"required": _("Confirmez que les renseignements sont exacts.")},
    )
