"""Who may see or act on a case: the only place that says so."""

from collections.abc import Collection
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.roles import staff_of
from cases.bonds import Bond, bonds
from cases.models import Case, CaseEvent, Concerned, Involved, Wait
from cases.models.case import CaseQuerySet
from cases.sides import Audience
from documents.models import Document
from documents.permissions import MEDICAL, RESPONSIBLE, open_to_household
from family.models import Child
from town.models import StaffMembership


class Level(IntEnum):
    """What someone may do with a case."""

    NONE = 0
    OVERVIEW = 1  # that it exists and where it stands: the child's other parent
    READ = 2  # all of it, without acting: a co-resident without the right to decide
    WRITE = 3  # act in it for the family, or treat it for the service


def visible_to(user: User) -> CaseQuerySet:
    """Cases of which the person may at least know where they stand, drafts of others excluded.

    Families: the household's own cases; those of other households about a child whom the
    person may see. Staff: the submitted cases of their services.
    """
    if not user.is_authenticated or not user.is_active:
        return Case.objects.none()
    services = staff_of(user).services
    if services:
        begun = Q(filed_by=user, state=Case.State.DRAFT)
        return Case.objects.filter(treated_by(services) & ~Q(state=Case.State.DRAFT) | begun)
    adult = getattr(user, "adult", None)
    if adult is None:
        return Case.objects.none()
    seen_children = adult.ties.seeing().values("child")
    homes = adult.memberships.values("household")
    answers = adult.memberships.filter(role__in=RESPONSIBLE).values("household")
    draft = Q(state=Case.State.DRAFT)
    about = Q(child=None) | Q(child__in=adult.ties.seeing().deciding().values("child"))
    theirs = draft & about & (Q(household__in=answers) | Q(household__in=homes, filed_by=user))
    several = Concerned.objects.filter(case=OuterRef("pk"))
    alone = Q(child=None) & ~Exists(several)  # the home's own affairs
    seen = Q(child__in=seen_children) | Exists(several.filter(child__in=seen_children))
    sent = Q(household__in=answers) & alone | seen
    return Case.objects.filter(theirs | (~draft & sent))


def treated_by(services: Collection[int]) -> Q:
    """Cases that these services answer for, or of which they treat a part."""
    parts = Involved.objects.filter(service__in=services).values("case")
    return Q(service__in=services) | Q(pk__in=parts)


def readable_by(user: User) -> CaseQuerySet:
    """Submitted cases that the person may read whole: messages and documents too."""
    cases = visible_to(user).submitted()
    adult = getattr(user, "adult", None)
    if staff_of(user) or adult is None:
        return cases
    unseen = Concerned.objects.exclude(child__in=adult.ties.seeing().values("child"))
    homes = adult.memberships.values("household")
    return cases.filter(~Exists(unseen.filter(case=OuterRef("pk"))), household__in=homes)


def level(user: User, case: Case) -> Level:
    """What this person may do with this case."""
    if not user.is_authenticated or not user.is_active:
        return Level.NONE
    staff = staff_of(user)
    if staff:
        is_draft, filed = case.state == Case.State.DRAFT, case.filed_by_id == user.pk
        return _staff_level(is_draft, filed, _theirs(case, staff.services))
    bond = next(iter(bonds([user.pk], case.pk)), None)
    return level_of(bond) if bond else Level.NONE


def level_of(bond: Bond) -> Level:
    """What this tie to a case allows: the rule itself."""
    if bond.works_in:
        return _staff_level(bond.is_draft, bond.filed_by_user, bond.in_service)
    if bond.is_draft:
        return _draft_level(bond)
    if not bond.about_child:  # the home's own affairs: a bill, an appeal, its personal data
        return Level.WRITE if bond.role in RESPONSIBLE else Level.NONE
    if not bond.sees_one:
        return Level.NONE
    if bond.role is None or not bond.may_see:
        return Level.OVERVIEW
    return Level.WRITE if bond.may_decide else Level.READ


def _staff_level(is_draft: bool, filed_by_user: bool, in_service: bool) -> Level:
    return Level.WRITE if (filed_by_user if is_draft else in_service) else Level.NONE


def _theirs(case: Case, services: frozenset[int]) -> bool:
    return case.service_id in services or case.involved.filter(service__in=services).exists()


def _draft_level(bond: Bond) -> Level:
    """A draft is sent in its applicant's name: for who began it, and those who answer for the
    household with him or her; once it is bound to a child, only those who decide for it."""
    if bond.about_child and not (bond.may_see and bond.may_decide):
        return Level.NONE
    answers = bond.role in RESPONSIBLE or (bond.role is not None and bond.filed_by_user)
    return Level.WRITE if answers else Level.NONE


def concerned_children(case: Case) -> list[int]:
    """The ids of the children of a case about several of them; empty for any other."""
    return list(case.concerned.order_by("pk").values_list("child", flat=True))


def case_for(user: User, reference: str, need: Level = Level.OVERVIEW) -> Case:
    """The case, if the person has at least this level; the same 404 for missing and forbidden."""
    cases = Case.objects.select_related("household", "child", "applicant", "service", "facility")
    case = cases.filter(reference=reference).first()
    if case is None or level(user, case) < need:
        raise Http404
    return case


