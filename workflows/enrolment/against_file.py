"""What an agent should look at: the request against the family file and the machine's checks."""

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from activities.models import Enrolment
from activities.wishes import Wish, spoken_days
from cases.models import Case
from workflows.engine import place_checks
from workflows.engine.procedure import Compared, Verified
from workflows.enrolment import exemption
from workflows.enrolment.asked import asked
from workflows.enrolment.facts import FACTS
from workflows.enrolment.waiting import sibling_there


def verified(case: Case) -> list[Verified]:
    """The machine's findings at submission, in words, and what the waiting list's rule gives."""
    found = [_in_words(check) for check in case.data.get("checks", [])]
    if found and sibling_there(case):
        words = _("Fratrie déjà accueillie ici\u00a0: prioritaire en liste d’attente")
        found.append(Verified(True, words))
    if found and exemption.is_asked(case):
        words = _("École du secteur\u00a0: %(schools)s")
        found.append(Verified(False, words % {"schools": exemption.district_in_words(case)}))
    return found


def _in_words(check: dict) -> Verified:
    return place_checks.in_words(
        check,
        alone=_("Aucune autre demande pour la même place"),
        twin=_("Une autre demande est en cours"),
    )


def compared(case: Case) -> list[Compared]:
    """School, age, days followed already, consent to photos."""
    request = asked(case)
    return [*_about_child(case, request), *_about_days(request), of_fact("photos", case)]


def _about_child(case: Case, request: Wish) -> list[Compared]:
    child, activity = request.child, request.group.activity
    born = date_format(child.birth_date, "j F Y")
    age = _("%(age)d ans (%(date)s)") % {"age": child.age_on(localdate()), "date": born}
    wanted = _("de %(min)d à %(max)d ans") % {
        "min": activity.min_months // 12,
        "max": activity.max_months // 12,
    }
    fits = activity.min_months <= child.months_on(request.starts_on) <= activity.max_months
    rows = [Compared(_("Âge"), age if fits else wanted, age)]
    if activity.pupils_only:
        rows.append(of_fact("school", case))
    return rows


def of_fact(code: str, case: Case) -> Compared:
    """A fact that an agent may carry into the file."""
    fact = FACTS[code]
    declared, on_file = fact.declared(case), fact.on_file(case)
    known = "" if on_file is None else fact.in_words(on_file)
    return Compared(fact.label, fact.in_words(declared), known, code)


def _about_days(request: Wish) -> list[Compared]:
    """The days on which the child comes to this activity already, in any period not over."""
    standing = Enrolment.objects.filter(
        child=request.child,
        group__activity=request.group.activity,
        state=Enrolment.State.ACTIVE,
        ends_on__gte=localdate(),
    )
    days = standing.values_list("weekdays", flat=True).first()
    if not days:
        return []
    return [Compared(_("Jours"), spoken_days(request.weekdays), spoken_days(days))]
