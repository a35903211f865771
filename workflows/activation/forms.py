"""What is asked of someone who has no account: who, where, which children, which facility."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from look.autofill import fill
from town.models import Facility
from workflows.engine.forms import StepForm


class WhoForm(StepForm):
    """The person, in one page: an account is not there yet to keep a draft."""

    first_name = forms.CharField(
        label=_("Votre prénom"), max_length=80, widget=forms.TextInput(attrs=fill("first_name"))
    )
    last_name = forms.CharField(
        label=_("Votre nom"), max_length=80, widget=forms.TextInput(attrs=fill("surname"))
    )
    street = forms.CharField(
        label=_("Numéro et rue"), max_length=200, widget=forms.TextInput(attrs=fill("street"))
    )
    postcode = forms.CharField(
        label=_("Code postal"),
        validators=[RegexValidator(r"^\d{5}$", _("Un code postal a cinq chiffres."))],
        widget=forms.TextInput(attrs=fill("postcode", maxlength="5")),
    )
    city = forms.CharField(
        label=_("Commune"), max_length=100, widget=forms.TextInput(attrs=fill("city"))
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_("Le lien pour créer votre compte y sera envoyé."),
        widget=forms.EmailInput(attrs=fill("email")),
    )
    children = forms.CharField(
        label=_("Prénoms de vos enfants"),
        help_text=_("Séparés par des virgules\u00a0: Lina, Noé."),
        max_length=300,
        widget=forms.TextInput(attrs=fill("other_first_name")),
    )
    facility = forms.ModelChoiceField(
        label=_("École, crèche ou accueil fréquenté"),
        help_text=_("S’il y en a plusieurs, celui d’un des enfants."),
        queryset=Facility.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Aucun pour l’instant"),
    )

    def clean_email(self) -> str:
        """In lower case, as accounts keep it."""
        return self.cleaned_data["email"].lower()

    def clean_children(self) -> list[str]:
        """First names, one by one."""
        names = re.split(r"[,;\n]|\bet\b", self.cleaned_data["children"])
        found = [name.strip() for name in names if name.strip()]
        if not found:
            raise forms.ValidationError(_("Écrivez au moins un prénom."))
        return found[:12]

    def declared(self) -> dict[str, Any]:
        """The answers as JSON values; the facility by its slug."""
        facility = self.cleaned_data["facility"]
        return {**super().declared(), "facility": facility.slug if facility else ""}
