"""Who comes in: the adult behind the account and the household he or she speaks for."""

from django.http import Http404, HttpRequest

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