def receipt_for(user: User, reference: str) -> Case:
    """The case whose acknowledgement the person may have: theirs to read, or sent by them at the
    counter for a service that is not theirs. The same 404 for missing and forbidden."""
    cases = Case.objects.submitted().select_related("household", "applicant", "service")
    case = cases.filter(reference=reference).first()
    if case is None:
        raise Http404
    sent_it = bool(staff_of(user)) and case.filed_by_id == user.pk
    if not sent_it and level(user, case) < Level.READ:
        raise Http404
    return case


def audiences(user: User, case: Case) -> set[str]:
    """The audiences to which this person belongs for this case."""
    return audiences_at(level(user, case), of_staff=bool(staff_of(user)))


def audiences_at(reached: Level, *, of_staff: bool) -> set[str]:
    """The audiences that this level in a case opens."""
    if of_staff:
        return set(Audience.values) if reached else set()
    return {
        Level.NONE: set(),
        Level.OVERVIEW: {Audience.FAMILY.value},
        Level.READ: {Audience.FAMILY.value, Audience.HOUSEHOLD.value},
        Level.WRITE: {Audience.FAMILY.value, Audience.HOUSEHOLD.value},
    }[reached]


def events_for(user: User, case: Case, after: int = 0) -> QuerySet[CaseEvent]:
    """The events of a case that this person may receive, after a number, in order."""
    events = case.events.filter(audience__in=audiences(user, case), number__gt=after)
    return events.select_related("actor")


def papers_of(user: User, case: Case, *, medical: bool = False) -> QuerySet[Document]:
    """The checked documents that a member of staff may open through this case, and only those:
    the ones asked for in it, those joined to its messages, and what the town wrote in it.

    Medical ones only with the health section, which `medical` says is open.
    """
    if not may_treat(user, case):
        return Document.objects.none()
    asked, joined = Q(uses__case=case), Q(messages__case=case)
    found = Document.objects.filter(asked | joined, state=Document.State.CHECKED)
    return (found if medical else found.exclude(kind__in=MEDICAL)).distinct()


def section_open_to(user: User, case: Case, *, needed: bool) -> bool:
    """Whether a sensitive section of the family's file may be read through this case: by the
    agent who has the task, while the task needs it."""
    if not needed or not may_treat(user, case) or case.state != Case.State.OPEN:
        return False
    return case.waits.filter(owner=user).exists()


def may_treat(user: User, case: Case) -> bool:
    """Whether the person may act for the service in this case."""
    return bool(staff_of(user)) and level(user, case) == Level.WRITE


def may_move(user: User, wait: Wait) -> bool:
    """Whether a member of staff may move what a case waits for: a task of his or her services,
    or what the family would do, at the counter of any service that treats the case."""
    if wait.on != Wait.For.STAFF:
        return True
    return wait.service_id in staff_of(user).services and not reserved(user, wait)


def reserved(user: User, wait: Wait) -> bool:
    """Whether the task is for others of its service: its supervisors alone, or anybody but who
    decided what is contested in it."""
    if user.pk in wait.barred:
        return True
    supervises = wait.service_id in staff_of(user).supervisor_of
    return wait.role == StaffMembership.Role.SUPERVISOR and not supervises


def people_for(wait: Wait) -> QuerySet[User]:
    """Those who may have the task."""
    held = Q(memberships__service=wait.service_id)
    if wait.role:
        held &= Q(memberships__role=wait.role)
    people = User.objects.filter(held, is_active=True).exclude(pk__in=wait.barred)
    return people.distinct().order_by("last_name", "first_name", "pk")


def linked_cases(user: User, case: Case) -> QuerySet[Case]:
    """The case that this one is about, and those about it, that the person may know of."""
    linked = Q(about=case.pk) | Q(pk=case.about_id)
    return visible_to(user).submitted().filter(linked).order_by("pk")


def may_correct_file(user: User, case: Case) -> bool:
    """Whether the person may carry what this case declares into the family's file."""
    return case.state == Case.State.OPEN and may_treat(user, case)


def documents_open_to(user: User) -> QuerySet[Document]:
    """The checked documents that this person may open, whatever the way.

    Families: their household's. Staff: those used in the submitted cases of their services, the
    medical ones while they have the task, and what they have sent and not used yet.
    """
    services = staff_of(user).services
    if not services:
        return open_to_household(user)
    sent = Case.objects.submitted().filter(treated_by(services))
    plain = ~Q(kind__in=MEDICAL)
    used = plain & (Q(uses__case__in=sent) | Q(messages__case__in=sent))
    used |= Q(uses__case__in=sent.live(), uses__case__waits__owner=user)
    fresh = Q(uploaded_by=user, uses=None, messages=None)
    ids = Document.objects.filter(used | fresh, state=Document.State.CHECKED).values("pk")
    return Document.objects.filter(pk__in=ids)


def documents_usable_in(user: User, case: Case, child: Child | None) -> QuerySet[Document]:
    """Those that the person may put into a case: of its household, and of no other child."""
    about = Q(child=None) | Q(child=child) if child else Q(child=None)
    return documents_open_to(user).filter(about, household=case.household_id)
