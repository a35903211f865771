"""What the machine verifies: what stops a submission, and what it tells the agent."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from activities.models import Enrolment
from activities.offer import fits
from cases.models import Case, Piece
from cases.recording import record
from workflows.engine.twins import twins
from workflows.enrolment.asked import Asked, asked


def blockers(case: Case) -> list[str]:
    """Reasons for which this request cannot be sent, all at once, in plain French."""
    request = asked(case)
    found = [*_about_period(request), *_about_child(request)]
    already = Enrolment.objects.filter(
        child=request.child,
        group=request.group,
        state__in=[Enrolment.State.ACTIVE, Enrolment.State.WAITING],
    )
    if already.exists():
        found.append(
            _("%(child)s est déjà inscrit à cette activité.") % {"child": request.child.first_name}
        )
    return found


def _about_period(request: Asked) -> list[str]:
    period, today = request.group.period, localdate()
    if not period.opens_on <= today <= period.closes_on:
        return [_("Les inscriptions à cette période sont fermées.")]
    if not period.starts_on <= request.starts_on <= period.ends_on:
        return [_("La date de début doit tomber dans la période choisie.")]
    return []


def _about_child(request: Asked) -> list[str]:
    if not fits(request.group, request.child):
        return [_("Cette activité ne correspond pas à l’âge ou à l’école de l’enfant.")]
    if not set(request.weekdays) <= set(request.group.weekdays):
        return [_("L’activité n’a pas lieu certains des jours choisis.")]
    return []


def verify(case: Case) -> None:
    """Leave the agent a list of what was verified, so that he or she looks at the rest."""
    request = asked(case)
    twin = twins(case).values_list("reference", flat=True).first() or ""
    missing = case.pieces.filter(state=Piece.State.ASKED).count()
    case.data["checks"] = [
        {"code": "age", "ok": fits(request.group, request.child)},
        {"code": "pieces", "ok": not missing, "count": missing},
        {"code": "twin", "ok": not twin, "reference": twin},
    ]
    record(case, "checked")
