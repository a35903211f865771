"""What the pages of a request show of the list: points line by line, rank, honest chance, offer."""

from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.admission.criteria import ScoreLine, told_to_staff
from activities.models import CriteriaVersion, PlaceRequest
from activities.offered_places import open_line
from activities.waiting_list import Chance, WishStanding, request_of, standing
from cases.models import Case
from workflows.creche.words import spoken_days


@dataclass(frozen=True)
class Shown:
    """One facility: where the request stands there, and the sentences that say so."""

    at: WishStanding
    place: str
    chance: str
    why: str
    staff_lines: list[ScoreLine]  # instead of `at.lines`, which are the family's alone


def shown(case: Case) -> dict:
    """The context of `place-creche/…`; empty before the list."""
    request = request_of(case.reference)
    if request is None:
        return {}
    context: dict = {"place_request": request}
    line = open_line(request)
    if line is not None and line.enrolment is not None:
        context |= {"offered": line, "offered_days": spoken_days(request.weekdays)}
    if request.state == PlaceRequest.State.LISTED and case.is_live:
        today = localdate()
        try:
            found = standing(request, today)
        except CriteriaVersion.DoesNotExist:
            return context
        context |= {"list_on": today, "wish_standings": [_in_words(each) for each in found]}
    return context


def _in_words(at: WishStanding) -> Shown:
    place = _("%(rank)d sur %(listed)d") % {"rank": at.rank, "listed": at.listed}
    return Shown(at, place, CHANCES[at.chance](), _why(at), told_to_staff(at.lines))


CHANCES = {
    Chance.NOWHERE: lambda: _("Pas de groupe à cette date"),
    Chance.SLIM: lambda: _("Peu de chances pour l’instant"),
    Chance.FAIR: lambda: _("Une place est possible"),
    Chance.GOOD: lambda: _("De bonnes chances"),
}


def _why(at: WishStanding) -> str:
    if at.group is None:
        return _("Aucun groupe de cette crèche n’accueille un enfant de cet âge à cette date.")
    free = ngettext(
        "%(n)d place est libre sur vos jours les plus demandés",
        "%(n)d places sont libres sur vos jours les plus demandés",
        at.free,
    ) % {"n": at.free}
    if at.rank == 1:
        ahead = _("aucune demande ne passe avant la vôtre")
    else:
        ahead = ngettext(
            "%(n)d demande passe avant la vôtre",
            "%(n)d demandes passent avant la vôtre",
            at.rank - 1,
        ) % {"n": at.rank - 1}
    said = _("%(free)s\u00a0; %(ahead)s.") % {"free": free, "ahead": ahead}
    if at.last_points is None:
        return said
    last = _("À la dernière commission, %(points)d points suffisaient.")
    return f"{said} {last % {'points': at.last_points}}"
