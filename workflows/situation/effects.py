"""What each accepted part changes in the family file, at its date."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.conf import settings
from django.utils.timezone import get_current_timezone, localdate

from activities.ending import end_enrolments
from billing.models import PriceReview
from cases.models import Case
from cases.recording import record
from family import changes, new_family
from family.models import Adult, Child, Household
from family.permissions import other_parents
from workflows.situation.judged import ruled_since
from workflows.situation.judgment import has_judgment
from workflows.situation.parts import PARTS, accepted, said, since


def home(case: Case) -> Household:
    """The household that declares: a change is nobody's otherwise."""
    if case.household is None:
        raise ValueError(f"case {case.reference} has no household")
    return case.household


def tell_other_parent(case: Case) -> None:
    """Both parents know that a change of a child's home is asked for; each on his or her page."""
    if case.child and other_parents(case.child, home(case)).exists():
        record(case, "other_parent_told")


def sort(case: Case, part: str) -> str:
    """Who decides of a part: nobody of what a code has proven, else its service; a judgment is
    read, and only then rights change."""
    if PARTS[part].at_once:
        return "proven"
    return "judge" if part == "separation" and has_judgment(case) else "decide"


def note_accepted(case: Case, part: str) -> None:
    """A service agrees to its part."""
    case.data.setdefault("parts", {})[part] = "accepted"


def note_refused(case: Case, part: str) -> None:
    """A service does not, or the family never answered."""
    case.data.setdefault("parts", {})[part] = "refused"


def starts_at(case: Case) -> datetime:
    """The first moment of that day, in the town."""
    return datetime.combine(since(case), time(), get_current_timezone())


def when(case: Case) -> str:
    """Now, later, or never when nothing was accepted."""
    if not accepted(case):
        return "never"
    return "later" if since(case) > localdate() else "now"


def apply(case: Case) -> None:
    """Write every accepted part, all or nothing; list what changes for prices already charged."""
    parts = accepted(case)
    for part in parts:
        APPLY[part](case)
    first = min(since(case), ruled_since(case) or since(case))
    if first < localdate() and any(PARTS[part].changes_prices for part in parts):
        PriceReview.objects.get_or_create(
            household=home(case), case_reference=case.reference, defaults={"since": first}
        )


def _move(case: Case) -> None:
    words = said(case, "demenagement")
    address = {name: words[name] for name in ("street", "complement", "postcode", "city")}
    changes.update_address(
        user=case.acting.actor, household=home(case), case=case.reference, **address
    )
    if words["postcode"] not in settings.TOWN_POSTCODES:
        end_enrolments(home(case), since(case))


def _birth(case: Case) -> None:
    words = said(case, "naissance")
    chosen = [words["other_parent"]] if words["other_parent"] else []
    other = Adult.objects.filter(public_id__in=chosen, households=case.household_id)
    new_family.add_child(
        user=case.acting.actor,
        case=case.reference,
        household=home(case),
        parents=[adult for adult in (case.applicant, other.first()) if adult],
        first_name=words["first_name"],
        last_name=words["last_name"],
        birth_date=date.fromisoformat(words["birth_date"]),
    )


def _union(case: Case) -> None:
    words, by = said(case, "union"), case.acting.actor
    if words["new_name"] and case.applicant:
        changes.rename(
            user=by, adult=case.applicant, last_name=words["new_name"], case=case.reference
        )
    if words["partner_first_name"]:
        new_family.add_adult(
            user=by,
            case=case.reference,
            household=home(case),
            first_name=words["partner_first_name"],
            last_name=words["partner_last_name"],
        )


def _separation(case: Case) -> None:
    if ruled_since(case) is not None:
        return  # written already, as the judgment says and at its date
    words = said(case, "separation")
    child = Child.objects.get(public_id=words["child"])
    changes.set_residence(
        user=case.acting.actor,
        child=child,
        household=home(case),
        pattern=words["pattern"],
        case=case.reference,
    )


def _work(case: Case) -> None:
    """Nothing in the file: the price is looked at anew, and the resources have their démarche."""


def _reach(case: Case) -> None:
    """Done already, as soon as the code had proven it."""


APPLY: dict[str, Callable[[Case], None]] = {
    "demenagement": _move,
    "naissance": _birth,
    "union": _union,
    "separation": _separation,
    "travail": _work,
    "coordonnees": _reach,
}
