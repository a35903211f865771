"""An enrolment from its offer to its case, made by the engine itself, never by hand."""

from datetime import timedelta
from uuid import uuid4

import factory
from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from activities.models import Activity, Group, Period
from cases.models import Case, Wait
from family.models import Adult, Child, Household
from tests.factories.town import FacilityFactory
from town.models import Service
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry


class PeriodFactory(factory.django.DjangoModelFactory):
    """A school year under way, open for enrolment."""

    class Meta:
        model = Period

    label = "Année scolaire"
    starts_on = factory.LazyFunction(lambda: localdate() - timedelta(days=60))
    ends_on = factory.LazyFunction(lambda: localdate() + timedelta(days=200))
    opens_on = factory.LazyFunction(lambda: localdate() - timedelta(days=90))
    closes_on = factory.LazyFunction(lambda: localdate() + timedelta(days=90))


class ActivityFactory(factory.django.DjangoModelFactory):
    """A canteen for all ages from two."""

    class Meta:
        model = Activity

    facility = factory.SubFactory(FacilityFactory)
    kind = Activity.Kind.CANTEEN
    name = "Restauration scolaire"
    min_months = 24
    max_months = 160


class GroupFactory(factory.django.DjangoModelFactory):
    """Thirty places, four days a week."""

    class Meta:
        model = Group

    activity = factory.SubFactory(ActivityFactory)
    period = factory.SubFactory(PeriodFactory)
    weekdays = [1, 2, 4, 5]
    places = 30


def group_of(service: Service, **group: object) -> Group:
    """A group of an activity that this service runs."""
    return GroupFactory(activity__facility__service=service, **group)


def draft(
    adult: Adult, household: Household, child: Child, group: Group, *, by: User | None = None
) -> Case:
    """A draft with every answer typed, begun by the parent or by `by`."""
    user = by or adult.user
    case = drafts.begin(registry["inscription"], user=user, applicant=adult, household=household)
    for slug, answers in typed(child, group).items():
        form = QueryDict(mutable=True)
        for name, values in answers.items():
            form.setlist(name, values)
        drafts.keep_typed(case.pk, slug, form, actor=user)
    case.refresh_from_db()
    return case


def typed(child: Child, group: Group) -> dict[str, dict[str, list[str]]]:
    """Good answers, step by step."""
    return {
        "enfant": {"child": [str(child.public_id)]},
        "activite": {"group": [str(group.public_id)]},
        "jours": {
            "weekdays": ["1", "4"],
            "starts_on": [(localdate() + timedelta(days=3)).isoformat()],
        },
        "accords": {"rules_read": ["on"], "certified": ["on"]},
    }


def submitted(
    adult: Adult, household: Household, child: Child, group: Group, *, by: User | None = None
) -> Case:
    """A request on the desk of the group's service."""
    case = draft(adult, household, child, group, by=by)
    acts.submit(case.pk, actor=by or adult.user, act=uuid4())
    case.refresh_from_db()
    return case


def task_of(case: Case) -> Wait:
    """What the case waits for."""
    return Wait.objects.get(case=case)
