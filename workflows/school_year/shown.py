"""Each wish with what came of it, for the pages and letters of the file."""

from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from activities.capacity import taken_by_day
from activities.group_waiting import has_sibling_there, standing
from activities.models import Enrolment
from activities.wishes import spoken_days
from cases.models import Case, Wait
from workflows.engine.procedure import Line, Reason
from workflows.school_year.asked import Part, parts
from workflows.school_year.effects import FULL, LAPSED, LISTED, PLACED, REFUSED

BADGES = {PLACED: "accepted", LISTED: "waiting-list", FULL: "refused", REFUSED: "refused"}


@dataclass(frozen=True)
class Shown:
    """One wish: its names, its days, where it stands, and what to know of it."""

    name: str
    activity: str
    days: str
    badge: str
    said: str
    notes: tuple[str, ...]  # for the agent who decides


def shown(case: Case) -> dict:
    """The context of `dossier-periscolaire/case.html`."""
    found = parts(case)
    waits = {wait.part: wait.on for wait in case.waits.all()} if case.is_live else {}
    ranks = _ranks(case)
    known = _known(case, found) if case.is_live else {}
    return {"wishes": [_shown(case, each, waits, ranks, known) for each in found]}


def _shown(case: Case, each: Part, waits: dict, ranks: dict, known: dict) -> Shown:
    end = case.data.get("parts", {}).get(each.code, "")
    asked = waits.get(each.code) == Wait.For.FAMILY
    wish = each.wish
    return Shown(
        name=each.name,
        activity=wish.group.activity.name,
        days=spoken_days(wish.weekdays),
        badge=BADGES.get(end, "closed" if end else "your-turn" if asked else "open"),
        said=ranks.get((wish.child.pk, wish.group.pk), "") if end == LISTED else "",
        notes=known.get(each.code, ()) if not end else (),
    )


def _ranks(case: Case) -> dict[tuple[int, int], str]:
    """The rank of each child who waits, in words."""
    if LISTED not in case.data.get("parts", {}).values():
        return {}
    said = {}
    own = Enrolment.objects.waiting().filter(case_reference=case.reference)
    for row in own:
        at = standing(row)
        words = _("rang %(rank)d sur %(count)d") % {"rank": at.rank, "count": at.count}
        if at.sibling:
            words = _("%(rank)s, fratrie déjà accueillie") % {"rank": words}
        said[row.child_id, row.group_id] = words
    return said


def _known(case: Case, found: list[Part]) -> dict[str, tuple[str, ...]]:
    """What whoever decides should know of each wish: room, and the sibling rule."""
    taken = taken_by_day(part.wish.group for part in found)
    known = {}
    for each in found:
        group, notes = each.wish.group, []
        least = min((group.places - taken[group.pk][d] for d in each.wish.weekdays), default=0)
        if least < 1:
            notes.append(_("complet un des jours demandés"))
            facility = group.activity.facility_id
            home = case.household_id
            if home and has_sibling_there(each.wish.child.pk, home, facility, localdate()):
                notes.append(_("fratrie déjà accueillie\u00a0: prioritaire"))
        else:
            notes.append(_("%(n)d places libres") % {"n": least} if least > 1 else _("1 place"))
        known[each.code] = tuple(notes)
    return known


def replied(case: Case, reasons: dict[str, Reason]) -> list[Line]:
    """What was decided, wish by wish."""
    ends = case.data.get("parts", {})
    return [
        Line(each.name, _came_of(case, each, ends[each.code], reasons))
        for each in parts(case)
        if each.code in ends
    ]


def refused_because(case: Case, reasons: dict[str, Reason]) -> str:
    """The reason of each wish that was not granted."""
    lines = replied(case, reasons)
    return " ".join(f"{line.label}\u00a0: {line.value.rstrip('.')}." for line in lines)


def _came_of(case: Case, each: Part, end: str, reasons: dict[str, Reason]) -> str:
    days = spoken_days(each.wish.weekdays)
    if end == PLACED:
        return _("accepté, %(days)s") % {"days": days}
    if end == LISTED:
        return _("en liste d’attente, %(days)s") % {"days": days}
    if end == FULL:
        return _("plus de place, et vous ne souhaitiez pas la liste d’attente")
    if end == LAPSED:
        return _("classé, sans réponse de votre part")
    return _("refusé\u00a0: %(why)s") % {"why": _ground(case, each.code, reasons)}


def _ground(case: Case, code: str, reasons: dict[str, Reason]) -> str:
    said = [
        words
        for words in case.data.get("decisions", [])
        if words.get("part") == code and words["exit"] == "refuse"
    ]
    if not said:
        return ""
    reason, text = reasons.get(said[-1]["reason"]), said[-1].get("text", "").strip()
    if reason is None or reason.needs_words:
        return text
    label = str(reason.label)
    label = label[:1].lower() + label[1:]  # it goes on after a colon
    return f"{label}. {text}" if text else label
