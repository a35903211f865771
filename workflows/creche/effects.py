"""What the steps change: in the list, confirmed, a place taken, declined or left without answer."""

from datetime import datetime, time

from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from activities import offered_places, waiting_list
from activities.admission.criteria import Situation
from activities.models import CriteriaVersion, PlaceRequest
from cases.models import Case
from documents.validity import months_after
from workflows.creche import offers
from workflows.creche.asked import asked, listed
from workflows.creche.checks import lives_here
from workflows.engine.step import Refused

ALREADY = _("L’enfant est déjà en liste d’attente par une autre demande.")
NO_CRITERIA = _("Aucun barème n’est en vigueur\u00a0: la liste d’attente n’est pas ouverte.")


def join_list(case: Case) -> None:
    """Stand in the list from the day on which the request was sent."""
    request = asked(case)
    if case.household is None or case.submitted_at is None:
        raise ValueError(f"case {case.reference} has no household to list")
    since = localdate(case.submitted_at)
    situation = Situation(
        requested_on=since,
        resident=lives_here(case, request),
        works=request.works,
        siblings_at=waiting_list.siblings_at(request.child, case.household, request.starts_on),
        twins=request.twins,
        special_need=request.special_need,
    )
    row = PlaceRequest(
        child=request.child,
        household=case.household,
        case_reference=case.reference,
        weekdays=request.weekdays,
        starts_on=request.starts_on,
        requested_on=since,
        confirmed_on=localdate(),
        situation=situation.kept(),
        together=request.together,
    )
    try:
        waiting_list.join(row, request.facilities)
    except waiting_list.ListedAlready:
        raise Refused([ALREADY]) from None


def next_confirmation(case: Case) -> datetime:
    """When the family is asked whether it still looks for a place."""
    try:
        months = CriteriaVersion.on(localdate()).confirm_months
    except CriteriaVersion.DoesNotExist:
        raise Refused([NO_CRITERIA]) from None
    day = months_after(listed(case).confirmed_on, months)
    return datetime.combine(day, time(9), get_current_timezone())


def confirm(case: Case) -> None:
    """The family still looks for a place: counted from today."""
    PlaceRequest.objects.filter(case_reference=case.reference).update(confirmed_on=localdate())


def leave_list(case: Case) -> None:
    """Out of the list, with what was kept for it."""
    request = waiting_list.request_of(case.reference)
    if request is not None:
        offers.pass_on(offered_places.leave_list(request))


def take_place(case: Case) -> None:
    """The place that was kept becomes the child's."""
    offered_places.accept(listed(case))


def decline(case: Case) -> str:
    """The place goes to the next; the request stays in the list or not, by the town's rule."""
    request = listed(case)
    offers.pass_on(offered_places.turn_down(request, expired=False))
    return "stays" if request.state == PlaceRequest.State.LISTED else "closed"


def miss(case: Case) -> None:
    """No answer in time: the place goes to the next, the request leaves the list."""
    offers.pass_on(offered_places.turn_down(listed(case), expired=True))
