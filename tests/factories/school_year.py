"""A year's file from its offer to its case, made by the engine itself."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from activities.models import Activity, Group, Period
from cases.models import Case, Wait
from family.models import Adult, Child, Household
from tests.factories.activities import GroupFactory, PeriodFactory
from tests.factories.town import FacilityFactory, ServiceFactory, agent
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry
from workflows.school_year.asked import at_home, field_of, step_of

SLUG = "dossier-periscolaire"
Kind = Activity.Kind
Wished = dict[Child, dict[Group, list[int]]]


def year_now(**period: Any) -> Period:
    """A school year under way, open for enrolment."""
    return PeriodFactory(label="Année scolaire en cours", **period)


def year_to_come(**period: Any) -> Period:
    """The next one, open already."""
    today = localdate()
    given = {
        "label": "Année scolaire à venir",
        "starts_on": today + timedelta(days=205),
        "ends_on": today + timedelta(days=500),
        "opens_on": today - timedelta(days=5),
        "closes_on": today + timedelta(days=300),
    }
    return PeriodFactory(**given | period)


def canteen(period: Period, **group: Any) -> Group:
    """A canteen, at the school of the service for school time."""
    return _group(period, Kind.CANTEEN, "Restauration scolaire", "enfance", **group)


def evening(period: Period, **group: Any) -> Group:
    """Care after school, at the same school."""
    return _group(period, Kind.AFTER_SCHOOL, "Accueil du soir", "enfance", **group)


def wednesdays(period: Period, **group: Any) -> Group:
    """Wednesdays, at a leisure centre of another service."""
    given = {"weekdays": [3]} | group
    return _group(period, Kind.WEDNESDAY, "Mercredis", "loisirs", **given)


def _group(period: Period, kind: str, name: str, service: str, **group: Any) -> Group:
    given: dict[str, Any] = {
        "activity__kind": kind,
        "activity__name": name,
        "activity__facility": FacilityFactory(
            slug=f"place-{service}", service=ServiceFactory(slug=service)
        ),
    }
    if "activity" in group:
        given = {}
    return GroupFactory(period=period, **given | group)


def drafted(
    adult: Adult,
    household: Household,
    wished: Wished,
    *,
    waiting: str = "yes",
    by: User | None = None,
) -> Case:
    """A draft with every answer typed."""
    user = by or adult.user
    case = drafts.begin(registry[SLUG], user=user, applicant=adult, household=household)
    for slug, answers in typed(case, wished, waiting).items():
        form = QueryDict(mutable=True)
        for name, values in answers.items():
            form.setlist(name, values)
        drafts.keep_typed(case.pk, slug, form, actor=user)
    case.refresh_from_db()
    return case


def typed(case: Case, wished: Wished, waiting: str) -> dict[str, dict[str, list[str]]]:
    """Good answers, step by step."""
    year = next(group.period for groups in wished.values() for group in groups)
    answers: dict[str, dict[str, list[str]]] = {
        "enfants": {
            "year": [year.starts_on.isoformat()],
            "children": [str(child.public_id) for child in wished],
            "starts_on": [""],
        }
    }
    ranks = {child.pk: rank for rank, child in enumerate(at_home(case), start=1)}
    for child, groups in wished.items():
        if child.pk in ranks:
            answers[step_of(ranks[child.pk])] = {
                field_of(child, group): [str(day) for day in days] for group, days in groups.items()
            }
    answers["accords"] = {"waiting": [waiting], "rules_read": ["on"], "certified": ["on"]}
    return answers


def sent(adult: Adult, household: Household, wished: Wished, **more: Any) -> Case:
    """The same, sent."""
    case = drafted(adult, household, wished, **more)
    acts.submit(case.pk, actor=more.get("by") or adult.user, act=uuid4())
    case.refresh_from_db()
    return case


def task(case: Case, part: str, on: str = Wait.For.STAFF) -> Wait:
    """What a part waits for."""
    return Wait.objects.get(case=case, part=part, on=on)


def decide(case: Case, part: str, exit: str = "accept", **words: Any) -> None:
    """An agent of the part's service decides it."""
    wait = task(case, part)
    acts.decide(wait.pk, exit, actor=agent(wait.service), act=uuid4(), **words)
    case.refresh_from_db()
