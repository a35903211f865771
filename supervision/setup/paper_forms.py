"""Which documents a démarche asks for, and why it refuses: two lists that administrators edit."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Document
from documents.permissions import MEDICAL
from supervision.setup.facts import papers_of
from supervision.setup.forms import Group, SectionForm, origin, plain
from workflows.engine.procedure import PieceAsked, Reason

Kind = Document.Kind
# Written by the town, sealed, or shut to who has no task for it: no list asks for them freely.
NEVER_ADDED = {
    *MEDICAL, Kind.ACKNOWLEDGEMENT, Kind.DECISION, Kind.CERTIFICATE, Kind.MANDATE, Kind.BANK_DETAILS,
}  # fmt: skip
WHY = 200
NO_WHY = gettext_lazy("Dites à quoi sert ce document\u00a0: la famille le lit.")


class PapersForm(SectionForm):
    """Each document: asked or not, indispensable or not, and what it is for."""

    def build(self) -> None:
        """Three fields a document, then one that is not asked for yet."""
        self.papers = papers_of(self.declared, self.given)
        for kind, piece in self.papers.items():
            self._add_known(kind, piece)
        addable = [k for k in Kind.values if k not in self.papers and k not in NEVER_ADDED]
        choices = [("", _("Aucun autre")), *((k, Kind(k).label) for k in addable)]
        self.fields["new_kind"] = forms.ChoiceField(
            label=_("Demander aussi"), choices=choices, required=False
        )
        self.fields["new_why"] = self._why("", required=False)
        self.fields["new_blocking"] = self._blocking(False)

    def _add_known(self, kind: str, piece: PieceAsked) -> None:
        rule = self.given.papers.get(kind)
        self.fields[f"asked_{kind}"] = forms.BooleanField(
            label=_("Demander ce document"),
            required=False,
            initial=rule.asked if rule else True,
        )
        if not piece.optional:
            self.fields[f"blocking_{kind}"] = self._blocking(
                rule.blocking if rule else piece.blocking
            )
        why = (rule.why if rule else "") or str(piece.why)
        self.fields[f"why_{kind}"] = self._why(why, required=True)

    def _blocking(self, value: bool) -> forms.BooleanField:
        return forms.BooleanField(
            label=_("Indispensable\u00a0: sans lui, la demande ne peut pas être traitée"),
            required=False,
            initial=value,
        )

    def _why(self, value: str, *, required: bool) -> forms.CharField:
        return forms.CharField(
            label=_("À quoi il sert"),
            max_length=WHY,
            required=required,
            initial=value,
            validators=[plain],
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": NO_WHY},
        )

    def groups(self) -> list[Group]:
        """A document a group; the last one to be added."""
        found = [self._group(kind, piece) for kind, piece in self.papers.items()]
        new = [self["new_kind"], self["new_why"], self["new_blocking"]]
        return [*found, Group(_("Un autre document"), new)]

    def _group(self, kind: str, piece: PieceAsked) -> Group:
        names = [f"asked_{kind}", f"blocking_{kind}", f"why_{kind}"]
        fields = [self[name] for name in names if name in self.fields]
        if kind not in {declared.kind for declared in self.declared.papers}:
            return Group(str(piece.label), fields, _("Ajouté par la ville, pas à l’origine."))
        words = _("indispensable") if piece.blocking else _("demandé")
        words = _("au choix de la famille") if piece.optional else words
        return Group(str(piece.label), fields, origin(f"{words}, «\u00a0{piece.why}\u00a0»"))

    def clean(self) -> dict[str, Any]:
        """What is added says what for."""
        cleaned = super().clean() or {}
        if cleaned.get("new_kind") and "new_why" not in self.errors and not cleaned.get("new_why"):
            self.add_error("new_why", NO_WHY)
        if not cleaned.get("new_kind") and cleaned.get("new_why"):
            self.add_error("new_kind", _("Choisissez le document que vous décrivez."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """A rule for each document that is not as it was declared."""
        said, own = self.cleaned_data, {piece.kind: piece for piece in self.declared.papers}
        rules = {}
        for kind in self.papers:
            asked, declared = said[f"asked_{kind}"], own.get(kind)
            rule = {
                "asked": asked,
                "blocking": said.get(f"blocking_{kind}", False),
                "why": ""
                if declared and said[f"why_{kind}"] == str(declared.why)
                else said[f"why_{kind}"],
            }
            as_declared = declared and rule == {
                "asked": True, "blocking": declared.blocking, "why": "",
            }  # fmt: skip
            if not as_declared and (asked or declared):
                rules[kind] = rule
        if said["new_kind"]:
            rules[said["new_kind"]] = {
                "asked": True, "blocking": said["new_blocking"], "why": said["new_why"],
            }  # fmt: skip
        return {"papers": rules} if rules else {}


class ReasonsForm(SectionForm):
    """Why a request may be refused: what agents choose from, and families read."""

    NEW = 2  # empty lines offered

    def build(self) -> None:
        """Three fields a reason: those set, those declared and left out, those to come."""
        kept = self.given.reasons or self.declared.reasons
        known = {reason.code for reason in kept}
        left_out = [reason for reason in self.declared.reasons if reason.code not in known]
        self.reasons = [*kept, *left_out]
        for reason in self.reasons:
            self._add(reason.code, str(reason.label), reason.needs_words, reason.code in known)
        for rank in range(self.NEW):
            self._add(f"new{rank}", "", False, None)

    def _add(self, key: str, label: str, needs_words: bool, kept: bool | None) -> None:
        if kept is not None:
            self.fields[f"kept_{key}"] = forms.BooleanField(
                label=_("Proposer ce motif aux agents"), required=False, initial=kept
            )
        self.fields[f"label_{key}"] = forms.CharField(
            label=_("Ce que lit la famille"),
            max_length=160,
            required=kept is not None,
            initial=label,
            validators=[plain],
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Écrivez ce motif, ou ne le proposez plus.")},
        )
        self.fields[f"words_{key}"] = forms.BooleanField(
            label=_("L’agent doit préciser en quelques mots"), required=False, initial=needs_words
        )

    def groups(self) -> list[Group]:
        """A reason a group."""
        declared = {reason.code: reason for reason in self.declared.reasons}
        found = []
        for reason in self.reasons:
            names = [f"{part}_{reason.code}" for part in ("kept", "label", "words")]
            was = declared.get(reason.code)
            words = _("Ajouté par la ville, pas à l’origine.")
            if was:  # said only where it differs: else it is what stands below
                same = reason.label == was.label
                words = "" if same else origin(f"«\u00a0{was.label}\u00a0»")
            found.append(Group(str(reason.label), [self[name] for name in names], words))
        for rank in range(self.NEW):
            fields = [self[f"label_new{rank}"], self[f"words_new{rank}"]]
            found.append(Group(_("Un nouveau motif"), fields))
        return found

    def clean(self) -> dict[str, Any]:
        """At least one is offered."""
        cleaned = super().clean() or {}
        offered = any(cleaned.get(f"kept_{reason.code}") for reason in self.reasons)
        added = any(cleaned.get(f"label_new{rank}") for rank in range(self.NEW))
        if not self.errors and not offered and not added:
            raise forms.ValidationError(
                _("Gardez au moins un motif\u00a0: un refus doit toujours être expliqué.")
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """All of them once one differs. A code never changes, nor serves twice."""
        said = self.cleaned_data
        found = [
            Reason(r.code, said[f"label_{r.code}"], said[f"words_{r.code}"])
            for r in self.reasons
            if said[f"kept_{r.code}"]
        ]
        for rank in range(self.NEW):
            if said[f"label_new{rank}"]:
                code = f"town-{uuid4().hex[:8]}"
                found.append(Reason(code, said[f"label_new{rank}"], said[f"words_new{rank}"]))
        if found == [Reason(r.code, str(r.label), r.needs_words) for r in self.declared.reasons]:
            return {}
        return {"reasons": [vars(reason) for reason in found]}
