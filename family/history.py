"""What changed in the family file: who, when, through which case, in French sentences.

Read from the event tables that the database itself fills on each change (django-pghistory).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from family.models import (
    Adult,
    Allocataire,
    CarePlan,
    Child,
    ChildcareResources,
    Contact,
    DietChange,
    HealthRecord,
    Household,
    Membership,
    QuotientFamilial,
    Residence,
    Tie,
    VaccineCheck,
)
from family.permissions import KEEPERS, FamilyReader, Level
from family.phones import shown_phone

MOST = 200  # a page of history; older events stay in the tables


@dataclass(frozen=True)
class Change:
    """One change of the file."""

    at: datetime
    who: str
    by_staff: bool
    case: str
    sentence: str


@dataclass(frozen=True)
class Source:
    """A table whose changes a reader may see, and how to say them."""

    model: type[Model]
    filters: dict[str, Any]
    subject: Callable[[Any], str]
    fields: tuple[str, ...]
    secret: bool = False  # say that it changed, never what is in it


def kept_states(model: type[Model]) -> QuerySet[Any]:
    """What the database kept of a table's rows, a row each time one changed."""
    event_model = apps.get_model(model._meta.app_label, f"{model._meta.object_name}Event")
    return event_model._default_manager.all()


def history_for(family: FamilyReader) -> list[Change]:
    """The latest changes of the parts of the file that this person may read, newest first."""
    rows: list[tuple[Any, str]] = []
    for source in _sources(family):
        rows += _said(source)
    rows.sort(key=lambda row: (row[0].pgh_created_at, row[0].pgh_id), reverse=True)
    rows = rows[:MOST]
    people = _people(event for event, _sentence in rows)
    return [_change(event, sentence, people) for event, sentence in rows]


def _sources(family: FamilyReader) -> list[Source]:
    homes = list(family.roles)
    kept_homes = [home for home, role in family.roles.items() if role in KEEPERS]
    adults = [pk for pk, level in family.known_adults.items() if level >= Level.READ]
    children = [pk for pk, tie in family.ties.items() if tie.may_see]
    unseen = [pk for pk, tie in family.ties.items() if not tie.may_see]
    names = dict(Child.objects.filter(pk__in=children).values_list("pk", "first_name"))
    known = dict(Adult.objects.filter(pk__in=family.known_adults).values_list("pk", "first_name"))

    def child(event: Any) -> str:
        return names.get(event.child_id, _("un enfant"))

    def adult(event: Any) -> str:
        return known.get(event.adult_id, _("un adulte"))

    address = ("street", "complement", "postcode", "city")
    entourage = ("first_name", "last_name", "link", "phone", "may_collect", "may_be_called")
    card = ("first_name", "last_name", "birth_date", "school_id", "level")
    rights = ("link", "has_authority", "may_see", "may_decide", "may_collect", "pays")
    return [
        Source(Household, {"pgh_obj__in": homes}, lambda e: _("Foyer"), address),
        Source(
            Adult,
            {"pgh_obj__in": adults},
            lambda e: f"{e.first_name} {e.last_name}",
            ("first_name", "last_name", "email", "mobile", "phone"),
        ),
        Source(
            Membership,
            {"household__in": homes},
            lambda e: _("%(adult)s, place dans le foyer") % {"adult": adult(e)},
            ("role",),
        ),
        Source(Child, {"pgh_obj__in": children}, lambda e: e.first_name, card),
        Source(
            Residence,
            {"child__in": children},
            lambda e: _("%(child)s, foyer") % {"child": child(e)},
            ("pattern",),
        ),
        Source(
            Tie,
            {"child__in": children},
            lambda e: (
                _("%(adult)s, droits pour %(child)s") % {"adult": adult(e), "child": child(e)}
            ),
            rights,
        ),
        Source(  # one's own rights are one's own affair, even over a child no longer seen
            Tie,
            {"adult": family.adult, "child__in": unseen},
            lambda e: _("Vos droits pour un enfant"),
            rights,
        ),
        Source(
            Contact,
            {"household__in": homes, "child__in": children},
            lambda e: (
                _("%(person)s, entourage de %(child)s")
                % {"person": f"{e.first_name} {e.last_name}", "child": child(e)}
            ),
            entourage,
        ),
        Source(
            HealthRecord,
            {"child__in": children},
            lambda e: _("Fiche santé de %(child)s") % {"child": child(e)},
            tuple(f.attname for f in HealthRecord._meta.fields if f.name not in {"id", "child"}),
            secret=True,
        ),
        Source(
            DietChange,
            {"child__in": children},
            lambda e: _("Repas de %(child)s") % {"child": child(e)},
            ("diet", "starts_on"),
            secret=True,
        ),
        Source(
            VaccineCheck,
            {"child__in": children},
            lambda e: _("Contrôle des vaccins de %(child)s") % {"child": child(e)},
            ("up_to_date",),
            secret=True,
        ),
        Source(
            CarePlan,
            {"child__in": children},
            lambda e: _("PAI de %(child)s") % {"child": child(e)},
            ("meets_at", "place", "signed_on", "review_on", "ended_on"),
            secret=True,
        ),
        Source(
            QuotientFamilial,
            {"household__in": kept_homes},
            lambda e: _("Quotient familial"),
            ("value_cents", "month", "source"),
        ),
        Source(
            ChildcareResources,
            {"household__in": kept_homes},
            lambda e: _("Ressources pour la crèche"),
            ("yearly_cents", "year", "children", "source"),
        ),
        Source(
            Allocataire,
            {"household__in": kept_homes},
            lambda e: _("Numéro d’allocataire"),
            ("fund", "number"),
        ),
    ]


