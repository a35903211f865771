"""Where a case stands, in the words of its reader: whose turn, since when, what comes next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.timezone import localdate

from accounts.models import User
from cases.models import Case, Piece, Wait
from cases.sides import Side
from cases.waiting import facing_family
from workflows.engine.procedure import Line, Procedure, Text, registry
from workflows.engine.settings import procedure_in_force, procedure_of

BADGES: dict[str, str] = {
    Case.State.DRAFT: "draft",
    Case.State.OPEN: "open",
    Case.State.ACCEPTED: "accepted",
    Case.State.REFUSED: "refused",
    Case.State.WAITLISTED: "waiting-list",
    Case.State.SETTLED: "settled",
    Case.State.WITHDRAWN: "withdrawn",
    Case.State.ABANDONED: "closed",
    Case.State.MERGED: "merged",
}


@dataclass(frozen=True)
class PlanStep:
    """A step of the plan: done, now or next."""

    label: Text
    state: str
    whose: str = ""


@dataclass(frozen=True)
class Standing:
    """What a page says first about a live case."""

    whose: str  # family, town, third, done
    since: datetime | None
    expected: datetime | None
    wait: Wait | None
    asked: list[Piece]


def badge(case: Case) -> str:
    """The badge of a case: its state, or that the family has something to do in it."""
    asked = case.turn == Side.FAMILY or getattr(case, "asks_family", False)
    if case.state == Case.State.OPEN and asked:
        return "your-turn"
    return BADGES[case.state]


def standing(case: Case) -> Standing:
    """Whose turn it is and what is awaited. At most two queries."""
    if case.state != Case.State.OPEN:
        return Standing("done", case.closed_at, None, None, [])
    wait = facing_family(case)
    asked: list[Piece] = []
    whose = case.turn
    if wait and wait.on == Wait.For.FAMILY:
        whose = Side.FAMILY  # in this part; the town may be at work in another, and its clock runs
        states = [Piece.State.ASKED, Piece.State.REFUSED, Piece.State.PROVIDED]
        asked = list(case.pieces.filter(state__in=states).select_related("document"))
    return Standing(whose, case.turn_since, case.due_at, wait, asked)


def plan(case: Case) -> list[PlanStep]:
    """The démarche's stages with the one under way marked."""
    procedure: Procedure = procedure_of(case)
    over = case.state not in {Case.State.OPEN, Case.State.DRAFT}
    stages = procedure.stages_of(case)
    here = [rank for rank, stage in enumerate(stages) if case.step in stage.nodes]
    now = len(stages) if over or not here else here[0]
    whose = "family" if case.turn == Side.FAMILY else ""
    return [
        PlanStep(
            stage.title,
            "done" if rank < now else "now" if rank == now else "next",
            whose if rank == now else "",
        )
        for rank, stage in enumerate(stages)
    ]


def follow_ups(case: Case) -> list[Procedure]:
    """The démarches that the end of this case opens to its family, such as contesting it."""
    if case.state in {Case.State.DRAFT, Case.State.OPEN}:
        return []
    today = localdate()
    following = [one.slug for one in registry if one.follows(case)]
    return [own for slug in following if (own := procedure_in_force(slug)) and own.open_on(today)]


def own_pages(case: Case, wait: Wait | None) -> dict[str, Any]:
    """The démarche's own parts of a case's page: what it shows, and its words for the turn:
    its own, or those of a step that many démarches have."""
    turn = wait.node if wait else case.state
    return {
        **procedure_of(case).shown(case),
        "own_part": _own(case, "case.html"),
        "own_turn": _own(case, f"turn/{turn}.html", f"cases/turn/{turn}.html"),
    }


def _own(case: Case, name: str, *usual: str) -> Any:
    try:
        return select_template([f"{case.procedure}/{name}", *usual]).template
    except TemplateDoesNotExist:
        return None


def in_charge(case: Case) -> User | None:
    """The agent who has the case's task; else who decided last in it; nobody at first."""
    wait = case.waits.exclude(owner=None).select_related("owner").first() if case.is_live else None
    return wait.owner if wait else last_decider(case)


def refusal(case: Case) -> dict[str, str]:
    """The ground and the words of the decision that refused; empty when none did."""
    said = case.data.get("decisions", [])
    if case.state != Case.State.REFUSED or not said:
        return {}
    procedure = procedure_of(case)
    if because := procedure.refused_because(case):
        return {"reason": because, "text": ""}
    ground = procedure.reason(said[-1].get("reason", ""))
    return {"reason": str(ground.label) if ground else "", "text": said[-1].get("text", "")}


@dataclass(frozen=True)
class Reply:
    """What the service answered in the end, besides the state that the case is left in."""

    text: str
    lines: list[Line]
    next_steps: tuple[Text, ...]


def reply(case: Case) -> Reply | None:
    """The service's answer; nothing while there is none, nor for what the family ended itself."""
    procedure, said = procedure_of(case), case.data.get("decisions", [])
    ended = {
        Case.State.DRAFT,
        Case.State.OPEN,
        Case.State.WITHDRAWN,
        Case.State.ABANDONED,
        Case.State.MERGED,
    }
    if case.state in ended or not said:
        return None
    lines = procedure.replied(case)
    text = "" if case.state == Case.State.REFUSED else closing_words(case, lines)
    return Reply(text, lines, procedure.next_steps.get(case.state, ()))


def closing_words(case: Case, lines: list[Line]) -> str:
    """What the service wrote with its last decision; the words about one part stand in its line."""
    last = case.data["decisions"][-1]
    return "" if lines and last.get("part") else last.get("text", "")


def told_on_the_way(case: Case) -> str:
    """What the service wrote with its last decision, when the case went on with it."""
    said = case.data.get("decisions", [])
    if not case.is_live or not said or said[-1]["exit"] == "complement":
        return ""  # what a complement asked is answered by now
    return said[-1].get("text", "")


def last_decider(case: Case) -> User | None:
    """The agent who decided last in the case."""
    said = case.data.get("decisions", [])
    return User.objects.filter(pk=said[-1]["by"]).first() if said else None


def last_words(case: Case, exit: str) -> dict:
    """What the service said with its last decision by this exit; empty when there is none."""
    said = [words for words in case.data.get("decisions", []) if words["exit"] == exit]
    return said[-1] if said else {}


def last_asked(case: Case) -> dict:
    """What the service said when it last asked the family for something, by whichever exit."""
    procedure = procedure_of(case)
    for words in reversed(case.data.get("decisions", [])):
        declared = procedure.decisions.get(words["node"], ())
        if any(d.exit == words["exit"] and d.asks_pieces for d in declared):
            return words
    return {}
