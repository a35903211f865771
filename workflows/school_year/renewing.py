"""Renewing last year's activities: ready on the home page, checked at a look, sent with a tap."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, Period
from activities.renewal import AGE, DAYS, GONE, SCHOOL, Renewal, renewal
from activities.school_years import called, open_years, year_before
from activities.wishes import spoken_days
from cases.models import Case
from family.models import Adult, Child, Household
from workflows.engine.children import children_of
from workflows.engine.procedure import Invitation, Line
from workflows.school_year.asked import FIRST, MOST, field_of, step_of

OVER = (Case.State.WITHDRAWN, Case.State.ABANDONED, Case.State.REFUSED)


def invitations(slug: str, applicant: Adult | None, home: Household, day: date) -> list[Invitation]:
    """One for each year to come that is open, once there is something to renew and nobody of the
    home has begun. One query while no such year is open."""
    coming = [year for year in open_years(day) if year.starts_on > day]
    found = []
    for year in coming:
        if _begun(slug, home, year):
            continue
        carried = _carried(applicant, home, year)
        if carried.kept:
            found.append(_invitation(year, carried))
    return found


def _begun(slug: str, home: Household, year: Period) -> bool:
    cases = Case.objects.filter(household=home, procedure=slug).exclude(state__in=OVER)
    return cases.filter(data__typed__enfants__year__0=year.starts_on.isoformat()).exists()


def _carried(applicant: Adult | None, home: Household, year: Period) -> Renewal:
    before = year_before(year)
    if before is None:
        return Renewal()
    return renewal(children_of(home, applicant).order_by("pk")[:MOST], home, before, year)


def _invitation(year: Period, carried: Renewal) -> Invitation:
    names = _names(kept.child for kept in carried.kept)
    words = _("%(names)s\u00a0: les mêmes activités et les mêmes jours, à vérifier puis à envoyer.")
    text = words % {"names": names}
    if missing := len(carried.left_out):
        left = ngettext(
            "%(n)d activité ne peut pas être reprise\u00a0: nous vous disons pourquoi.",
            "%(n)d activités ne peuvent pas être reprises\u00a0: nous vous disons pourquoi.",
            missing,
        )
        text = f"{text} {left % {'n': missing}}"
    return Invitation(
        code=year.starts_on.isoformat(),
        title=_("Renouveler pour %(year)s") % {"year": called(year)},
        text=text,
        verb=_("Renouveler"),
    )


def _names(children: Iterable[Child]) -> str:
    first = list(dict.fromkeys(child.first_name for child in children))
    if len(first) < 2:
        return "".join(first)
    return _("%(names)s et %(last)s") % {"names": ", ".join(first[:-1]), "last": first[-1]}


def take_up(case: Case, code: str) -> dict[str, dict]:
    """All the answers of the renewal; what was left out stays with the case, to be said."""
    if case.household is None:
        raise LookupError(code)
    year = next(y for y in open_years(localdate()) if y.starts_on.isoformat() == code)
    carried = _carried(case.applicant, case.household, year)
    before = year_before(year)
    case.data["renewal"] = {
        "year": called(before) if before else "",
        "left_out": [
            {"child": left.child.first_name, "activity": left.activity.kind, "why": left.why}
            for left in carried.left_out
        ],
        "lost": [
            {"child": k.child.first_name, "activity": k.group.activity.kind, "days": k.lost}
            for k in carried.kept
            if k.lost
        ],
    }
    return _answers(case, year, carried)


def _answers(case: Case, year: Period, carried: Renewal) -> dict[str, dict]:
    home = list(children_of(case.household, case.applicant).order_by("pk")[:MOST])
    kids = [child for child in home if any(kept.child == child for kept in carried.kept)]
    typed: dict[str, dict] = {
        FIRST: {
            "year": [year.starts_on.isoformat()],
            "children": [str(child.public_id) for child in kids],
        },
        "accords": {"waiting": [_last_word(case)]},
    }
    for rank, child in enumerate(home, start=1):
        days = {
            field_of(child, kept.group): [str(day) for day in kept.weekdays]
            for kept in carried.kept
            if kept.child == child
        }
        if days:
            typed[step_of(rank)] = days
    return typed


def _last_word(case: Case) -> str:
    """What the home last answered about full days; waiting, when it never did."""
    files = Case.objects.submitted().filter(procedure=case.procedure, household=case.household)
    said = files.order_by("-submitted_at").values_list(
        "data__declared__accords__waiting", flat=True
    )
    return said.first() or "yes"


WHY = {
    GONE: lambda: _("n’est plus proposée"),
    AGE: lambda: _("n’est plus de son âge"),
    SCHOOL: lambda: _("est réservée à une autre école que la sienne"),
    DAYS: lambda: _("n’a plus lieu ces jours-là"),
}


def lines(case: Case) -> list[Line]:
    """What the renewal changes; nothing for a file that is none."""
    carried = case.data.get("renewal")
    if not carried:
        return []
    said = [
        f"{left['child']} · {_activity(left['activity'])} {WHY[left['why']]()}"
        for left in carried["left_out"]
    ]
    for lost in carried["lost"]:
        words = _("%(child)s · %(activity)s n’a plus lieu le %(days)s")
        named = {"child": lost["child"], "activity": _activity(lost["activity"])}
        said.append(words % {**named, "days": spoken_days(lost["days"])})
    same = _("Rien\u00a0: mêmes activités, mêmes jours qu’en %(year)s") % {"year": carried["year"]}
    return [Line(_("Ce qui change"), "\n".join(said) or same)]


def _activity(kind: str) -> str:
    return str(Activity.Kind(kind).label)
