"""What the agent reads in the judgment: each adult's rights, each home, and from when."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Piece
from documents.models import Document
from family.judgments import RIGHTS, Ruling, homes_of, on_file, ties_of
from family.models import Child, Household, Residence, Tie
from workflows.engine.answers import Change, ReviewedForm
from workflows.situation.forms import LONG_AGO
from workflows.situation.parts import said, since

NONE = "none"
RIGHT_WORDS = {
    "has_authority": _("exerce l’autorité parentale"),
    "may_see": _("consulte le dossier de l’enfant"),
    "may_decide": _("décide et fait les démarches"),
    "may_collect": _("vient chercher l’enfant"),
    "pays": _("paie"),
}
NOT_HERE = _("L’enfant n’y vit pas")


def has_judgment(case: Case) -> bool:
    """Whether the family says that a judgment decides, or has joined one since."""
    declared = said(case, "separation").get("has_judgment")
    return bool(declared) or was_given(case)


def was_given(case: Case) -> bool:
    """Whether the judgment is there to be read."""
    states = [Piece.State.PROVIDED, Piece.State.ACCEPTED]
    return case.pieces.filter(kind=Document.Kind.JUDGMENT, state__in=states).exists()


class RightsForm(ReviewedForm):
    """Today's rights, to be made those of the judgment."""

    since = forms.DateField(
        label=_("À partir du"),
        help_text=_("Le jour où le jugement prend effet. Les droits changent ce jour-là."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Donnez le jour où le jugement prend effet.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        child, self.ties, self.homes = self.case.child, [], []
        if child is None:
            raise ValueError(f"case {self.case.reference} is about no child")
        self.ties, self.homes = ties_of(child), homes_of(child, self.case.household)
        self.present = on_file(child, self.homes)
        self.initial.setdefault("since", since(self.case))
        for tie in self.ties:
            self.fields[f"rights-{tie.adult.public_id}"] = self._rights_of(tie)
        for home in self.homes:
            self.fields[f"home-{home.public_id}"] = self._pattern_at(home)

    def _rights_of(self, tie: Tie) -> forms.Field:
        held = self.present.rights[str(tie.adult.public_id)]
        link = str(tie.get_link_display()).lower()
        return forms.MultipleChoiceField(
            label=now_("%(who)s (%(link)s)") % {"who": tie.adult, "link": link},
            choices=[*RIGHT_WORDS.items(), (NONE, _("aucun de ces droits"))],
            widget=forms.CheckboxSelectMultiple,
            initial=[right for right in RIGHTS if right in held] or [NONE],
            error_messages={"required": _("Cochez ses droits, ou «\u00a0aucun\u00a0».")},
        )

    def _pattern_at(self, home: Household) -> forms.Field:
        names = {"home": home.name, "street": home.street}
        return forms.ChoiceField(
            label=now_("Vit au foyer «\u00a0%(home)s\u00a0», %(street)s") % names,
            choices=[*Residence.Pattern.choices, (NONE, NOT_HERE)],
            widget=forms.RadioSelect,
            initial=self.present.homes[str(home.public_id)] or NONE,
            error_messages={"required": _("Dites comment l’enfant y vit.")},
        )

    @property
    def ruling(self) -> Ruling:
        """What was answered, as the file keeps it."""
        given = self.cleaned_data
        return Ruling(
            {
                str(tie.adult.public_id): frozenset(given[f"rights-{tie.adult.public_id}"])
                & frozenset(RIGHTS)
                for tie in self.ties
            },
            {str(home.public_id): _pattern(given[f"home-{home.public_id}"]) for home in self.homes},
        )

    def clean_since(self) -> Any:
        """Not so far away that it is a slip of the finger."""
        day = self.cleaned_data["since"]
        if abs((day - self.day).days) > LONG_AGO:
            raise forms.ValidationError(_("Vérifiez l’année\u00a0: cette date est très lointaine."))
        return day

    def clean(self) -> None:
        """A judgment that was read, rights that hold together, a home at least."""
        if not was_given(self.case):
            self.add_error(
                None,
                _(
                    "Le jugement n’est pas joint à la demande\u00a0: sans lui, les droits ne "
                    "changent pas. Demandez-le à la famille."
                ),
            )
        for tie in self.ties:
            self._check_rights(f"rights-{tie.adult.public_id}")
        if not self.errors:
            self._check_whole()
        super().clean()

    def _check_rights(self, name: str) -> None:
        held = set(self.cleaned_data.get(name, ()))
        if NONE in held and len(held) > 1:
            self.add_error(name, _("Choisissez\u00a0: des droits, ou «\u00a0aucun\u00a0»."))
        elif "may_decide" in held and "may_see" not in held:
            self.add_error(name, _("Qui décide doit pouvoir consulter le dossier."))

    def _check_whole(self) -> None:
        ruling = self.ruling
        if not any("may_decide" in held for held in ruling.rights.values()):
            self.add_error(
                None,
                _("Plus personne ne pourrait décider pour l’enfant\u00a0: laissez ce droit à un adulte."),
            )  # fmt: skip
        patterns = [pattern for pattern in ruling.homes.values() if pattern]
        if not patterns:
            self.add_error(None, _("L’enfant doit vivre dans un foyer au moins."))
        whole, shared = Residence.Pattern.FULL, Residence.Pattern.ALTERNATING
        if patterns.count(whole) > 1 or {whole, shared} <= set(patterns):
            self.add_error(
                None, _("L’enfant ne peut pas vivre «\u00a0toujours\u00a0» ici et aussi ailleurs.")
            )

    def changes(self) -> list[Change]:
        """Each right and each home that would no longer be as on file."""
        ruling, rows = self.ruling, []
        for tie in self.ties:
            key = str(tie.adult.public_id)
            before, after = self.present.rights[key], ruling.rights[key]
            rows += [
                Change(f"{tie.adult}\u00a0: {words}", _yes(right in before), _yes(right in after))
                for right, words in RIGHT_WORDS.items()
                if (right in before) != (right in after)
            ]
        for home in self.homes:
            key = str(home.public_id)
            before_at, after_at = self.present.homes[key], ruling.homes[key]
            if before_at != after_at:
                rows.append(Change(home.name, lives(before_at), lives(after_at)))
        return rows

    def cautions(self) -> list[str]:
        """From when, and whom no mail will tell."""
        day = self.cleaned_data["since"]
        words = now_("Ces droits s’appliquent tout de suite.")
        if day > self.day:
            words = now_("Ces droits s’appliqueront le %(day)s.") % {
                "day": day.strftime("%d/%m/%Y")
            }
        told = [words]
        silent = [tie.adult for tie in self.ties if tie.link in Tie.PARENTS and not tie.adult.email]
        if silent:
            names = ", ".join(map(str, silent))
            told.append(now_("Sans adresse e-mail, à prévenir par courrier\u00a0: %s.") % names)
        return told

    def declared(self) -> dict:
        """The ruling and its day, as the case keeps them."""
        ruling = self.ruling
        return {
            "since": self.cleaned_data["since"].isoformat(),
            "rights": {key: sorted(held) for key, held in ruling.rights.items()},
            "homes": dict(ruling.homes),
        }


def ruling_of(answers: dict) -> Ruling:
    """A ruling as the case kept it."""
    return Ruling(
        {key: frozenset(held) for key, held in answers["rights"].items()}, answers["homes"]
    )


def told_rights(child: Child, ruling: Ruling) -> list[tuple[str, str]]:
    """The ruling in words, for the services: who may what, then the homes."""
    rows = [
        (str(tie.adult), _in_words(ruling.rights[str(tie.adult.public_id)]))
        for tie in ties_of(child)
        if str(tie.adult.public_id) in ruling.rights
    ]
    homes = Household.objects.filter(public_id__in=ruling.homes).order_by("name", "pk")
    return rows + [(home.name, lives(ruling.homes[str(home.public_id)])) for home in homes]


def _in_words(held: frozenset[str]) -> str:
    words = [str(text) for right, text in RIGHT_WORDS.items() if right in held]
    return ", ".join(words) or now_("aucun droit")


def lives(pattern: str) -> str:
    """How the child lives in a home, in words."""
    return str(dict(Residence.Pattern.choices).get(cast(Any, pattern), NOT_HERE))


def _pattern(chosen: str) -> str:
    return "" if chosen == NONE else chosen


def _yes(held: bool) -> str:
    return now_("oui") if held else now_("non")
