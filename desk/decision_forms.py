"""What a decision asks of the agent: nothing, the documents that are missing, or the reason."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case, Piece
from documents.models import WRITTEN_BY_TOWN, Document
from workflows.engine.answers import AnswerForm
from workflows.engine.procedure import Decision, Procedure

LONGEST_TEXT, LONGEST_COMMENT = 2000, 300


class DecisionForm(forms.Form):
    """A decision that only needs to be confirmed."""

    def __init__(self, *args, case: Case, procedure: Procedure, decision: Decision, **kwargs):
        self.case, self.procedure, self.decision = case, procedure, decision
        super().__init__(*args, **kwargs)

    def words(self) -> dict:
        """What `decide` is told beside the exit."""
        return {}


class RefusalForm(DecisionForm):
    """Why: one of the declared grounds, and words of one's own."""

    reason = forms.ChoiceField(
        label=_("Motif du refus"),
        widget=forms.RadioSelect,
        help_text=_("La famille lit ce motif, avec les voies et délais de recours."),
        error_messages={
            "required": _("Choisissez le motif du refus\u00a0: la famille doit le connaître.")
        },
    )
    text = forms.CharField(
        label=_("Explication pour la famille"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Les faits qui fondent ce refus, en mots simples."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(r.code, r.label) for r in self.procedure.reasons]

    def clean(self) -> None:
        """Some grounds say too little alone."""
        ground = self.procedure.reason(self.cleaned_data.get("reason", ""))
        if ground and ground.needs_words and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", _("Précisez ce motif en quelques mots."))

    def words(self) -> dict:
        """The ground and the words."""
        return {"reason": self.cleaned_data["reason"], "text": self.cleaned_data["text"]}


class ComplementForm(DecisionForm):
    """What is missing, item by item, each with what is wrong with it."""

    text = forms.CharField(
        label=_("Autre précision demandée"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La famille lit ce texte tel quel."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.items: list[tuple[str, str]] = []
        for kind, piece in self._kinds().items():
            wanting = piece is not None and piece.state in (Piece.State.ASKED, Piece.State.REFUSED)
            wanting = wanting or kind in self.decision.suggests
            label = Document.Kind(kind).label
            self.fields[f"piece_{kind}"] = forms.BooleanField(
                label=label, required=False, initial=wanting
            )
            self.fields[f"comment_{kind}"] = forms.CharField(
                label=_("Ce qui ne va pas\u00a0: %(piece)s") % {"piece": label},
                required=False,
                max_length=LONGEST_COMMENT,
                initial=piece.comment if piece else "",
                widget=forms.TextInput(
                    attrs={"placeholder": _("Illisible, trop ancien, au nom d’un tiers…")}
                ),
            )
            self.items.append((f"piece_{kind}", f"comment_{kind}"))

    def _kinds(self) -> dict[str, Piece | None]:
        """The kinds of this case first, then every other that a family can give."""
        known = {piece.kind: piece for piece in self.case.pieces.all()}
        others = [kind for kind in Document.Kind if kind not in WRITTEN_BY_TOWN | known.keys()]
        return {**known, **dict.fromkeys(others)}

    @property
    def rows(self) -> list[tuple]:
        """The checkbox and the comment of each document, to be drawn side by side."""
        return [(self[piece], self[comment]) for piece, comment in self.items]

    def pieces(self) -> dict[str, str]:
        """Kind → what is wrong with it. A comment alone asks for its document too."""
        given = self.cleaned_data
        return {
            piece.removeprefix("piece_"): given[comment].strip()
            for piece, comment in self.items
            if given.get(piece) or given.get(comment, "").strip()
        }

    def clean(self) -> None:
        """Something must be asked."""
        if not self.errors and not self.pieces() and not self.cleaned_data.get("text", "").strip():
            self.add_error(None, _("Cochez au moins un document, ou précisez votre demande."))

    def words(self) -> dict:
        """The documents and the words."""
        return {"pieces": self.pieces(), "text": self.cleaned_data["text"]}


def form_for(decision: Decision, *args, user: User, **kwargs) -> DecisionForm | AnswerForm:
    """The form that a decision needs: what it asks itself, or what every such one asks."""
    if decision.asks is not None:
        del kwargs["procedure"]
        asked = decision.asks(*args, user=user, day=localdate(), **kwargs)
        asked.decision = decision
        return asked
    form = (
        RefusalForm
        if decision.refuses
        else ComplementForm
        if decision.asks_pieces
        else DecisionForm
    )
    return form(*args, decision=decision, **kwargs)
