"""What is set of a démarche, in words: the same lines for its page, a preview and its history."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case
from look.words import NO_BREAK
from town.models import Facility, Service
from workflows.engine.nodes import Family, Staff
from workflows.engine.procedure import PieceAsked, Procedure, Text
from workflows.engine.settings import Settings, Span, as_set


@dataclass(frozen=True)
class Fact:
    """One line: what, and how it is set; `key` names it whatever its words."""

    section: str
    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Change:
    """A line that two ways of setting a démarche say differently."""

    section: str
    label: str
    before: str
    after: str


class Names:
    """The services and places that settings name, read once a page."""

    def __init__(self) -> None:
        self.services = {s.slug: s.name for s in Service.objects.all()}
        self.facilities = list(Facility.objects.select_related("service").order_by("kind", "name"))

    def service(self, slug: str) -> str:
        """A service by its name; by its slug when it is gone."""
        return self.services.get(slug, slug)


def facts(declared: Procedure, given: Settings, names: Names) -> list[Fact]:
    """Everything that can be set of a démarche, as it is with these settings."""
    own = as_set(declared, given)
    return [
        *_opening(given),
        *_papers(declared, given),
        *_delays(own),
        *_reasons(own),
        *_texts(own),
        *_routing(given, names),
    ]


def changes(declared: Procedure, before: Settings, after: Settings, names: Names) -> list[Change]:
    """What differs from one way of setting it to the other, line by line."""
    old = {fact.key: fact for fact in facts(declared, before, names)}
    new = {fact.key: fact for fact in facts(declared, after, names)}
    keys = [*new, *(key for key in old if key not in new)]
    found = []
    for key in keys:
        was, now_ = old.get(key), new.get(key)
        fact = now_ or was
        values = (was.value if was else "", now_.value if now_ else "")
        if fact is not None and values[0] != values[1]:
            found.append(Change(fact.section, fact.label, *values))
    return found


def _opening(given: Settings) -> Iterator[Fact]:
    spans = " ; ".join(span_words(span) for span in given.open) or _("toute l’année")
    yield Fact("ouverture", "open", _("Périodes d’ouverture"), spans)


def span_words(span: Span) -> str:
    """`du 1 mars 2027 au 30 avril 2027`."""
    first, last = (date_format(day, "j F Y").replace(" ", NO_BREAK) for day in span)
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def papers_of(declared: Procedure, given: Settings) -> dict[str, PieceAsked]:
    """Every document that can be set: those declared, then those that were added."""
    found = {piece.kind: piece for piece in declared.papers}
    for kind, rule in given.papers.items():
        found.setdefault(kind, PieceAsked(kind, rule.why, rule.blocking))
    return found


def _papers(declared: Procedure, given: Settings) -> Iterator[Fact]:
    for kind, piece in papers_of(declared, given).items():
        rule = given.papers.get(kind)
        blocking = rule.blocking if rule else piece.blocking
        if rule is not None and not rule.asked:
            words = _("pas demandé")
        elif piece.optional:
            words = _("au choix de la famille")
        else:
            words = _("indispensable") if blocking else _("demandé, sans bloquer la demande")
        why = (rule.why if rule else "") or piece.why
        shown = words if rule and not rule.asked else f"{words}\n{why}"
        yield Fact("documents", f"papers-{kind}", str(piece.label), shown)


def days_words(days: float) -> str:
    """`10 jours ouvrés`, `0,5 jour ouvré`."""
    number = number_format(days, 0 if days == int(days) else 1)
    return ngettext("%(n)s jour ouvré", "%(n)s jours ouvrés", 2 if days >= 2 else 1) % {"n": number}


def calendar_days(days: float) -> str:
    """`30 jours`: families do not keep office hours."""
    return ngettext("%(n)d jour", "%(n)d jours", int(days)) % {"n": days}


def timed_nodes(declared: Procedure) -> list[Staff | Family]:
    """The steps of the flow that have a delay, in its order; some end at a date of the case."""
    timed = [node for node in declared.flow.instance.nodes() if isinstance(node, Staff | Family)]
    return [node for node in timed if isinstance(node, Staff) or node.until is None]


def _delays(own: Procedure) -> Iterator[Fact]:
    yield Fact("delais", "sla_days", _("Réponse promise en"), days_words(own.sla_days))
    label = _("Pour compléter un dossier, la famille a")
    yield Fact("delais", "answer_days", label, calendar_days(own.answer_days))
    for node in timed_nodes(own):
        days = own.days.get(node.name, node.days)
        words = days_words(days) if isinstance(node, Staff) else calendar_days(days)
        yield Fact("delais", f"days-{node.name}", node_label(node), words)


def node_label(node: Staff | Family) -> str:
    """`Étape « Vérifier le dossier »`."""
    who = (
        _("Étape «\u00a0%(title)s\u00a0»")
        if isinstance(node, Staff)
        else _("Famille\u00a0: «\u00a0%(title)s\u00a0»")
    )
    return who % {"title": node.task_title}


def _reasons(own: Procedure) -> Iterator[Fact]:
    for rank, reason in enumerate(own.reasons, start=1):
        words = str(reason.label)
        if reason.needs_words:
            words += "\n" + _("l’agent doit préciser")
        label = _("Motif %(n)d") % {"n": rank}
        yield Fact("motifs", f"reasons-{reason.code}", label, words)


TEXTS: Mapping[str, Callable[[], str]] = {
    "title": lambda: _("Nom de la démarche"),
    "summary": lambda: _("En une phrase"),
    "prepare": lambda: _("Ce qu’il faut préparer"),
    "texts": lambda: _("Règles citées dans la lettre de décision"),
    "why_wait": lambda: _("Pourquoi attendre, dans la lettre de liste d’attente"),
}


def text_of(own: Procedure, name: str) -> str:
    """A text as it is written: a list has one line an item."""
    return lines_of(getattr(own, name))


def lines_of(text: Text | tuple[Text, ...]) -> str:
    """One line an item."""
    return "\n".join(str(line) for line in text) if isinstance(text, tuple) else str(text)


def texts_of(declared: Procedure) -> dict[str, str]:
    """The texts that this démarche has, by what they are: not all have a waiting list."""
    ends = {getattr(node, "state", "") for node in declared.flow.instance.nodes()}
    waits = Case.State.WAITLISTED in ends
    return {name: label() for name, label in TEXTS.items() if waits or name != "why_wait"}


def _texts(own: Procedure) -> Iterator[Fact]:
    for name, label in texts_of(own).items():
        yield Fact("textes", f"texts-{name}", label, text_of(own, name))


def _routing(given: Settings, names: Names) -> Iterator[Fact]:
    for facility in names.facilities:
        usual = facility.service.name
        to = given.routing.get(facility.slug)
        words = names.service(to) if to else usual
        yield Fact("acheminement", f"routing-{facility.slug}", facility.name, words)


def settings_of(values: Mapping[str, Any] | None) -> Settings:
    """What a version keeps; nothing set, of none."""
    return Settings.of(values or {})
