"""The list of cases and the door to each case say the same."""

from cases.models import Case
from cases.permissions import Level, level, visible_to
from family.models import Membership, Tie
from tests.factories import enrolment, requests
from tests.factories.accounts import UserFactory
from tests.factories.family import AdultFactory, one_family, parent, separated_parents
from tests.factories.town import ServiceFactory, agent, supervisor


def test_a_list_never_holds_a_case_that_cannot_be_opened(db):
    service, other = ServiceFactory(), ServiceFactory()
    group, far = enrolment.group_of(service), enrolment.group_of(other)
    (home, mother), (_second, father), child = separated_parents()
    clerk, gone = agent(service), agent(service)
    enrolment.draft(mother, home, child, group)
    enrolment.submitted(mother, home, child, group)
    enrolment.submitted(mother, home, child, far, by=clerk)
    enrolment.draft(mother, home, child, group, by=clerk)
    judged_home, judged, (kid,) = one_family()
    enrolment.submitted(judged, judged_home, kid, group)
    Tie.objects.filter(adult=judged).update(may_see=False, may_decide=False)
    Case.objects.filter(pk=enrolment.submitted(mother, home, child, group, by=gone).pk)
    gone.memberships.all().delete()
    requests.sent("demande-libre", mother, home, requests.about_canteen())  # of no child
    partner = parent(household=home, role=Membership.Role.CO_REPRESENTATIVE)
    resident = parent(household=home, role=Membership.Role.MEMBER)

    readers = [
        mother.user, partner.user, resident.user, father.user, judged.user, clerk, agent(service), supervisor(other),
        UserFactory(), UserFactory(administrator=True), AdultFactory(with_account=True).user, gone,
    ]  # fmt: skip
    for known in readers:
        reader = type(known).objects.get(pk=known.pk)
        openable = {case.pk for case in Case.objects.all() if level(reader, case) > Level.NONE}
        assert set(visible_to(reader).values_list("pk", flat=True)) == openable
