"""What is edited of a démarche, a form a section: filled with what is set, the origin beside it.

`values` gives what the section keeps in a version: only what differs from the declaration.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.setup.facts import span_words
from workflows.engine.procedure import Procedure
from workflows.engine.settings import Settings

PERIODS = 2  # empty lines offered
DAY = {"type": "date"}
MARKUP = re.compile(r"<\s*[a-zA-Z/!]")
DATE_ERRORS = {"invalid": gettext_lazy("Écrivez une date, par exemple 03/03/2027.")}


@dataclass
class Group:
    """Fields that belong together under one title."""

    title: str = ""
    fields: list[BoundField] = field(default_factory=list)
    origin: str = ""  # how the démarche declares it, when it is set otherwise


class SectionForm(forms.Form):
    """The base of the sections' forms."""

    def __init__(
        self, *args: Any, declared: Procedure, given: Settings, number: int, **kwargs: Any
    ) -> None:
        """`number` is that of the version looked at."""
        super().__init__(*args, **kwargs)
        self.declared, self.given, self.number = declared, given, number
        self.build()

    def build(self) -> None:
        """Add the fields."""
        raise NotImplementedError

    def groups(self) -> list[Group]:
        """The fields as the page draws them."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What a version keeps of this section."""
        raise NotImplementedError


def plain(text: str) -> str:
    """Text that families read as it is typed. Raises ValidationError for markup."""
    if MARKUP.search(text):
        raise ValidationError(_("Écrivez du texte simple, sans balises\u00a0: elles se verraient."))
    return text


def origin(words: str) -> str:
    """`Valeur d’origine : 10`."""
    return _("Valeur d’origine\u00a0: %(words)s") % {"words": words}


class OpeningForm(SectionForm):
    """When the démarche can be begun; always, when nothing is typed."""

    def build(self) -> None:
        """Two dates a period, and empty lines for more."""
        for rank in range(len(self.given.open) + PERIODS):
            span = self.given.open[rank] if rank < len(self.given.open) else (None, None)
            for name, label, value in (
                ("first", _("Ouvre le"), span[0]),
                ("last", _("Ferme après le"), span[1]),
            ):
                self.fields[f"{name}_{rank}"] = forms.DateField(
                    label=label,
                    required=False,
                    initial=value,
                    widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
                    error_messages=DATE_ERRORS,
                )

    @property
    def ranks(self) -> range:
        """One a period."""
        return range(len(self.given.open) + PERIODS)

    def groups(self) -> list[Group]:
        """A period a group."""
        return [
            Group(
                _("Période %(n)d") % {"n": rank + 1},
                [self[f"first_{rank}"], self[f"last_{rank}"]],
            )
            for rank in self.ranks
        ]

    def clean(self) -> dict[str, Any]:
        """Periods are whole, in order and apart."""
        cleaned = super().clean() or {}
        self.spans: list[tuple[date, date]] = []
        for rank in self.ranks:
            if {f"first_{rank}", f"last_{rank}"} & set(self.errors):
                continue
            first, last = cleaned.get(f"first_{rank}"), cleaned.get(f"last_{rank}")
            self._check_span(rank, first, last)
        return cleaned

    def _check_span(self, rank: int, first: date | None, last: date | None) -> None:
        if first is None and last is None:
            return
        if first is None:
            self.add_error(f"first_{rank}", _("Dites quel jour cette période commence."))
        elif last is None:
            self.add_error(f"last_{rank}", _("Dites quel jour cette période finit."))
        elif last < first:
            self.add_error(f"last_{rank}", _("Cette période finit avant de commencer."))
        elif crossed := self._crossed(first, last):
            words = _("Cette période en croise une autre, %(span)s.") % {"span": crossed}
            self.add_error(f"first_{rank}", words)
        else:
            self.spans.append((first, last))

    def _crossed(self, first: date, last: date) -> str:
        for other in self.spans:
            if first <= other[1] and other[0] <= last:
                return span_words(other)
        return ""

    def values(self) -> dict[str, Any]:
        """The periods in order."""
        spans = [[first.isoformat(), last.isoformat()] for first, last in sorted(self.spans)]
        return {"open": spans} if spans else {}
