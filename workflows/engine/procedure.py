"""The declaration of a démarche: read by the portal, the desk, the API and the tower alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case, CaseEvent
from cases.models.case import CaseQuerySet
from cases.waiting import only_missing
from documents.letters import Letter
from documents.models import Document
from family.models import Adult, Child, Household
from town.models import Facility, Service
from workflows.engine.file_facts import FileFact
from workflows.engine.flow import CaseFlow
from workflows.engine.forms import StepForm

if TYPE_CHECKING:
    from workflows.engine.answers import AnswerForm

Text = str | Promise


@dataclass(frozen=True)
class Reason:
    """A ground for refusing, named by a code that never changes."""

    code: str
    label: Text
    needs_words: bool = False  # says too little alone


@dataclass(frozen=True)
class Silence:
    """What the town's silence decides, and after how many months (CRPA L231-1, L231-4)."""

    accepts: bool
    months: int
    ground: Text


@dataclass(frozen=True)
class FormStep:
    """One step of the guided form; its title is the question asked."""

    slug: str
    title: Text
    form: type[StepForm]
    help: Text = ""
    applies: Callable[[Case], bool] = lambda case: True  # to what was answered so far


@dataclass(frozen=True)
class PieceAsked:
    """A document that this case needs. Blocking only when indispensable (CRPA L114-5-1);
    an optional one is the family's choice, and never missing."""

    kind: str
    why: Text
    blocking: bool = False
    optional: bool = False

    @property
    def label(self) -> Text:
        """The document's name in French."""
        return Document.Kind(self.kind).label


@dataclass(frozen=True)
class Decision:
    """One way out of a staff task, as a button: the verb, and its consequence under it."""

    exit: str
    verb: Text
    consequence: Text
    refuses: bool = False
    asks_pieces: bool = False
    suggests: tuple[str, ...] = ()  # kinds of documents ticked beforehand
    event: str = ""  # what the family reads, when the next step does not say it already
    asks: "type[AnswerForm] | None" = None  # what the agent must say with it
    only_one_missing: bool = False  # offered when a single document lacks, and all else is there


@dataclass(frozen=True)
class Route:
    """Where a submitted case goes, and how lists call it."""

    service: Service
    facility: Facility | None
    title: str


@dataclass(frozen=True)
class Stage:
    """A step of the plan that the parent sees; covers one or more nodes of the flow."""

    title: Text
    nodes: tuple[str, ...]
    rare: bool = False  # shown only to who is in it


@dataclass(frozen=True)
class Line:
    """One line of the summary: what was answered, and the step where it can be changed."""

    label: Text
    value: str
    step: str = ""
    # Named when given: one taken for the other would show what must stay shut.
    private: str = field(default="", kw_only=True)  # instead, for who fills the form, nobody after
    section: str = field(default="", kw_only=True)  # the sensitive one it belongs to: as shut


@dataclass(frozen=True)
class OwnLetter:
    """A paper that the démarche itself draws up (a mandate), written anew at each opening."""

    name: str
    title: Text
    write: Callable[[Case], Letter]


@dataclass(frozen=True)
class Invitation:
    """A request that the town has ready for a home: one look, and one tap to send it."""

    code: str  # names it when it is taken up
    title: Text
    text: Text
    verb: Text


@dataclass(frozen=True)
class Verified:
    """What the machine found about one point, in words; `reference` names another case."""

    ok: bool
    words: Text
    reference: str = ""


@dataclass(frozen=True)
class Compared:
    """What was declared, against what the family file says now."""

    label: Text
    declared: str
    on_file: str
    fact: str = ""  # the code of the fact that may be carried into the file, if any
    section: str = ""  # the sensitive section it belongs to

    @property
    def differs(self) -> bool:
        """Whether an agent should look."""
        return self.declared != self.on_file


def open_lines(lines: Iterable[Line]) -> list[Line]:
    """The lines that belong to no sensitive section: what every reader of a case may see."""
    return [line for line in lines if not line.section]


