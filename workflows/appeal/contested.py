"""The decision that an appeal contests: which ones, until when, who looks at it again."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from cases.figures import ANSWERS
from cases.models import Case
from documents.validity import months_after
from town.models import Service, StaffMembership
from town.naming import service_called
from workflows.engine.procedure import registry
from workflows.engine.receipt import APPEAL_MONTHS
from workflows.engine.typed import declared, typed

STEP, FIELD = "decision", "case"


def last_day(decided: Case) -> date:
    """The last day on which this decision can be contested (CRPA L411-2, CJA R421-1)."""
    return months_after(localdate(decided.closed_at), APPEAL_MONTHS)


def decisions_of_home(case: Case) -> QuerySet[Case]:
    """What the services decided for the home of this draft, newest first; about a child, only
    for who may decide for that child."""
    decided = Case.objects.filter(household=case.household_id, state__in=ANSWERS)
    if case.applicant:
        children = case.applicant.ties.deciding().values("child")
        decided = decided.filter(Q(child=None) | Q(child__in=children))
    about = [procedure.slug for procedure in registry if procedure.decides_appeals]
    found = decided.exclude(procedure__in=about).exclude(service=None)
    return found.select_related("child", "service").order_by("-closed_at", "-pk")


def contestable(case: Case, day: date) -> list[Case]:
    """Those that are young enough on a day."""
    return [decided for decided in decisions_of_home(case)[:50] if day <= last_day(decided)]


def contested(case: Case) -> Case | None:
    """The decision chosen, in a draft or once sent."""
    if case.about_id:
        return case.about
    reference = declared(case, STEP, FIELD) or typed(case, STEP, FIELD)
    found = decisions_of_home(case).filter(reference=reference)
    return case.once((Case, reference), found.first)


def deciders(case: Case) -> list[int]:
    """Who took the contested decision: never to look at it again."""
    decided = contested(case)
    said = decided.data.get("decisions", []) if decided else []
    return [said[-1]["by"]] if said else []


def service_to_judge(case: Case) -> Service:
    """The service that decided, when it has a supervisor who did not take the decision; else the
    one that welcomes families, else any that has one. Nobody judges oneself."""
    decided = contested(case)
    own = decided.service if decided and decided.service else service_called()
    judges = StaffMembership.objects.filter(
        role=StaffMembership.Role.SUPERVISOR, user__is_active=True
    ).exclude(user__in=deciders(case))
    able = set(judges.values_list("service", flat=True))
    others = Service.objects.filter(pk__in=able).order_by("pk")
    return next((s for s in (own, service_called(), *others) if s.pk in able), own)


def earlier_appeal(case: Case, decided: Case) -> Case | None:
    """Another appeal against the same decision, that the family did not take back."""
    over = [Case.State.WITHDRAWN, Case.State.ABANDONED]
    same = decided.followed_by.submitted().filter(procedure=case.procedure)
    return same.exclude(state__in=over).exclude(pk=case.pk).first()
