"""One case being lived: each act is the engine's own, at its moment of the timeline."""

import io
import uuid
from collections.abc import Mapping
from functools import partial
from random import Random

from django.http import QueryDict

from accounts.models import User
from cases.models import Case, Piece, Wait
from cases.models.case import ALPHABET
from cases.recording import Acting
from cases.sides import Side
from demo.papers import pdf
from demo.town.casting import Wish
from demo.town.timeline import Timeline
from documents.intake import take_in
from documents.models import Document
from documents.reuse import OF_THE_HOME, reusable
from workflows.engine import acts, conversation, drafts
from workflows.engine.pieces import provide, review, settle_pieces
from workflows.engine.procedure import registry
from workflows.engine.twins import merge

PROCEDURE = "inscription"


class Play:
    """The acts of a family and of an agent in one case, in the order they are called."""

    def __init__(self, wish: Wish, agent: User, timeline: Timeline, rng: Random) -> None:
        self.wish, self.agent, self.time, self.rng = wish, agent, timeline, rng
        self.procedure = registry[PROCEDURE]
        self.at_counter = wish.applicant.user is None
        self.filer = agent if self.at_counter else wish.applicant.user
        self.case: Case

    def say(self, text: str) -> str:
        """A sentence of the stock, about this child."""
        return text.format(child=self.wish.child.first_name)

    # what the family does, or the agent for it at the counter

    def begin(self) -> None:
        """A new draft, under a number that comes back with the same seed."""
        wish = self.wish
        with self.time.travel():
            self.case = drafts.begin(
                self.procedure, user=self.filer, applicant=wish.applicant, household=wish.home
            )
        self.case.reference = new_reference(self.rng)

    def draft(self, steps: int) -> None:
        """Begin, answer some steps of the form and leave it there."""
        self.begin()
        self.case.save(update_fields=["reference"])
        for slug, typed in list(self._answers().items())[:steps]:
            with self.time.later(least=1).travel():
                drafts.keep_typed(self.case.pk, slug, typed_query(typed), actor=self.filer)

    def _answers(self) -> dict[str, dict[str, list[str]]]:
        wish = self.wish
        photo = {"photo_allowed": ["on"]} if self.rng.random() < 0.7 else {}
        return {
            "enfant": {"child": [str(wish.child.public_id)]},
            "activite": {"group": [str(wish.group.public_id)]},
            "jours": {
                "weekdays": [str(day) for day in wish.weekdays],
                "starts_on": [wish.starts_on.isoformat()],
            },
            "accords": {"rules_read": ["on"], "certified": ["on"], **photo},
        }

    def file(self, *, papers: float = 0.8) -> None:
        """Draft, papers (each with this chance), submission."""
        self.begin()
        with self.time.later(least=5).travel():
            self.case.data["typed"] = self._answers()
            self.case.child = self.wish.child
            self.case.save(update_fields=["reference", "data", "updated_at"])
            asked = settle_pieces(self.procedure, self.case)
        for piece in asked:
            if self.rng.random() < papers:  # in a draft, a paper put in is no event
                piece.document, piece.state = self._paper(piece.kind), Piece.State.PROVIDED
        Piece.objects.bulk_update(asked, ["document", "state"])
        with self.time.later(least=1).travel():
            acts.submit(self.case.pk, actor=self.filer, act=self._act())

    def give(self, piece: Piece) -> None:
        """Answer a complement with the paper it asks for."""
        paper = self._paper(piece.kind)
        with self.time.travel():
            provide(piece, paper, acting=Acting(self.filer, Side.FAMILY))

    def _paper(self, kind: str) -> Document:
        """The store's valid paper of this kind, if it was there already, or a new one."""
        wish = self.wish
        kept = reusable(wish.home, wish.child, kind, self.time.at.date())
        return kept if kept and kept.created_at <= self.time.at else self._new_paper(kind)

    def _new_paper(self, kind: str) -> Document:
        # Taken in at the real time: the store checks the hour of what is signed for it.
        wish, label = self.wish, str(Document.Kind(kind).label)
        paper = take_in(
            io.BytesIO(pdf(label, [str(wish.child), *wish.home.address_lines])),
            kind=kind,
            household=wish.home,
            child=None if kind in OF_THE_HOME else wish.child,
            uploader=self.filer,
            name=f"{label}.pdf",
        )
        paper.created_at = self.time.at
        paper.save(update_fields=["created_at"])
        return paper

    def answer(self, exit: str = "answered") -> None:
        """Give what is missing and hand the case back, or answer the offer."""
        if exit == "answered":
            missing = [Piece.State.ASKED, Piece.State.REFUSED]
            for piece in self.case.pieces.filter(blocking=True, state__in=missing):
                self.give(piece)
        self._at_wait(partial(acts.answer, exit=exit, actor=self.filer))

    def withdraw(self) -> None:
        """The family takes its request back."""
        with self.time.travel():
            acts.withdraw(self.case.pk, actor=self.filer, act=self._act())

    # what the service does

    def claim(self) -> None:
        """The agent takes the task."""
        self._at_wait(partial(acts.claim, actor=self.agent))

    def decide(self, exit: str, **words) -> None:
        """The agent decides, having claimed the task."""
        self._at_wait(partial(acts.decide, exit=exit, actor=self.agent, **words))

    def look(self, *, accepted: bool, comment: str = "") -> None:
        """The agent says of the last paper whether it will do."""
        piece = self.case.pieces.exclude(document=None).order_by("-pk")[0]
        acting = Acting(self.agent, Side.TOWN, self._act())
        with self.time.travel():
            review(piece, accepted=accepted, acting=acting, comment=comment)

    def merge_into(self, other: "Play") -> None:
        """The agent closes this request for another one that says the same."""
        with self.time.travel():
            merge(self.case.pk, other.case.pk, actor=self.agent, act=self._act())

    def note(self, text: str) -> None:
        """The agent notes something for the service."""
        with self.time.travel():
            conversation.add_note(self.case.pk, text, author=self.agent, act=self._act())

    def message(self, side: str, text: str) -> None:
        """A message of the family or of the service."""
        author = self.agent if side == Side.TOWN else self.filer
        with self.time.travel():
            body = self.say(text)
            conversation.post_message(self.case.pk, body, author=author, side=side, act=self._act())

    def read(self, side: str) -> None:
        """That side opens the page and reads to the end."""
        reader = self.agent if side == Side.TOWN else self.filer
        with self.time.travel():
            case = Case.objects.get(pk=self.case.pk)
            conversation.mark_read(case, reader=reader, side=side, number=case.last_event)

    # what time does

    def remind(self) -> None:
        """The next reminder fires at its moment."""
        self._timer(acts.remind)

    def expire(self) -> None:
        """The deadline passes without an answer."""
        self._timer(acts.expire)

    def _timer(self, timer) -> None:
        with self.time.travel():
            timer(Wait.objects.get(case=self.case.pk).pk)

    def state(self) -> str:
        """Where the case stands."""
        return Case.objects.values_list("state", flat=True).get(pk=self.case.pk)

    def step(self) -> str:
        """The step it waits on."""
        return Case.objects.values_list("step", flat=True).get(pk=self.case.pk)

    def _at_wait(self, act) -> None:
        with self.time.travel():
            act(Wait.objects.get(case=self.case.pk).pk, act=self._act())

    def _act(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)


def new_reference(rng: Random) -> str:
    """A case number like any other, that comes back with the same seed."""
    letters = "".join(rng.choices(ALPHABET, k=8))
    return f"{letters[:4]}-{letters[4:]}"


def typed_query(values: Mapping[str, str | list[str]]) -> QueryDict:
    """Answers as a form sends them."""
    query = QueryDict(mutable=True)
    for name, given in values.items():
        query.setlist(name, given if isinstance(given, list) else [given])
    return query
