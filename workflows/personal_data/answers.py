"""What the agent answers: line by line what was done, or the ground on which it is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from workflows.engine.answers import AnswerForm, FreeWords, TownPaper
from workflows.personal_data.rights import ACCESS, DATA, DONE, DONE_CODE, GROUNDS, data_of, right_of

PREFIX = "line_"


class LinesForm(AnswerForm):
    """One answer for each kind of data asked about; a copy when that is what was asked."""

    document = TownPaper(
        kind=Document.Kind.CERTIFICATE,
        label=_("Copie des données"),
        help_text=_("Elle apparaît dans les documents de la famille."),
        required=False,
        error_messages={"required": _("Joignez la copie des données.")},
    )
    text = FreeWords()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        right, asked = right_of(self.case), data_of(self.case)
        choices = [("", _("Choisissez")), (DONE_CODE, DONE.get(right, "")), *GROUNDS.items()]
        for code in asked:
            self.fields[PREFIX + code] = forms.ChoiceField(
                label=str(DATA[code]),
                choices=choices,
                error_messages={"required": _("Dites ce qu’il en est.")},
            )
        self.order_fields([*(PREFIX + code for code in asked), "document", "text"])

    def clean(self) -> None:
        """A right of access is answered by a copy, unless nothing is given."""
        given = self.cleaned_data
        copied = any(given.get(PREFIX + code) == DONE_CODE for code in data_of(self.case))
        if right_of(self.case) == ACCESS and copied and not given.get("document"):
            self.add_error("document", self.fields["document"].error_messages["required"])
