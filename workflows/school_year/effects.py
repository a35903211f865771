"""What each decision changes in the family file, and what the whole comes to."""

from cases.models import Case
from cases.recording import record
from workflows.engine.places import give_place, put_in_line
from workflows.school_year.asked import part as part_of

PLACED, LISTED, FULL, REFUSED, LAPSED = "placed", "listed", "full", "refused", "lapsed"


def take_place(case: Case, part: str) -> str:
    """Take the places of the wished days: `placed`, or `full`."""
    if give_place(case, part_of(case, part).wish):
        return "full"
    _note(case, part, PLACED)
    record(case, "part_accepted", part=part)
    return "placed"


def join_waiting_list(case: Case, part: str) -> str:
    """No place: `listed` when the family wanted it so as it filed, else `unwanted`."""
    if case.data["declared"]["accords"]["waiting"] != "yes":
        _note(case, part, FULL)
        record(case, "part_refused", part=part)
        return "unwanted"
    put_in_line(case, part_of(case, part).wish)
    _note(case, part, LISTED)
    record(case, "part_waitlisted", part=part)
    return "listed"


def note_refused(case: Case, part: str) -> None:
    """The service refuses, with the reason kept among the decisions."""
    _note(case, part, REFUSED)


def note_lapsed(case: Case, part: str) -> None:
    """The family never completed this part; the others stand."""
    _note(case, part, LAPSED)
    record(case, "part_lapsed", part=part)


def _note(case: Case, part: str, end: str) -> None:
    case.data.setdefault("parts", {})[part] = end


def settle(case: Case) -> str:
    """Accepted when something was; else waiting; refused when the town gave nothing; abandoned
    when the family let all of it lapse."""
    ends = set(case.data.get("parts", {}).values())
    if PLACED in ends:
        return "accepted"
    if LISTED in ends:
        return "waitlisted"
    return "refused" if ends & {REFUSED, FULL} else "abandoned"
