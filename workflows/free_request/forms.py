"""What is asked: the subject, the child if it is about one, and the family's own words."""

from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from workflows.engine.children import born, deciding_children
from workflows.engine.forms import RecordChoice, StepForm
from workflows.engine.topics import topics


class SubjectForm(StepForm):
    """One of the subjects that the town publishes, and maybe a child."""

    subject = forms.ChoiceField(
        label=_("Sujet"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un sujet.")},
    )
    child = RecordChoice(label=_("Enfant concerné"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        published = topics(settings.REQUEST_SUBJECTS).values()
        subject = cast(forms.ChoiceField, self.fields["subject"])
        subject.choices = [(topic.code, topic.label) for topic in published]
        child = cast(RecordChoice, self.fields["child"])
        child.offer(deciding_children(self.case), born, none=_("Aucun en particulier"))
        self.initial.setdefault("child", "")


class WordsForm(StepForm):
    """A title and a text."""

    title = forms.CharField(
        label=_("Votre demande en quelques mots"),
        max_length=100,
        error_messages={"required": _("Donnez un titre à votre demande.")},
    )
    text = forms.CharField(
        label=_("Votre message"),
        help_text=_("Dites-nous ce qui se passe et ce que vous attendez."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Écrivez votre message.")},
    )
