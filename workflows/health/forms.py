"""What is asked of a child's health, one subject a step; the family finds what it said before.

At the counter nothing of the record is shown: the family answers anew.
"""

from typing import Any, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from accounts.roles import staff_of
from family import vaccines
from family.models import Child, Contact, HealthRecord
from family.phones import parse_phone
from look.autofill import fill
from workflows.engine.child_step import typed_child
from workflows.engine.form_answers import said, yes_no
from workflows.engine.forms import StepForm

Diet = HealthRecord.Diet
LONGEST = 500


class AboutChild(StepForm):
    """A step about the child chosen before."""

    nothing_title = _("Choisissez d’abord l’enfant")
    nothing_text = _("Revenez à la première étape.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.child: Child | None = typed_child(self.case)
        self.nothing_fits = self.child is None
        if self.child is not None:
            self.begin(self.child)

    def begin(self, child: Child) -> None:
        """What the step shows of this child before anything is typed."""

    @cached_property
    def at_counter(self) -> bool:
        """Whether somebody of the service fills it in."""
        return bool(staff_of(self.user))

    @cached_property
    def record(self) -> HealthRecord | None:
        """What the file says, for the family alone."""
        if self.at_counter:
            return None
        return HealthRecord.objects.filter(child=self.child).first()

    def unanswered(self, name: str) -> str | None:
        """What was typed; at the counter, nothing typed says nothing."""
        value = self.cleaned_data[name].strip()
        return None if self.at_counter and not value else value


class MealForm(AboutChild):
    """What the child eats, and what he or she must not meet."""

    diet = forms.ChoiceField(
        label=_("Que mange l’enfant à la cantine\u00a0?"),
        help_text=_("Nous notons ce que mange l’enfant, jamais pourquoi."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un repas.")},
    )
    has_allergies = yes_no(_("L’enfant a-t-il une allergie\u00a0?"))
    allergies = forms.CharField(
        label=_("À quoi\u00a0?"),
        help_text=_("Si vous avez répondu oui. Exemple\u00a0: arachide, œuf, piqûre de guêpe."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    care_needs = forms.CharField(
        label=_("Autre besoin à connaître pour bien l’accueillir"),
        help_text=_(
            "Dites ce qu’il faut faire\u00a0: il n’est pas utile de nommer une maladie ou un handicap."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def begin(self, child: Child) -> None:
        """The diets that one may choose; the packed lunch comes with a PAI."""
        packed = self.record is not None and self.record.diet == Diet.HOME_MEAL
        field = cast(forms.ChoiceField, self.fields["diet"])
        field.choices = [c for c in Diet.choices if c[0] != Diet.HOME_MEAL or packed]
        if self.record is not None:
            self.initial = {
                "diet": self.record.diet,
                "has_allergies": said(bool(self.record.allergies)),
                "allergies": self.record.allergies,
                "care_needs": self.record.care_needs,
            }

    def clean(self) -> None:
        """An allergy has a name; without one there is none."""
        data = self.cleaned_data
        if data.get("has_allergies") and not data.get("allergies", "").strip():
            self.add_error("allergies", _("Dites à quoi l’enfant est allergique."))

    def declared(self) -> dict[str, Any]:
        """The facts of the record."""
        data = self.cleaned_data
        allergies = data["allergies"].strip() if data["has_allergies"] else ""
        needs = self.unanswered("care_needs")
        return {"diet": data["diet"], "allergies": allergies, "care_needs": needs}


class CareForm(AboutChild):
    """Whom to ask, and what may be done at once."""

    doctor = forms.CharField(
        label=_("Médecin traitant"),
        help_text=_("Son nom et sa commune."),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    emergency_care_allowed = yes_no(
        _("En cas d’urgence, autorisez-vous les soins et le transport à l’hôpital\u00a0?"),
        help_text=_("Vous êtes appelé aussitôt, dans tous les cas."),
    )

    def begin(self, child: Child) -> None:
        """What the record says."""
        if self.record is not None:
            allowed = said(self.record.emergency_care_allowed)
            self.initial = {"doctor": self.record.doctor, "emergency_care_allowed": allowed}

    def declared(self) -> dict[str, Any]:
        """The facts of the record."""
        allowed = self.cleaned_data["emergency_care_allowed"]
        return {"doctor": self.unanswered("doctor"), "emergency_care_allowed": allowed}


class VaccinesForm(AboutChild):
    """Whether a proof comes along; the legal list is that of the birth date."""

    has_proof = yes_no(
        _("Joignez-vous une preuve de vaccination\u00a0?"),
        required=_("Dites si vous joignez une preuve."),
    )

    def begin(self, child: Child) -> None:
        """Which vaccines, and that the booklet is looked at, not kept."""
        listed = ", ".join(str(v.label) for v in vaccines.required(child.birth_date, self.day))
        words = _(
            "Pour %(child)s, la loi demande\u00a0: %(vaccines)s. Une photo des pages du carnet de "
            "santé suffit, ou un certificat de contre-indication. Un agent la regarde et note "
            "seulement que c’est fait."
        )
        name = escape(child.first_name)  # help is drawn as it is
        self.fields["has_proof"].help_text = words % {"child": name, "vaccines": listed}


class PermitsForm(AboutChild):
    """What the family allows, and who may come for the child."""

    photo_allowed = yes_no(_("Autorisez-vous les photos de l’enfant pendant les activités\u00a0?"))
    may_leave_alone = yes_no(_("L’enfant peut-il rentrer seul\u00a0?"))
    collectors = forms.MultipleChoiceField(
        label=_("Qui, à part les parents, peut venir le chercher\u00a0?"),
        help_text=_("Décochez qui ne le peut plus."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_first_name = forms.CharField(
        label=_("Ajouter une personne\u00a0: son prénom"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=fill("other_first_name")),
    )
    new_last_name = forms.CharField(
        label=_("Son nom"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=fill("other_surname")),
    )
    new_link = forms.CharField(
        label=_("Son lien avec l’enfant"),
        help_text=_("Grand-mère, voisin, nourrice…"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    new_phone = forms.CharField(
        label=_("Son téléphone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=fill("other_phone")),
    )
    NEW = ("new_first_name", "new_last_name", "new_link", "new_phone")

    def begin(self, child: Child) -> None:
        """The people whom this household has named for the child."""
        known = list(Contact.objects.filter(child=child, household=self.case.household_id))
        field = cast(forms.MultipleChoiceField, self.fields["collectors"])
        field.choices = [(str(c.public_id), f"{c} ({c.link})") for c in known]
        if not known:
            del self.fields["collectors"]
        self.initial = {"collectors": [str(c.public_id) for c in known if c.may_collect]}
        if self.record is not None:
            self.initial |= {
                "photo_allowed": said(self.record.photo_allowed),
                "may_leave_alone": said(self.record.may_leave_alone),
            }

    def clean_new_phone(self) -> str:
        """The number in one way, or why there is no such number."""
        return parse_phone(self.cleaned_data["new_phone"])

    def clean(self) -> None:
        """Someone who may collect is wholly named, or not at all."""
        given = [name for name in self.NEW if self.cleaned_data.get(name, "").strip()]
        for name in self.NEW if given else ():
            if name not in given and name not in self.errors:
                self.add_error(name, _("Complétez\u00a0: cette personne devra être reconnue."))

    def declared(self) -> dict[str, Any]:
        """Who may collect, by id, even when the household has named nobody yet."""
        return {"collectors": [], **super().declared()}


class AgreedForm(StepForm):
    """What the family confirms."""

    certified = forms.BooleanField(
        label=_("Les renseignements que j’ai donnés sont exacts"),
        error_messages={"required": _("Confirmez que les renseignements sont exacts.")},
    )
    told = forms.BooleanField(
        label=_(
            "J’ai compris que l’autre parent qui exerce l’autorité parentale est prévenu de la "
            "mise à jour"
        ),
        error_messages={"required": _("Cochez cette case pour continuer.")},
    )