class Procedure:
    """The contract of a démarche. One subclass a folder; harmless defaults where possible."""

    slug: ClassVar[str]
    title: ClassVar[Text]
    summary: ClassVar[Text]
    prepare: ClassVar[tuple[Text, ...]] = ()
    icon: ClassVar[str] = "file-text"
    flow: ClassVar[type[CaseFlow]]
    steps: ClassVar[tuple[FormStep, ...]] = ()
    stages: ClassVar[tuple[Stage, ...]] = ()
    decisions: ClassVar[Mapping[str, tuple[Decision, ...]]] = {}
    reasons: ClassVar[tuple[Reason, ...]] = ()
    # Sensitive sections of the family file that a task needs, by node; all others stay shut.
    reads: ClassVar[Mapping[str, frozenset[str]]] = {}
    # Facts of the family file that an agent may correct from what was declared, by code.
    facts: ClassVar[Mapping[str, FileFact]] = {}
    sla_days: ClassVar[float] = 10  # the town's working days
    silence: ClassVar[Silence] = Silence(
        accepts=False,
        months=2,
        ground=_("article L.\u00a0231-4 du code des relations entre le public et l’administration"),
    )
    # What the letter of a decision adds: the rules applied, what comes next, why one must wait.
    texts: ClassVar[tuple[Text, ...]] = ()
    next_steps: ClassVar[Mapping[str, tuple[Text, ...]]] = {}
    # What the family's page says of an end of the case, by state, when not the usual words.
    ends: ClassVar[Mapping[str, Text]] = {}
    in_agenda: ClassVar[bool] = False  # what is accepted shows in the child's agenda
    why_wait: ClassVar[Text] = _("Toutes les places sont prises.")
    # The mayor decides again (recours gracieux): then only the court is left to go to.
    decides_appeals: ClassVar[bool] = False
    other_appeals: ClassVar[tuple[Text, ...]] = ()  # besides the mayor and the court
    for_visitors: ClassVar[bool] = False  # asked by someone without account: no draft, no file
    answer_days: ClassVar[int] = 30  # what the family is given to complete
    days: ClassVar[Mapping[str, float]] = {}  # of single steps, when set otherwise than in the flow
    # All the documents that it may ask for; `pieces` says which of them a case calls for.
    papers: ClassVar[tuple[PieceAsked, ...]] = ()
    # Several at once make sense, each about something of its own.
    repeats: ClassVar[bool] = False
    # Whether `route` looks at the place that a request is about.
    by_place: ClassVar[bool] = False
    rank: ClassVar[int] = 50  # in lists: what most families come for has the lowest
    # What comes of a family's silence at a node, when that is not the end of the request.
    if_late: ClassVar[Mapping[str, Text]] = {}
    # Kinds of events told also to the parents with authority who live in another household.
    tells_both: ClassVar[frozenset[str]] = frozenset()

    def open_on(self, day: date) -> bool:
        """Whether the démarche can be begun on a day."""
        return True

    def open_to(self, applicant: Adult | None, household: Household | None) -> bool:
        """Whether this person may begin it for this home; each step asks for rights of its own."""
        return True

    def pieces(self, case: Case) -> list[PieceAsked]:
        """The documents that this case needs, from what was declared: all, unless said otherwise."""
        return list(self.papers)

    def paper(self, kind: str) -> PieceAsked:
        """One of `papers`; raises LookupError when it may not ask for that kind."""
        for declared in self.papers:
            if declared.kind == kind:
                return declared
        raise LookupError(f"{self.slug} asks for no document {kind!r}")

    def route(self, case: Case) -> Route:
        """The service that will handle the case. Mandatory."""
        raise NotImplementedError

    def prefill(self, case: Case, user: User) -> dict[str, dict]:
        """What the family file already answers, by step."""
        return {}

    def invitations(
        self, applicant: Adult | None, household: Household, day: date
    ) -> list[Invitation]:
        """What is ready for this home on a day: each home page asks, so one cheap question first."""
        return []

    def take_up(self, case: Case, code: str) -> dict[str, dict]:
        """Every answer of a draft begun from an invitation, by step; raises LookupError when the
        home has no such one."""
        raise LookupError(code)

    def by_sending(self, case: Case) -> Text:
        """What the family states by sending, said beside the button; nothing when it is ticked."""
        return ""

    def follows(self, over: Case) -> bool:
        """Whether the end of another case opens this démarche to its family: its page then leads
        to it."""
        return False

    def child(self, case: Case) -> Child | None:
        """The child that the case is about, known from the draft on."""
        return case.child

    def draft_child(self, case: Case) -> Child | None:
        """The child whom a draft is already bound to: then only who decides for it may open it."""
        return None

    def same_fact(self, case: Case) -> CaseQuerySet:
        """The requests that ask for the same thing as this one: of this démarche, for the same
        child, or for the same home when it is about no child. None at all when `repeats`."""
        if self.repeats or case.household_id is None:
            return Case.objects.none()
        same, child = Case.objects.filter(procedure=self.slug), self.child(case)
        return same.filter(child=child) if child else same.filter(household=case.household_id)

    def blockers(self, case: Case) -> list[Text]:
        """All that stops the submission, in plain French, shown together."""
        return []

    def lines(self, case: Case) -> list[Line]:
        """What was declared, line by line, for the summary and the agent."""
        return []

    def granted(self, case: Case) -> list[Line]:
        """What the letter of a favourable decision lists; the whole request, unless said otherwise."""
        return open_lines(self.lines(case))

    def settled(self, case: Case) -> list[Line]:
        """What the service has fixed and the family must know: a meeting, a date."""
        return []

    def replied(self, case: Case) -> list[Line]:
        """What the service answered, line by line, besides its own words."""
        return []

    def refused_because(self, case: Case) -> str:
        """Why all was refused, when the last decision alone does not say it: part by part."""
        return ""

    def verified(self, case: Case) -> list[Verified]:
        """What the machine verified when the case came in, for the agent."""
        return []

    def compared(self, case: Case) -> list[Compared]:
        """What was declared against what is on file today, for the agent."""
        return []

    def section(self, case: Case, section: str) -> list[Line]:
        """What a sensitive section of `reads` shows to the agent whose task needs it."""
        return []

    def letters(self, case: Case) -> list[OwnLetter]:
        """The papers that this démarche draws up, for the family and its service."""
        return []

    def told(self, event: CaseEvent) -> list[Adult] | None:
        """Who gets the mail of an event, when not those whom all such events are told to."""
        return None

    def asker(self, case: Case) -> Adult | None:
        """Who awaits the answer, when that is no household of the file: a card, not saved."""
        return None

    def shown(self, case: Case) -> dict:
        """What the pages of a case show besides, to those who may read it whole: the context of
        the démarche's own `<slug>/case.html` and `<slug>/turn/<step or state>.html`."""
        return {}

    def left(self, case: Case) -> None:
        """Give back what the request holds, when the family takes it back. In that transaction."""

    def bind(self, case: Case) -> None:
        """Set the case's child, household and the like from what was declared."""

    def steps_of(self, case: Case) -> list[FormStep]:
        """The steps that this case has, from what was answered so far."""
        return list(self.walk(case))

    def walk(self, case: Case) -> Iterator[FormStep]:
        """The same, one by one: whether a step applies is asked once those before it were read."""
        return (step for step in self.steps if step.applies(case))

    def step(self, slug: str) -> FormStep | None:
        """The form's step of that slug."""
        return next((step for step in self.steps if step.slug == slug), None)

    def decision(self, node: str, exit: str) -> Decision:
        """The decision behind a button; raises LookupError when the step has no such one."""
        for declared in self.decisions.get(node, ()):
            if declared.exit == exit:
                return declared
        raise LookupError(f"{self.slug}.{node} has no decision {exit!r}")

    def offered(self, case: Case, node: str) -> tuple[Decision, ...]:
        """The decisions that a staff task offers for this case: all that are declared, but those
        for a single missing document when that is not what lacks."""
        declared = tuple(self.decisions.get(node, ()))
        if not any(decision.only_one_missing for decision in declared) or only_missing(case):
            return declared
        return tuple(decision for decision in declared if not decision.only_one_missing)

    def part_label(self, part: str) -> Text:
        """How a part of the request is called, when several are treated side by side."""
        return part

    @property
    def usual_stages(self) -> list[Stage]:
        """How it goes, told beforehand."""
        return [stage for stage in self.stages if not stage.rare]

    def part_name(self, case: Case, part: str) -> str:
        """The same, when it depends on the case: kept with what waits, as the people's names are."""
        return ""

    def stages_of(self, case: Case) -> list[Stage]:
        """How it goes for this case: the rare ones only while it stands in them."""
        return [stage for stage in self.stages if not stage.rare or case.step in stage.nodes]

    def stage_of(self, node: str) -> int:
        """The rank of the stage that covers a node, from 0; past the end for a closed case."""
        for rank, stage in enumerate(self.stages):
            if node in stage.nodes:
                return rank
        return len(self.stages)

    def reason(self, code: str) -> Reason | None:
        """The ground for refusing of that code."""
        return next((reason for reason in self.reasons if reason.code == code), None)


@dataclass
class Registry:
    """The démarches found under `workflows/`; tests build their own."""

    procedures: dict[str, Procedure] = field(default_factory=dict)

    def register(self, declared: type[Procedure]) -> type[Procedure]:
        """Class decorator; raises ValueError when the slug is taken."""
        if declared.slug in self.procedures:
            raise ValueError(f"two démarches are called {declared.slug!r}")
        self.procedures[declared.slug] = declared()
        return declared

    def __getitem__(self, slug: str) -> Procedure:
        return self.procedures[slug]

    def __iter__(self) -> Iterator[Procedure]:
        """In the order of lists."""
        return iter(sorted(self.procedures.values(), key=lambda one: (one.rank, one.slug)))

    def get(self, slug: str) -> Procedure | None:
        """The démarche of that slug, or None."""
        return self.procedures.get(slug)


registry = Registry()
