"""What a family writes in its file: coordinates and entourage."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from family.models import Contact, Household
from family.phones import parse_phone, shown_phone
from look.autofill import fill


class PhoneField(forms.CharField):
    """A telephone number as people type it; clean gives it as it is kept."""

    def __init__(self, *, kind: str = "phone", **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs=fill(kind)), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A kept number as France writes it; what was typed stays as typed."""
        return shown_phone(value) if isinstance(value, str) and value.startswith("+") else value

    def clean(self, value: Any) -> str:
        """The number in one way, or why there is no such number."""
        return parse_phone(super().clean(value))


class PhonesForm(forms.Form):
    """How to call me."""

    mobile = PhoneField(
        label=_("Téléphone portable"),
        help_text=_("Pour vous joindre vite si votre enfant a besoin de vous."),
        required=False,
    )
    phone = PhoneField(label=_("Autre téléphone"), required=False)


class CoordinatesForm(PhonesForm):
    """Where the home is, and how to call me."""

    street = forms.CharField(
        label=_("Numéro et rue"), max_length=200, widget=forms.TextInput(attrs=fill("street"))
    )
    complement = forms.CharField(
        label=_("Complément d’adresse"),
        help_text=_("Bâtiment, étage, chez qui…"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=fill("street_more")),
    )
    postcode = forms.CharField(
        label=_("Code postal"),
        validators=[RegexValidator(r"^\d{5}$", _("Un code postal a cinq chiffres."))],
        widget=forms.TextInput(attrs=fill("postcode", maxlength="5")),
    )
    city = forms.CharField(
        label=_("Commune"), max_length=100, widget=forms.TextInput(attrs=fill("city"))
    )
    field_order = ["street", "complement", "postcode", "city", "mobile", "phone"]

    def address(self) -> dict[str, str]:
        """The part that belongs to the household."""
        return {n: self.cleaned_data[n] for n in ("street", "complement", "postcode", "city")}


class ContactForm(forms.Form):
    """Someone of the entourage."""

    first_name = forms.CharField(
        label=_("Prénom"), max_length=80, widget=forms.TextInput(attrs=fill("other_first_name"))
    )
    last_name = forms.CharField(
        label=_("Nom"), max_length=80, widget=forms.TextInput(attrs=fill("other_surname"))
    )
    link = forms.CharField(
        label=_("Lien avec l’enfant"),
        help_text=_("Grand-mère, voisin, nourrice…"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label=_("Téléphone"), kind="other_phone")
    may_collect = forms.BooleanField(
        label=_("Peut venir chercher l’enfant"),
        help_text=_("Une pièce d’identité lui sera demandée."),
        required=False,
    )
    may_be_called = forms.BooleanField(label=_("À appeler en cas d’urgence"), required=False)

    def clean(self) -> dict[str, Any]:
        """Someone is named for something."""
        data = super().clean() or {}
        if not data.get("may_collect") and not data.get("may_be_called"):
            why = _("Cochez au moins une case\u00a0: venir chercher l’enfant, ou être appelé.")
            self.add_error("may_be_called", why)
        return data


class HomeOfContactForm(ContactForm):
    """The same for a parent who has two homes with the child: for which one."""

    household = forms.ModelChoiceField(
        label=_("Pour quel foyer"), queryset=Household.objects.none(), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, households: list[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Household.objects.filter(pk__in=[home.pk for home in households])
        self.fields["household"].queryset = choices


def facts_of(contact: Contact) -> dict[str, Any]:
    """What the form shows of a contact that is on file."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}
