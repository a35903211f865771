"""Who comes in: the adult behind the account and the household he or she speaks for."""

from django.http import Http404, HttpRequest

from accounts.models import User
from accounts.roles import staff_of
from cases.models import Case
from cases.permissions import Level, case_for
from family.models import Adult, Household, Membership


def adult_of(request: HttpRequest) -> Adult:
    """The signed-in parent; 404 for anybody else, so that staff find no family door."""
    adult = Adult.objects.filter(user=request.user.pk).first()
    if adult is None:
        raise Http404
    return adult


def household_of(adult: Adult) -> Household:
    """The household for which the adult acts: where he or she is responsible first."""
    rows = Membership.objects.filter(adult=adult).select_related("household")
    ranks = [Membership.Role.REPRESENTATIVE, Membership.Role.CO_REPRESENTATIVE]
    found = sorted(rows, key=lambda m: ranks.index(m.role) if m.role in ranks else len(ranks))
    if not found:
        raise Http404
    return found[0].household


def family_case(user: User, reference: str, need: Level = Level.OVERVIEW) -> Case:
    """The case, for a family; staff have a door of their own, where they act for the service."""
    if staff_of(user):
        raise Http404
    return case_for(user, reference, need)


def sent_case(user: User, reference: str, need: Level = Level.OVERVIEW) -> Case:
    """The case, for a family and once sent: nothing can be said or done in a draft."""
    found = family_case(user, reference, need)
    if found.state == Case.State.DRAFT:
        raise Http404
    return found
