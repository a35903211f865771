"""How an agent narrows the queue down."""

import django_filters
from django import forms
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.roles import staff_of
from cases.models import Wait
from cases.models.wait import WaitQuerySet
from cases.queue import matching
from town.models import Facility, Service
from workflows.engine.nodes import Waiting
from workflows.engine.procedure import registry


def _services(request: HttpRequest):
    return Service.objects.filter(pk__in=staff_of(request.user).services)


def _facilities(request: HttpRequest):
    return Facility.objects.filter(service__in=staff_of(request.user).services)


def _procedures() -> list[tuple[str, str]]:
    return [(procedure.slug, procedure.title) for procedure in registry]


def _steps() -> list[tuple[str, str]]:
    """Every step that somebody does, an agent or a family, whatever its démarche."""
    steps = {}
    for procedure in registry:
        for node in procedure.flow.instance.nodes():
            if isinstance(node, Waiting):
                steps[node.name] = node.task_title
    return sorted(steps.items(), key=lambda step: str(step[1]))


class PlainSelect(forms.Select):
    """A select drawn without a template an option: the inbox has five of them on each page."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        """The same element as Django's."""
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((v, SELECTED if str(v) in chosen else "", label) for v, label in self.choices),
        )
        attributes = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", attributes, options)


SELECTED = mark_safe(" selected")


class TaskFilter(django_filters.FilterSet):
    """The filters of the inbox; what is not understood is left out."""

    q = django_filters.CharFilter(
        label=_("Famille, enfant ou numéro"),
        method="search",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    demarche = django_filters.ChoiceFilter(
        label=_("Démarche"),
        field_name="procedure",
        choices=_procedures,
        empty_label=_("Toutes"),
        widget=PlainSelect,
    )
    etape = django_filters.ChoiceFilter(
        label=_("Étape"),
        field_name="node",
        choices=_steps,
        empty_label=_("Toutes"),
        widget=PlainSelect,
    )
    service = django_filters.ModelChoiceFilter(
        label=_("Service"),
        queryset=_services,
        to_field_name="slug",
        empty_label=_("Tous"),
        widget=PlainSelect,
    )
    lieu = django_filters.ModelChoiceFilter(
        label=_("Lieu d’accueil"),
        field_name="facility",
        queryset=_facilities,
        to_field_name="slug",
        empty_label=_("Tous"),
        widget=PlainSelect,
    )
    agent = django_filters.ChoiceFilter(
        label=_("Prise par"),
        method="taken_by",
        choices=[
            ("moi", _("Moi")),
            ("personne", _("Personne")),
            ("collegue", _("Un collègue")),
        ],
        empty_label=_("Peu importe"),
        widget=PlainSelect,
    )
    retard = django_filters.BooleanFilter(
        label=_("Seulement les étapes en retard"), method="late", widget=forms.CheckboxInput
    )

    class Meta:
        model = Wait
        fields: list[str] = []

    def search(self, tasks: WaitQuerySet, name: str, text: str) -> WaitQuerySet:
        """Every word, without accents."""
        return matching(tasks, text)

    def taken_by(self, tasks: WaitQuerySet, name: str, who: str) -> WaitQuerySet:
        """Mine, nobody's, or a colleague's."""
        if who == "moi":
            return tasks.filter(owner=self.request.user)
        if who == "personne":
            return tasks.filter(owner=None)
        return tasks.exclude(owner=None).exclude(owner=self.request.user)

    def late(self, tasks: WaitQuerySet, name: str, only: bool | None) -> WaitQuerySet:
        """Those that should be done already."""
        return tasks.filter(due_at__lt=now()) if only else tasks

    def in_use(self) -> int:
        """How many filters narrow the list; the search has its own box."""
        given = self.form.cleaned_data if self.form.is_bound else {}
        return sum(bool(value) for name, value in given.items() if name != "q")
