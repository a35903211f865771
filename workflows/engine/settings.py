"""How the town runs a démarche: what its administrators set otherwise than was declared.

Each edit is a version of its own. A draft follows the one in force; once sent, a case keeps the
one it was sent with to its end.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, SettingsVersion
from town.models import Service
from workflows.engine.procedure import PieceAsked, Procedure, Reason, Route, registry

# The texts that may be written anew: what families read before, and in the letter of a decision.
TEXTS = ("title", "summary", "prepare", "texts", "why_wait")
Span = tuple[date, date]


@dataclass(frozen=True)
class PaperRule:
    """What is set of one kind of document."""

    asked: bool = True
    blocking: bool = False
    why: str = ""


@dataclass(frozen=True)
class Settings:
    """What is set; all that is not said here stays as the démarche declares it."""

    open: tuple[Span, ...] = ()  # when it may be begun, ends included; empty: always
    sla_days: float | None = None  # working days
    answer_days: int | None = None
    days: Mapping[str, float] = field(default_factory=dict)  # by step of the flow
    papers: Mapping[str, PaperRule] = field(default_factory=dict)  # by kind
    reasons: tuple[Reason, ...] = ()
    texts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    routing: Mapping[str, str] = field(default_factory=dict)  # facility's slug → service's

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Settings":
        """From what a version keeps."""
        return cls(
            open=tuple(
                (date.fromisoformat(first), date.fromisoformat(last))
                for first, last in values.get("open", [])
            ),
            sla_days=values.get("sla_days"),
            answer_days=values.get("answer_days"),
            days=values.get("days", {}),
            papers={kind: PaperRule(**rule) for kind, rule in values.get("papers", {}).items()},
            reasons=tuple(Reason(**reason) for reason in values.get("reasons", [])),
            texts={
                name: tuple(text) if isinstance(text, list) else text
                for name, text in values.get("texts", {}).items()
            },
            routing=values.get("routing", {}),
        )

    def opens_on(self, day: date) -> date | None:
        """The day from which it may be begun, `day` or later; None when no period is to come."""
        if not self.open:
            return day
        coming = [max(first, day) for first, last in self.open if last >= day]
        return min(coming, default=None)


def closed_words(procedure: Procedure) -> str:
    """Why it cannot be begun or sent today, and from when it can."""
    given: Settings | None = getattr(procedure, "settings", None)
    opens = given.opens_on(localdate()) if given else None
    if opens is None:
        return _("Cette démarche est fermée pour le moment.")
    return _("Cette démarche est fermée\u00a0: elle ouvre le %(day)s.") % {
        "day": date_format(opens, "j F Y")
    }


def version_in_force(slug: str) -> SettingsVersion | None:
    """The last version of a démarche's settings; None while nothing was set."""
    return SettingsVersion.objects.filter(procedure=slug).order_by("-number").first()


def procedure_in_force(slug: str) -> Procedure | None:
    """A démarche as it is offered today; None when there is none of that name."""
    declared = registry.get(slug)
    return declared and _as_set(declared, version_in_force(slug))


def procedures_in_force() -> list[Procedure]:
    """All démarches as they are offered today. One query."""
    last = SettingsVersion.objects.order_by("procedure", "-number").distinct("procedure")
    found = {version.procedure: version for version in last}
    return [_as_set(declared, found.get(declared.slug)) for declared in registry]


def procedure_of(case: Case) -> Procedure:
    """The démarche of a case, by the settings that this case goes by.

    Raises KeyError when the town no longer has it.
    """
    declared = registry[case.procedure]
    if case.state != Case.State.DRAFT:
        pk = case.settings_version_id
        return _by_version(declared.slug, pk) if pk else declared
    kept = case.__dict__
    if "_in_force" not in kept:  # asked for many times while one page is made
        kept["_in_force"] = _as_set(declared, version_in_force(declared.slug))
    return kept["_in_force"]


def keep_settings(case: Case) -> None:
    """The case is sent: from now on it goes by what is in force at this moment."""
    case.__dict__.pop("_in_force", None)
    case.settings_version = version_in_force(case.procedure)


@lru_cache(maxsize=256)
def _by_version(slug: str, pk: int) -> Procedure:
    """A version never changes."""
    return _as_set(registry[slug], SettingsVersion.objects.get(pk=pk))


def _as_set(declared: Procedure, version: SettingsVersion | None) -> Procedure:
    return as_set(declared, Settings.of(version.values)) if version else declared


def as_set(declared: Procedure, given: Settings) -> Procedure:
    """The declaration with these settings over it: a copy, read as any other."""
    own = copy(declared)
    texts = {name: text for name, text in given.texts.items() if name in TEXTS}
    own.__dict__.update(texts)
    own.__dict__.update(settings=given, days=given.days)
    for name in ("sla_days", "answer_days"):
        if (value := getattr(given, name)) is not None:
            own.__dict__[name] = value
    if given.reasons:
        own.__dict__["reasons"] = given.reasons
    own.__dict__["pieces"] = _pieces_as_set(own, given)
    own.__dict__["route"] = _route_as_set(own.route, given)
    own.__dict__["open_on"] = _open_as_set(own.open_on, given)
    return own


def _pieces_as_set(declared: Procedure, given: Settings) -> Callable[[Case], list[PieceAsked]]:
    """What the case calls for, corrected; kinds that the démarche does not know are asked of all."""
    pieces, known = declared.pieces, {piece.kind for piece in declared.papers}

    def asked(case: Case) -> list[PieceAsked]:
        found = {piece.kind: piece for piece in pieces(case)}
        for kind, rule in given.papers.items():
            if not rule.asked:
                found.pop(kind, None)
            elif kind in found:
                why = rule.why or found[kind].why
                found[kind] = replace(found[kind], blocking=rule.blocking, why=why)
            elif kind not in known:
                found[kind] = PieceAsked(kind, rule.why, blocking=rule.blocking)
        return list(found.values())

    return asked


def _route_as_set(route: Callable, given: Settings) -> Callable[[Case], Route]:
    def routed(case: Case) -> Route:
        found = cast(Route, route(case))
        slug = given.routing.get(found.facility.slug) if found.facility else None
        service = Service.objects.filter(slug=slug).first() if slug else None
        return replace(found, service=service) if service else found

    return routed


def _open_as_set(open_on: Callable, given: Settings) -> Callable[[date], bool]:
    def is_open(day: date) -> bool:
        return open_on(day) and given.opens_on(day) == day

    return is_open


class OutOfDate(Exception):
    """Somebody else has set the démarche meanwhile; `version` is what stands now."""

    def __init__(self, version: SettingsVersion | None) -> None:
        self.version = version
        super().__init__("the settings were changed meanwhile")


def save_settings(
    slug: str, values: dict[str, Any], *, after: int, by: User, note: str
) -> SettingsVersion:
    """Write the next version. `after` is the number that was looked at, 0 for none.

    Cases that were sent keep theirs. Raises OutOfDate, and ValueError for what cannot be read.
    """
    Settings.of(values)
    try:
        with transaction.atomic():
            last = version_in_force(slug)
            if (last.number if last else 0) != after:
                raise OutOfDate(last)
            return SettingsVersion.objects.create(
                procedure=slug, number=after + 1, values=values, by=by, note=note
            )
    except IntegrityError:  # at the same moment
        raise OutOfDate(version_in_force(slug)) from None
