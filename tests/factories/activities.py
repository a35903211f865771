"""The offer: a period under way, an activity, a group with places."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate

from activities.models import Activity, Group, Period
from tests.factories.town import FacilityFactory
from town.models import Service


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
