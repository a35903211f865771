"""A yes until a date: everything is in order but one document, which the family still owes.

`for_now` is the agent's decision; the flow does what an acceptance does, then waits at
`proof_awaited()`. At the date it stands or lapses, as was decided with it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Piece
from cases.waiting import only_missing
from documents.models import Document
from town.dates import months_after
from workflows.engine.answers import AnswerForm, FreeWords, last_answers
from workflows.engine.nodes import Family
from workflows.engine.procedure import Decision
from workflows.engine.standing import last_words

DAYS = 30  # to bring the document, when no text says more
VACCINE_MONTHS = 3  # provisional admission of a child not up to date (CSP R3111-8)
AT_LEAST = 7  # days left to bring it again
LONGEST = 183
STANDS, LAPSES = "stands", "lapses"


class ProofAwaited(AnswerForm):
    """Until when the document may come, and what becomes of the yes without it."""

    until = forms.DateField(
        label=_("Document attendu avant le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Donnez la date avant laquelle le document doit arriver.")},
    )
    without = forms.ChoiceField(
        label=_("À cette date, sans le document"),
        choices=[
            (LAPSES, _("l’accord tombe et la place est rendue")),
            (STANDS, _("l’accord reste acquis")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites ce qui se passe sans le document.")},
    )
    text = FreeWords()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        awaited = only_missing(self.case)
        if awaited is not None:
            self.fields["until"].help_text = _("Il manque seulement\u00a0: %(paper)s.") % {
                "paper": awaited.get_kind_display()
            }
        self.initial = {**self.initial, "until": usual_end(awaited, self.day), "without": LAPSES}

    def clean_until(self) -> date:
        """To come, and not so far that the yes is provisional no more."""
        until = self.cleaned_data["until"]
        last = self.day + timedelta(days=LONGEST)
        if not self.day < until <= last:
            raise forms.ValidationError(
                _("Choisissez une date entre demain et le %(last)s."),
                params={"last": date_format(last, "j F Y")},
            )
        return until


FOR_NOW = Decision(
    "for_now",
    _("Accepter provisoirement"),
    _("C’est oui jusqu’à une date\u00a0; la famille sait quel document elle doit encore."),
    asks=ProofAwaited,
    only_one_missing=True,
)


def usual_end(awaited: Piece | None, day: date) -> date:
    """The date that is proposed: what the law gives for vaccines, else a month."""
    if awaited is not None and awaited.kind == Document.Kind.VACCINES:
        return months_after(day, VACCINE_MONTHS)
    return day + timedelta(days=DAYS)


@dataclass(frozen=True)
class ForNow:
    """A provisional yes that is under way."""

    paper: Piece | None
    until: date
    stands: bool


def for_now(case: Case) -> ForNow | None:
    """The provisional yes of a case; None when there was none."""
    said = last_answers(case, FOR_NOW.exit)
    if not said:
        return None
    paper = case.pieces.filter(blocking=True).exclude(state=Piece.State.ACCEPTED).first()
    return ForNow(paper, date.fromisoformat(said["until"]), said["without"] == STANDS)


def ask_for_proof(case: Case) -> None:
    """The one document that lacks is now indispensable: the family is asked for it."""
    awaited = only_missing(case)
    if awaited is not None:
        case.pieces.filter(pk=awaited.pk).update(blocking=True)


def proof_awaited() -> Family:
    """The family's step until the date; reminded a month, a week and two days before it."""
    return Family(
        _("Fournir le document attendu"),
        opens="accepted_for_now",
        closes={"answered": "answered"},
        until=_deadline,
        remind_before=(30, 7, 2),
    )


def _deadline(case: Case) -> datetime:
    """The end of the day that was said; a week at least for who must bring it again."""
    said = for_now(case)
    if said is None:
        raise LookupError(f"case {case.reference} has no provisional yes")
    asked_again = last_words(case, "again")
    day = max(said.until, localdate() + timedelta(days=AT_LEAST)) if asked_again else said.until
    return datetime.combine(day + timedelta(days=1), time(), get_current_timezone())


def at_date(case: Case) -> str:
    """The date has come without the document: as was said."""
    said = for_now(case)
    return STANDS if said and said.stands else LAPSES


PROOF_DECISIONS = (
    Decision(
        "accept",
        _("Le document convient"),
        _("L’accord devient définitif et la famille en est prévenue."),
    ),
    Decision(
        "again",
        _("Redemander le document"),
        _("La famille garde son accord provisoire, une semaine de plus au moins."),
        asks_pieces=True,
    ),
    Decision(
        "refuse",
        _("Mettre fin à l’accord provisoire"),
        _("La place est rendue\u00a0; la famille reçoit le motif et les voies de recours."),
        refuses=True,
    ),
)
