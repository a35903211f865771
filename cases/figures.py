"""The figures of a service: each is one question put to the cases, counted or listed.

A number and the list that it opens ask the same `Figure`: they cannot differ (promise 17).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.sides import Side
from town.working_time import after_working_days, closures_by_service

Text = str | Promise
SOON = 2  # working days: what is due within them is at risk
WEEKS = timedelta(weeks=4)  # what « these last weeks » means
CLOSURES_AHEAD = timedelta(days=60)
ANSWERS = (
    Case.State.ACCEPTED,
    Case.State.REFUSED,
    Case.State.WAITLISTED,
    Case.State.SETTLED,
)
BY_DUE_DATE = ("due_at", "pk")
BY_AGE = ("submitted_at", "pk")
LATEST_ANSWER = ("-closed_at", "-pk")


@dataclass(frozen=True)
class Moment:
    """When the figures are read, and until when « soon » lasts for each service."""

    at: datetime
    soon: dict[int, datetime]

    @classmethod
    def of(cls, at: datetime, services: Iterable[int]) -> "Moment":
        """The moment as these services live it, with their closures. One query."""
        day = localdate(at)
        closed = closures_by_service(day, day + CLOSURES_AHEAD, services)
        ends = {pk: after_working_days(at, SOON, days) for pk, days in closed.items()}
        return cls(at, ends)

    @property
    def midnight(self) -> datetime:
        """The end of the day, as lived in the town."""
        return start_of(localdate(self.at) + timedelta(days=1))


def start_of(day) -> datetime:
    """The first moment of a day, as lived in the town."""
    return datetime.combine(day, time(), get_current_timezone())


@dataclass(frozen=True)
class Figure:
    """A question to the cases: its number counts exactly the rows of its list."""

    slug: str
    label: Text
    none: Text  # what an empty list says
    where: Callable[[Moment], Q]
    order: tuple[str, ...] = BY_AGE
    live: bool = True

    def base(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The half of the cases in which to look: live, or closed."""
        if self.live:
            return cases.filter(state=Case.State.OPEN)
        return cases.filter(closed_at__isnull=False)

    def rows(self, cases: QuerySet[Case], moment: Moment) -> QuerySet[Case]:
        """The cases that the figure counts."""
        return self.base(cases).filter(self.where(moment))


def _town(**due: datetime) -> Q:
    return Q(turn=Side.TOWN, **due)


def _soon(moment: Moment) -> Q:
    """Due within two of the service's own working days, not late yet."""
    ends: dict[datetime, list[int]] = {}
    for service, end in moment.soon.items():
        ends.setdefault(end, []).append(service)
    within = Q(pk__in=[])
    for end, services in ends.items():
        within |= Q(service__in=services, due_at__lt=end)
    return _town(due_at__gte=moment.at) & within


def _sent(oldest: int | None, newest: int) -> Callable[[Moment], Q]:
    """Sent more than `newest` days ago, and at most `oldest`."""

    def where(moment: Moment) -> Q:
        aged = Q(submitted_at__lte=moment.at - timedelta(days=newest))
        if oldest is not None:
            aged &= Q(submitted_at__gt=moment.at - timedelta(days=oldest))
        return aged

    return where


def _answered(moment: Moment, back: int = 0) -> Q:
    """Decided by the town in these four weeks, or in the four before (`back` = 1)."""
    end = moment.at - WEEKS * back
    return Q(state__in=ANSWERS, closed_at__gt=end - WEEKS, closed_at__lte=end)


ON_TIME = Q(town_seconds__lte=F("sla_seconds"))

