"""A crèche with places, the town's criteria, and requests walked as far as a test needs."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import uuid4

import factory
from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from activities import sessions
from activities.models import (
    Activity,
    AdmissionSession,
    CriteriaVersion,
    Criterion,
    Group,
    PlaceRequest,
)
from cases.models import Case
from family.models import Adult, Child, Household
from tests.factories.activities import ActivityFactory, GroupFactory
from tests.factories.enrolment import task_of
from tests.factories.family import ChildFactory, TieFactory, one_family
from tests.factories.town import FacilityFactory, ServiceFactory, agent, supervisor
from town.models import Service
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry

POINTS = {"resident": 10, "all_active": 6, "lone_active": 8, "seeks": 3, "sibling": 4}
MOST_OF_WAITING = 6


class CriteriaVersionFactory(factory.django.DjangoModelFactory):
    """Criteria in force for a year, with the usual points."""

    class Meta:
        model = CriteriaVersion
        django_get_or_create = ["starts_on"]
        skip_postgeneration_save = True

    starts_on = factory.LazyFunction(lambda: localdate() - timedelta(days=365))
    label = "Barème 2026"

    @factory.post_generation
    def worths(self, create, extracted, **kwargs):
        """The points of each criterion; one for each month of waiting, up to six."""
        if self.criteria.exists():
            return
        for position, (code, points) in enumerate((extracted or POINTS).items()):
            Criterion.objects.create(version=self, code=code, points=points, position=position)
        Criterion.objects.create(
            version=self, code="waiting", points=1, most=MOST_OF_WAITING, position=99
        )


def creche(service: Service | None = None, *, places: int = 2, **facility) -> Group:
    """A crèche group open all week, for babies, in a period under way."""
    where = FacilityFactory(
        creche=True, service=service or ServiceFactory(), **{"slug": f"creche-{uuid4()}"} | facility
    )
    activity = ActivityFactory(
        facility=where,
        kind=Activity.Kind.CRECHE,
        name=f"Accueil régulier – {where.name}",
        min_months=2,
        max_months=42,
    )
    return GroupFactory(activity=activity, weekdays=[1, 2, 3, 4, 5], places=places)


def baby(household: Household, adult: Adult, *, months: int = 8) -> Child:
    """A small child of a family."""
    born = localdate() - timedelta(days=months * 31)
    child = ChildFactory(first_name="Noé", birth_date=born, homes=[household])
    TieFactory(adult=adult, child=child)
    return child


def answers(child: Child, groups: Iterable[Group], **said: object) -> dict[str, dict]:
    """Good answers, step by step; `said`: days, starts_on, work, other_work, together."""
    wished = [group.activity.facility.slug for group in groups]
    flags = {name: ["on"] for name in ("twins", "special_need", "together") if said.get(name)}
    start = said.get("starts_on") or localdate() + timedelta(days=14)
    assert isinstance(start, date)
    return {
        "enfant": {"child": [str(child.public_id)]},
        "besoin": {
            "weekdays": [str(day) for day in said.get("days", [1, 2])],  # type: ignore[attr-defined]
            "starts_on": [start.isoformat()],
        },
        "etablissements": dict(
            zip(("first", "second", "third"), ([slug] for slug in wished), strict=False)
        ),
        "situation": {
            "work": [said.get("work", "works")],
            "other_work": [said.get("other_work", "works")],
            **flags,
        },
        "accords": {"rules_read": ["on"], "certified": ["on"]},
    }


def draft(adult: Adult, household: Household, child: Child, *groups: Group, **said) -> Case:
    """A draft with every answer typed."""
    case = drafts.begin(
        registry["place-creche"], user=adult.user, applicant=adult, household=household
    )
    for slug, typed in answers(child, groups, **said).items():
        form = QueryDict(mutable=True)
        for name, values in typed.items():
            form.setlist(name, values)
        drafts.keep_typed(case.pk, slug, form, actor=adult.user)
    case.refresh_from_db()
    return case


def request(*groups: Group, family: tuple | None = None, **said) -> Case:
    """A request on the desk of the crèche's service."""
    CriteriaVersionFactory()
    household, adult = family or one_family(children=0)[:2]
    case = draft(adult, household, baby(household, adult), *groups, **said)
    acts.submit(case.pk, actor=adult.user, act=uuid4())
    case.refresh_from_db()
    return case


def listed(*groups: Group, by: User | None = None, **said) -> Case:
    """A request that the service has put into the waiting list."""
    case = request(*groups, **said)
    acts.decide(task_of(case).pk, "accept", actor=by or agent(case.service))
    case.refresh_from_db()
    return case


def row_of(case: Case) -> PlaceRequest:
    """The case's row in the waiting list."""
    return PlaceRequest.objects.get(case_reference=case.reference)


def session(*groups: Group, places: int | None = None, by: User | None = None) -> AdmissionSession:
    """A session for all the days of these groups."""
    CriteriaVersionFactory()
    service = groups[0].activity.facility.service
    open_places = {
        (group.pk, day): group.places if places is None else places
        for group in groups
        for day in group.weekdays
    }
    return sessions.open_session(
        service,
        title="Commission de janvier",
        starts_on=localdate() + timedelta(days=14),
        places=open_places,
        by=by or supervisor(service),
    )
