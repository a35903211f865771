"""What a decision asks of the agent beside its verb: the démarche declares it as a form.

The desk draws it, other software fills it, and `decide` judges it once more under the case's
lock. Files are put into the store first: an answer names them.
"""

import json
from dataclasses import dataclass
from hashlib import md5
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case
from cases.recording import uuid_or_none
from documents.intake import take_in
from documents.models import Document
from look.forms import PaperInput
from workflows.engine.forms import StepForm
from workflows.engine.standing import last_words

if TYPE_CHECKING:
    from workflows.engine.procedure import Decision

LONGEST_ANSWER = 5000
RULES = cast(str, _("PDF, JPEG ou PNG, 10 Mo au plus."))
Typed = dict[str, list[str]]


class AnswerForm(StepForm):
    """What one decision asks. A field called `text` is read by the family as it is."""

    do_not_call_in_templates = True  # a decision's page asks only whether it has such a form
    decision: "Decision"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, TownPaper):
                field.sender = self.user

    def typed(self) -> Typed:
        """The answers as `decide` takes them: each file now is a document of the store.

        Raises RefusedFile, StoreUnavailable.
        """
        sent = cast(QueryDict, self.data)
        given: Typed = {name: sent.getlist(self.add_prefix(name)) for name in self.fields}
        for name, field in self.fields.items():
            file = self.cleaned_data.get(name)
            if isinstance(field, TownPaper) and file and not isinstance(file, Document):
                paper = take_in(
                    file,
                    kind=field.kind,
                    household=None,  # nobody's until the decision stands
                    child=None,
                    uploader=self.user,
                    name=file.name or "",
                )
                given[name] = [str(paper.public_id)]
        return given


@dataclass(frozen=True)
class Change:
    """One line of what a decision would change: what it is about, before and after."""

    label: str
    before: str
    after: str


class ReviewedForm(AnswerForm):
    """Answers whose consequences the agent reads, and confirms, before they stand.

    `confirmed` names what was read: should the file change meanwhile, nothing is written.
    Other software may leave it out.
    """

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def changes(self) -> list[Change]:
        """What these answers would change of the file as it is now."""
        raise NotImplementedError

    def cautions(self) -> list[str]:
        """What the agent must know or do besides, in plain French."""
        return []

    @property
    def mark(self) -> str:
        """Names these answers and these changes."""
        told = [[line.label, line.before, line.after] for line in self.changes()]
        source = json.dumps([self.declared(), told])
        return md5(source.encode(), usedforsecurity=False).hexdigest()[:12]

    @property
    def is_confirmed(self) -> bool:
        """Whether the agent has read what these answers change."""
        return self.cleaned_data.get("confirmed") == self.mark

    def clean(self) -> None:
        """What was confirmed is what would be written."""
        if not self.errors and self.cleaned_data.get("confirmed") and not self.is_confirmed:
            self.add_error(None, _("Le dossier a changé entre-temps\u00a0: relisez vos réponses."))

    def declared(self) -> dict:
        """The answers alone."""
        return {name: value for name, value in super().declared().items() if name != "confirmed"}

    def to_confirm(self) -> "ReviewedForm":
        """The same form, which says once sent again that its changes were read."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("confirmed")] = self.mark
        self.data = data
        return self


class TextAnswer(AnswerForm):
    """A text without which the decision says nothing."""

    text = forms.CharField(
        label=_("Votre réponse à la famille"),
        help_text=_("La famille lit ce texte tel quel, sur sa page et dans la lettre."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Écrivez la réponse\u00a0: la famille l’attend.")},
    )


class FreeWords(forms.CharField):
    """Words for the family that one may leave out."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": _("Un mot pour la famille"),
            "required": False,
            "max_length": LONGEST_ANSWER,
            "widget": forms.Textarea(attrs={"rows": 4}),
        }
        super().__init__(**given | kwargs)


class TownPaperInput(PaperInput):
    """A file, or the document of the store that it has become."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was sent now, else what is named."""
        return super().value_from_datadict(data, files, name) or data.get(name) or None


class TownPaper(forms.FileField):
    """A paper that the town gives to the family with its decision.

    Named by its id, it is one that this agent has just sent and that nobody was given yet.
    """

    widget = TownPaperInput

    sender: User | None

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind, self.sender = kind, None
        kwargs.setdefault("widget", TownPaperInput(rules=RULES))
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        """The document named, or the file as it was sent."""
        if not isinstance(data, str):
            return super().to_python(data)
        papers = Document.objects.filter(kind=self.kind, state=Document.State.CHECKED)
        papers = papers.filter(household=None, uploaded_by=self.sender)
        named = uuid_or_none(data)
        found = papers.filter(public_id=named).first() if named else None
        if found is None:
            raise forms.ValidationError(_("Ce document est introuvable."))
        return found

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A document is judged as it is; a file as files are."""
        if isinstance(data, str) and data:
            return self.to_python(data)
        return super().clean(data, initial)


def answers_form(declared: "Decision", case: Case, user: User, typed: Typed | None) -> AnswerForm:
    """The form of a decision that asks something, filled with these answers."""
    if declared.asks is None:
        raise LookupError(f"decision {declared.exit!r} asks nothing")
    query = QueryDict(mutable=True)
    for name, values in (typed or {}).items():
        query.setlist(name, values)
    return declared.asks(query, case=case, user=user, day=localdate())


def faults_of(form: AnswerForm) -> list[str]:
    """What is wrong with the answers, each with the question it is about."""
    return [
        f"{form.fields[name].label}\u00a0: {line}" if name in form.fields else str(line)
        for name, lines in form.errors.items()
        for line in lines
    ]


def last_answers(case: Case, exit: str) -> dict[str, Any]:
    """What was answered with the last decision by this exit."""
    return last_words(case, exit).get("answers", {})