LIVE: tuple[Figure, ...] = (
    Figure("ouvertes", _("Ouvertes"), _("Aucune demande n’est ouverte."), lambda m: Q()),
    Figure(
        "en-retard",
        _("Réponse promise dépassée"),
        _("Aucune réponse promise n’est dépassée."),
        lambda m: _town(due_at__lt=m.at),
        BY_DUE_DATE,
    ),
    Figure(
        "aujourdhui",
        _("À répondre aujourd’hui"),
        _("Aucune réponse n’est attendue d’ici ce soir."),
        lambda m: _town(due_at__gte=m.at, due_at__lt=m.midnight),
        BY_DUE_DATE,
    ),
    Figure(
        "a-risque",
        _("À risque"),
        _("Aucun délai ne se termine dans les deux jours ouvrés."),
        _soon,
        BY_DUE_DATE,
    ),
    Figure("mairie", _("Au service"), _("Rien n’attend le service."), lambda m: _town()),
    Figure(
        "famille",
        _("À la famille"),
        _("Aucune famille n’a de réponse à donner."),
        lambda m: Q(turn=Side.FAMILY),
    ),
    Figure(
        "tiers", _("À un tiers"), _("Rien n’attend un tiers."), lambda m: Q(turn=Side.THIRD)
    ),
    Figure(
        "moins-d-une-semaine",
        _("Moins d’une semaine"),
        _("Aucune demande de moins d’une semaine."),
        _sent(7, 0),
    ),
    Figure(
        "une-a-deux-semaines",
        _("Une à deux semaines"),
        _("Aucune demande de cet âge."),
        _sent(14, 7),
    ),
    Figure(
        "deux-a-quatre-semaines",
        _("Deux à quatre semaines"),
        _("Aucune demande de cet âge."),
        _sent(28, 14),
    ),
    Figure(
        "plus-de-quatre-semaines",
        _("Plus de quatre semaines"),
        _("Aucune demande n’a plus de quatre semaines."),
        _sent(None, 28),
    ),
)  # fmt: skip

CLOSED: tuple[Figure, ...] = (
    Figure(
        "repondues",
        _("Réponses des quatre dernières semaines"),
        _("Aucune réponse ces quatre dernières semaines."),
        _answered,
        LATEST_ANSWER,
        live=False,
    ),
    Figure(
        "dans-les-delais",
        _("Réponses dans les délais"),
        _("Aucune réponse dans les délais ces quatre dernières semaines."),
        lambda m: _answered(m) & ON_TIME,
        LATEST_ANSWER,
        live=False,
    ),
    Figure(
        "hors-delais",
        _("Réponses hors délai"),
        _("Aucune réponse hors délai ces quatre dernières semaines."),
        lambda m: _answered(m) & ~ON_TIME,
        LATEST_ANSWER,
        live=False,
    ),
    Figure(
        "repondues-avant",
        _("Réponses des quatre semaines d’avant"),
        _("Aucune réponse dans ces quatre semaines."),
        lambda m: _answered(m, 1),
        LATEST_ANSWER,
        live=False,
    ),
    Figure(
        "dans-les-delais-avant",
        _("Réponses dans les délais, les quatre semaines d’avant"),
        _("Aucune réponse dans les délais dans ces quatre semaines."),
        lambda m: _answered(m, 1) & ON_TIME,
        LATEST_ANSWER,
        live=False,
    ),
)

FIGURES: dict[str, Figure] = {figure.slug: figure for figure in (*LIVE, *CLOSED)}
AGES = LIVE[7:]
TURNS = LIVE[4:7]


def counts(cases: QuerySet[Case], moment: Moment) -> dict[str, int]:
    """The number of every figure: one reading of the live cases, one of the recent answers."""
    recent = cases.filter(closed_at__gt=moment.at - 2 * WEEKS)
    return _counted(LIVE, cases, moment) | _counted(CLOSED, recent, moment)


def _counted(figures: tuple[Figure, ...], cases: QuerySet[Case], moment: Moment) -> dict[str, int]:
    columns = {
        f"n{rank}": Count("pk", filter=figure.where(moment))
        if figure.where(moment)
        else Count("pk")
        for rank, figure in enumerate(figures)
    }
    numbers = figures[0].base(cases).aggregate(**columns)
    return {figure.slug: numbers[f"n{rank}"] for rank, figure in enumerate(figures)}
