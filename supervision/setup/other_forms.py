"""Delays, texts and where requests go: three sections that administrators edit."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from supervision.setup.facts import (
    calendar_days,
    days_words,
    lines_of,
    node_label,
    text_of,
    texts_of,
    timed_nodes,
)
from supervision.setup.forms import Group, SectionForm, origin, plain
from town.models import Facility, Service
from workflows.engine.nodes import Staff
from workflows.engine.settings import as_set

WORKING_DAYS_A_MONTH = 20  # rather fewer than there are
LINES, LINE, LONGEST_TEXT = 12, 200, 300


def number(value: float) -> str:
    """`10`, `0,5`."""
    return number_format(value, 0 if value == int(value) else 1)


class DelaysForm(SectionForm):
    """The promise to the family, and how long each step may take."""

    def build(self) -> None:
        """The whole, then each step: working days of the town, plain days of the family."""
        own = as_set(self.declared, self.given)
        self.fields["sla_days"] = self._plain(
            _("Réponse promise à la famille, en jours ouvrés"),
            int(own.sla_days),
            days_words(self.declared.sla_days),
        )
        self.fields["answer_days"] = self._plain(
            _("Pour compléter un dossier reçu incomplet, en jours"),
            own.answer_days,
            calendar_days(self.declared.answer_days),
        )
        for node in timed_nodes(self.declared):
            days = own.days.get(node.name, node.days)
            if isinstance(node, Staff):
                label = _("%(step)s, en jours ouvrés") % {"step": node_label(node)}
                self.fields[f"days_{node.name}"] = self._working(label, days, days_words(node.days))
            else:
                label = _("%(step)s, en jours") % {"step": node_label(node)}
                self.fields[f"days_{node.name}"] = self._plain(
                    label, int(days), calendar_days(node.days)
                )

    def _working(self, label: str, value: float, declared: str) -> forms.FloatField:
        wrong = _("Écrivez un nombre de jours entre 0,5 et 120.")
        return forms.FloatField(
            label=label,
            help_text=origin(declared),
            min_value=0.5,
            max_value=120,
            localize=True,
            initial=number(value),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        )

    def _plain(self, label: str, value: int, declared: str) -> forms.IntegerField:
        wrong = _("Écrivez un nombre entier de jours, entre 1 et 365.")
        return forms.IntegerField(
            label=label,
            help_text=origin(declared),
            min_value=1,
            max_value=365,
            initial=value,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        )

    def groups(self) -> list[Group]:
        """The promises, then the steps."""
        whole = [self["sla_days"], self["answer_days"]]
        steps = [self[name] for name in self.fields if name.startswith("days_")]
        return [Group(_("Ce qui est promis"), whole), Group(_("Étape par étape"), steps)]

    def clean_sla_days(self) -> int:
        """Never later than the day on which silence decides."""
        days, months = self.cleaned_data["sla_days"], self.declared.silence.months
        if days > months * WORKING_DAYS_A_MONTH:
            words = _(
                "Trop long\u00a0: après %(months)d mois sans réponse, la loi décide à votre place."
            )
            raise forms.ValidationError(words % {"months": months})
        return days

    def values(self) -> dict[str, Any]:
        """What differs from the declaration."""
        said, found = self.cleaned_data, {}
        for name in ("sla_days", "answer_days"):
            if said[name] != getattr(self.declared, name):
                found[name] = said[name]
        nodes = timed_nodes(self.declared)
        days = {n.name: said[f"days_{n.name}"] for n in nodes if said[f"days_{n.name}"] != n.days}
        return found | ({"days": days} if days else {})


class TextsForm(SectionForm):
    """What families read before they begin, and in the letter of a decision."""

    LISTS = ("prepare", "texts")

    def build(self) -> None:
        """A line for a phrase, a text area for a list."""
        own = as_set(self.declared, self.given)
        for name, label in texts_of(self.declared).items():
            written, declared = text_of(own, name), text_of(self.declared, name)
            help_text = origin(declared.replace("\n", " · ")) if written != declared else ""
            if name in self.LISTS:
                help_text = " ".join((_("Une ligne par point."), help_text)).strip()
            self.fields[name] = forms.CharField(
                label=label,
                help_text=help_text,
                max_length=120
                if name == "title"
                else LONGEST_TEXT * (4 if name in self.LISTS else 1),
                required=name not in self.LISTS,
                initial=written,
                widget=forms.TextInput() if name == "title" else forms.Textarea(attrs={"rows": 4}),
                validators=[plain],
                error_messages={"required": _("Écrivez ce texte\u00a0: la famille le lit.")},
            )

    def groups(self) -> list[Group]:
        """On the page, then in letters."""
        page = [self[name] for name in ("title", "summary", "prepare")]
        letters = [self[name] for name in ("texts", "why_wait") if name in self.fields]
        return [Group(_("Sur le portail"), page), Group(_("Dans les lettres"), letters)]

    def clean(self) -> dict[str, Any]:
        """Lists are short."""
        cleaned = super().clean() or {}
        for name in self.LISTS:
            lines = written_lines(cleaned.get(name, ""))
            if len(lines) > LINES:
                self.add_error(name, _("Douze lignes au plus\u00a0: gardez l’essentiel."))
            elif any(len(line) > LINE for line in lines):
                self.add_error(name, _("Une ligne tient en 200 caractères."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What differs from the declaration."""
        found: dict[str, Any] = {}
        for name in texts_of(self.declared):
            said = self.cleaned_data[name].replace("\r\n", "\n")
            written = written_lines(said) if name in self.LISTS else said
            same = "\n".join(written) if name in self.LISTS else written
            if same != lines_of(getattr(self.declared, name)):
                found[name] = written
        return {"texts": found} if found else {}


def written_lines(text: str) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class RoutingForm(SectionForm):
    """Which service treats what comes for a place, when it is not the place's own."""

    def build(self) -> None:
        """A choice a place."""
        self.facilities = list(Facility.objects.select_related("service").order_by("kind", "name"))
        services = list(Service.objects.order_by("name"))
        for facility in self.facilities:
            own = facility.service
            usual = _("%(service)s (d’origine)") % {"service": own}
            others = [(s.slug, s.name) for s in services if s.pk != own.pk]
            self.fields[f"to_{facility.slug}"] = forms.ChoiceField(
                label=facility.name,
                choices=[(own.slug, usual), *others],
                initial=self.given.routing.get(facility.slug, own.slug),
            )

    def groups(self) -> list[Group]:
        """By kind of place."""
        found: dict[str, Group] = {}
        for facility in self.facilities:
            title = str(facility.get_kind_display())
            group = found.setdefault(title, Group(title))
            group.fields.append(self[f"to_{facility.slug}"])
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """Somebody works where requests go."""
        cleaned = super().clean() or {}
        staffed = set(
            Service.objects.filter(memberships__isnull=False).values_list("slug", flat=True)
        )
        for facility in self.facilities:
            to = cleaned.get(f"to_{facility.slug}")
            if to and to != facility.service.slug and to not in staffed:
                words = _(
                    "Personne ne travaille encore dans ce service\u00a0: rien n’y serait traité."
                )
                self.add_error(f"to_{facility.slug}", words)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The places whose requests go elsewhere."""
        said = {facility: self.cleaned_data[f"to_{facility.slug}"] for facility in self.facilities}
        routing = {place.slug: to for place, to in said.items() if to != place.service.slug}
        return {"routing": routing} if routing else {}