def _said(source: Source) -> list[tuple[Any, str]]:
    """The source's events with their sentences; each compared with the one before it."""
    events = kept_states(source.model).filter(**source.filters)
    latest = list(events.select_related("pgh_context").order_by("-pgh_id")[:MOST])
    before: dict[int, Any] = {}
    said = []
    for event in reversed(latest):
        sentence = _sentence(source, event, before.get(event.pgh_obj_id))
        before[event.pgh_obj_id] = event
        if sentence:
            said.append((event, sentence))
    return said


def _sentence(source: Source, event: Any, previous: Any | None) -> str:
    """« Amina Lefèvre — téléphone portable : 06… → 07… »; empty when nothing told changed."""
    subject = source.subject(event)
    if event.pgh_label == "insert":
        return _("%(subject)s\u00a0: ajout") % {"subject": subject}
    if event.pgh_label == "delete":
        return _("%(subject)s\u00a0: retrait") % {"subject": subject}
    if previous is None:
        return _("%(subject)s\u00a0: modification") % {"subject": subject}
    changed = [n for n in source.fields if getattr(event, n) != getattr(previous, n)]
    if not changed:
        return ""
    if source.secret:
        return _("%(subject)s\u00a0: modification") % {"subject": subject}
    parts = [_difference(source.model, name, previous, event) for name in changed]
    return f"{subject} — {' ; '.join(parts)}"


def _difference(model: type[Model], name: str, old: Any, new: Any) -> str:
    concrete = next(f for f in model._meta.concrete_fields if name in {f.name, f.attname})
    label = str(concrete.verbose_name)
    before, after = (_shown(concrete, getattr(event, name)) for event in (old, new))
    return f"{label} : {before} → {after}"


def _shown(concrete: Any, value: Any) -> str:
    """A value as a family reads it."""
    if value is None or value == "":
        return _("rien")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if concrete.is_relation:
        return str(concrete.related_model.objects.filter(pk=value).first() or _("rien"))
    if concrete.choices:
        return str(dict(concrete.flatchoices).get(value, value))
    return _written(concrete.name, value)


def _written(name: str, value: Any) -> str:
    """Phones, money and dates in French; anything else as it is."""
    if name in {"mobile", "phone"}:
        return shown_phone(value)
    if name in {"value_cents", "yearly_cents"}:
        return f"{value / 100:.2f}\u00a0€".replace(".", ",")
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)


def _context(event: Any) -> dict[str, Any]:
    return (event.pgh_context.metadata if event.pgh_context else None) or {}


def _people(events: Iterable[Any]) -> dict[int, tuple[str, bool]]:
    """User → name, and whether of the staff: two queries for the whole page."""
    users = {_context(event).get("user") for event in events} - {None}
    staff = set(User.objects.staff().filter(pk__in=users).values_list("pk", flat=True))
    return {u.pk: (str(u), u.pk in staff) for u in User.objects.filter(pk__in=users)}


def _change(event: Any, sentence: str, people: dict[int, tuple[str, bool]]) -> Change:
    context = _context(event)
    who, by_staff = people.get(context.get("user"), (_("la mairie"), False))  # type: ignore[arg-type]
    return Change(
        at=event.pgh_created_at,
        who=who,
        by_staff=by_staff,
        case=context.get("case") or "",
        sentence=sentence,
    )
