"""The sections of a démarche's settings: what each holds, its form, and to which it applies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from supervision.setup.forms import OpeningForm, SectionForm
from supervision.setup.other_forms import DelaysForm, RoutingForm, TextsForm
from supervision.setup.paper_forms import PapersForm, ReasonsForm
from workflows.engine.procedure import Procedure, Text


@dataclass(frozen=True)
class Section:
    """A part of the settings, edited on a page of its own."""

    slug: str
    title: Text
    about: Text
    keys: tuple[str, ...]  # what it keeps in a version
    form: type[SectionForm]
    applies: Callable[[Procedure], bool] = lambda declared: True

    def merged(self, values: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
        """A version's values with this section set anew."""
        return {k: v for k, v in values.items() if k not in self.keys} | own


def _refuses(declared: Procedure) -> bool:
    return bool(declared.reasons)


SECTIONS = (
    Section(
        "ouverture",
        _("Ouverture"),
        _(
            "Quand les familles peuvent commencer cette démarche. Sans période, elle est ouverte "
            "toute l’année. Un brouillon commencé avant la fermeture est gardé."
        ),
        ("open",),
        OpeningForm,
        lambda declared: not declared.for_visitors,  # an account can be asked for at any time
    ),
    Section(
        "documents",
        _("Documents"),
        _(
            "Ce que la famille doit joindre. Un document qui manque n’arrête une demande que s’il "
            "est indispensable\u00a0: c’est la loi (CRPA, article L.\u00a0114-5-1)."
        ),
        ("papers",),
        PapersForm,
    ),
    Section(
        "delais",
        _("Délais"),
        _(
            "Les jours ouvrés sont ceux de la mairie\u00a0; les familles comptent en jours de "
            "calendrier."
        ),
        ("sla_days", "answer_days", "days"),
        DelaysForm,
    ),
    Section(
        "motifs",
        _("Motifs de refus"),
        _("L’agent en choisit un, la famille le lit dans la décision avec les voies de recours."),
        ("reasons",),
        ReasonsForm,
        _refuses,
    ),
    Section(
        "textes",
        _("Textes"),
        _("Du texte simple, en vous adressant à la famille («\u00a0vous\u00a0»)."),
        ("texts",),
        TextsForm,
    ),
    Section(
        "acheminement",
        _("Acheminement"),
        _(
            "Le service qui traite ce qui vient pour un lieu. Sans effet sur les demandes qui ne "
            "concernent aucun lieu."
        ),
        ("routing",),
        RoutingForm,
        lambda declared: declared.by_place,
    ),
)


def sections_of(declared: Procedure) -> list[Section]:
    """The sections that this démarche has."""
    return [section for section in SECTIONS if section.applies(declared)]


def section_of(declared: Procedure, slug: str) -> Section | None:
    """The section of that name, if the démarche has it."""
    return next((each for each in sections_of(declared) if each.slug == slug), None)
