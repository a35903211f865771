"""Families: a household, its adults, its children, and the situations that need care."""

from datetime import date, timedelta

import factory
from django.utils.timezone import localdate, now

from family.models import (
    Adult,
    Child,
    Contact,
    HealthRecord,
    Household,
    Invitation,
    Membership,
    QuotientFamilial,
    Residence,
    SensitiveReading,
    Tie,
)
from tests.factories.accounts import UserFactory


class HouseholdFactory(factory.django.DjangoModelFactory):
    """A home without anybody in it yet."""

    class Meta:
        model = Household

    reference = factory.Sequence(lambda n: f"F{n:07d}")
    name = factory.Sequence(lambda n: f"Foyer {n}")
    street = "12 rue des Lilas"
    postcode = "60230"
    city = "Valmont-sur-Esches"


class AdultFactory(factory.django.DjangoModelFactory):
    """An adult without account; `with_account=True` gives one, with the same names."""

    class Meta:
        model = Adult

    class Params:
        with_account = factory.Trait(
            user=factory.SubFactory(
                UserFactory,
                first_name=factory.SelfAttribute("..first_name"),
                last_name=factory.SelfAttribute("..last_name"),
                email=factory.SelfAttribute("..email"),
            )
        )
        no_email = factory.Trait(email="")

    first_name = "Amina"
    last_name = factory.Sequence(lambda n: f"Lefèvre{n}")
    email = factory.Sequence(lambda n: f"amina{n}@exemple.fr")
    mobile = "+33612345678"


class MembershipFactory(factory.django.DjangoModelFactory):
    """An adult's place in a household: its representative."""

    class Meta:
        model = Membership

    household = factory.SubFactory(HouseholdFactory)
    adult = factory.SubFactory(AdultFactory)
    role = Membership.Role.REPRESENTATIVE


class ChildFactory(factory.django.DjangoModelFactory):
    """A child of six, at no school yet; `homes=[...]` places it in households."""

    class Meta:
        model = Child
        skip_postgeneration_save = True

    first_name = "Lina"
    last_name = "Lefèvre"
    birth_date = factory.LazyFunction(lambda: years_ago(6))

    @factory.post_generation
    def homes(self, create, extracted, **kwargs):
        """Give the child a residence in each household."""
        pattern = Residence.Pattern
        for household in extracted or []:
            Residence.objects.create(
                child=self,
                household=household,
                pattern=pattern.FULL if len(extracted) == 1 else pattern.ALTERNATING,
            )


class ResidenceFactory(factory.django.DjangoModelFactory):
    """A child's home."""

    class Meta:
        model = Residence

    child = factory.SubFactory(ChildFactory)
    household = factory.SubFactory(HouseholdFactory)


class TieFactory(factory.django.DjangoModelFactory):
    """A mother with every right; traits take rights away."""

    class Meta:
        model = Tie

    class Params:
        foster = factory.Trait(link=Tie.Link.FOSTER, has_authority=False, may_decide=False)
        step = factory.Trait(
            link=Tie.Link.STEP, has_authority=False, may_see=False, may_decide=False, pays=False
        )
        by_judgment = factory.Trait(
            has_authority=False, may_see=False, may_decide=False, may_collect=False, pays=False
        )

    adult = factory.SubFactory(AdultFactory)
    child = factory.SubFactory(ChildFactory)
    link = Tie.Link.MOTHER
    has_authority = True
    may_see = True
    may_decide = True
    may_collect = True
    pays = True


class ContactFactory(factory.django.DjangoModelFactory):
    """A neighbour to call."""

    class Meta:
        model = Contact

    child = factory.SubFactory(ChildFactory)
    household = factory.SubFactory(HouseholdFactory)
    first_name = "Odile"
    last_name = "Marchand"
    link = "Voisine"
    phone = "+33344001122"


class HealthRecordFactory(factory.django.DjangoModelFactory):
    """A record without anything special; `pai=True` for an allergy with a PAI."""

    class Meta:
        model = HealthRecord

    class Params:
        pai = factory.Trait(has_pai=True, allergies="Arachide")

    child = factory.SubFactory(ChildFactory)


class QuotientFamilialFactory(factory.django.DjangoModelFactory):
    """A quotient of 850 € given by the CAF this month."""

    class Meta:
        model = QuotientFamilial

    household = factory.SubFactory(HouseholdFactory)
    value_cents = 85000
    month = factory.LazyFunction(lambda: localdate().replace(day=1))
    source = QuotientFamilial.Source.CAF
    valid_from = factory.SelfAttribute("month")
    valid_until = factory.LazyAttribute(lambda o: date(o.month.year + 1, 1, 31))


class InvitationFactory(factory.django.DjangoModelFactory):
    """A row of a key; the key itself comes from `family.invitations.invite`."""

    class Meta:
        model = Invitation

    adult = factory.SubFactory(AdultFactory)
    channel = Invitation.Channel.POST
    digest = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=60))


class SensitiveReadingFactory(factory.django.DjangoModelFactory):
    """An agent read a child's health section."""

    class Meta:
        model = SensitiveReading

    section = SensitiveReading.Section.HEALTH
    child = factory.SubFactory(ChildFactory)
    reader = factory.SubFactory(UserFactory)


def years_ago(years: int) -> date:
    """A birth date that makes someone this old today, for almost a month already."""
    day = localdate() - timedelta(days=20)
    return day.replace(year=day.year - years, day=min(day.day, 28))


def parent(*, role: str = Membership.Role.REPRESENTATIVE, household: Household, **adult) -> Adult:
    """An adult with an account in a household."""
    person = AdultFactory(with_account=True, **adult)
    MembershipFactory(household=household, adult=person, role=role)
    return person


def one_family(*, children: int = 1, **parent_fields) -> tuple[Household, Adult, list[Child]]:
    """A household, its representative with an account and every right, and children."""
    household = HouseholdFactory()
    adult = parent(household=household, **parent_fields)
    kids = [
        ChildFactory(first_name=f"Enfant{n}", last_name=adult.last_name, homes=[household])
        for n in range(children)
    ]
    for kid in kids:
        TieFactory(adult=adult, child=kid)
    return household, adult, kids


def separated_parents() -> tuple[tuple[Household, Adult], tuple[Household, Adult], Child]:
    """A child in alternating custody: two households, two parents with every right."""
    homes = [
        HouseholdFactory(name="Foyer de la mère", street="1 rue de la Mère"),
        HouseholdFactory(name="Foyer du père", street="2 rue du Père"),
    ]
    mother = parent(household=homes[0], first_name="Amina", mobile="+33611111111")
    father = parent(household=homes[1], first_name="Bruno", mobile="+33622222222")
    child = ChildFactory(first_name="Lina", homes=homes)
    TieFactory(adult=mother, child=child)
    TieFactory(adult=father, child=child, link=Tie.Link.FATHER)
    return (homes[0], mother), (homes[1], father), child
