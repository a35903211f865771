"""The town as tests need it: one service, one facility, people who work there."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate, now

from tests.factories.accounts import UserFactory
from town.models import (
    Closure,
    Facility,
    News,
    SchoolDistrict,
    SchoolHoliday,
    SchoolYear,
    Service,
    StaffMembership,
)


class ServiceFactory(factory.django.DjangoModelFactory):
    """A service of the town; the same slug gives the same service."""

    class Meta:
        model = Service
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"service-{n}")
    name = factory.LazyAttribute(lambda o: f"Service {o.slug}")
    email = factory.LazyAttribute(lambda o: f"{o.slug}@ville.example")
    phone = "0344000000"
    postal_address = "Mairie\n1 place de la Mairie\n60230 Valmont-sur-Esches"
    opening_hours = "Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h"


class FacilityFactory(factory.django.DjangoModelFactory):
    """A school, unless a trait says otherwise."""

    class Meta:
        model = Facility
        django_get_or_create = ["slug"]

    class Params:
        creche = factory.Trait(kind=Facility.Kind.CRECHE, name="Crèche Les Petits Pas")
        leisure = factory.Trait(kind=Facility.Kind.LEISURE, name="Accueil de loisirs du Parc")

    slug = factory.Sequence(lambda n: f"facility-{n}")
    kind = Facility.Kind.SCHOOL
    name = "École des Tilleuls"
    service = factory.SubFactory(ServiceFactory)
    street = "3 rue des Tilleuls"
    postcode = "60230"
    city = "Valmont-sur-Esches"


class StaffMembershipFactory(factory.django.DjangoModelFactory):
    """An agent of a service; `supervisor=True` for its supervisor."""

    class Meta:
        model = StaffMembership

    class Params:
        supervisor = factory.Trait(role=StaffMembership.Role.SUPERVISOR)

    user = factory.SubFactory(UserFactory)
    service = factory.SubFactory(ServiceFactory)
    role = StaffMembership.Role.AGENT


def agent(service: Service | None = None, **user: object):
    """A user who is an agent of the service (a new one when none is given)."""
    service = service or ServiceFactory()
    return StaffMembershipFactory(service=service, user=UserFactory(**user)).user


def supervisor(service: Service | None = None, **user: object):
    """A user who supervises the service (a new one when none is given)."""
    service = service or ServiceFactory()
    return StaffMembershipFactory(service=service, supervisor=True, user=UserFactory(**user)).user


class SchoolDistrictFactory(factory.django.DjangoModelFactory):
    """A whole street that leads to a school of its own."""

    class Meta:
        model = SchoolDistrict

    school = factory.SubFactory(FacilityFactory)
    street = "rue des Lilas"


class SchoolYearFactory(factory.django.DjangoModelFactory):
    """A school year that holds today."""

    class Meta:
        model = SchoolYear
        django_get_or_create = ["label"]

    starts_on = factory.LazyFunction(lambda: localdate() - timedelta(days=60))
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=364))
    label = factory.LazyAttribute(lambda o: f"{o.starts_on.year}-{o.ends_on.year}")


class SchoolHolidayFactory(factory.django.DjangoModelFactory):
    """Two weeks without class, starting next month."""

    class Meta:
        model = SchoolHoliday

    label = "Vacances"
    starts_on = factory.LazyFunction(lambda: localdate() + timedelta(days=30))
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=15))


class ClosureFactory(factory.django.DjangoModelFactory):
    """A day on which the whole town is closed."""

    class Meta:
        model = Closure

    day = factory.LazyFunction(localdate)
    label = "Pont"


class NewsFactory(factory.django.DjangoModelFactory):
    """An item of the front page, published a moment ago."""

    class Meta:
        model = News

    title = factory.Sequence(lambda n: f"Actualité {n}")
    summary = "Ce qui change à la rentrée."
    body = "Les inscriptions ouvrent lundi."
    published_at = factory.LazyFunction(now)
