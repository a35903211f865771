"""What the agent gives with the decision."""

from django.utils.translation import gettext_lazy as _

from documents.models import Document
from workflows.engine.answers import AnswerForm, FreeWords, TownPaper


class IssueForm(AnswerForm):
    """The document itself, and a word."""

    document = TownPaper(
        kind=Document.Kind.CERTIFICATE,
        label=_("Le document"),
        error_messages={"required": _("Joignez le document.")},
    )
    text = FreeWords()
