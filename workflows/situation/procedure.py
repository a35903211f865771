"""Telling the town what changed in the family, once, for all its services."""

from functools import partial

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from documents.models import Document
from family.models import Adult, Child, Residence
from town.naming import service_called
from workflows.engine.forms import StepForm
from workflows.engine.procedure import (
    Decision,
    FormStep,
    Line,
    PieceAsked,
    Procedure,
    Reason,
    Route,
    Silence,
    Stage,
    Text,
    registry,
)
from workflows.engine.typed import spoken_day
from workflows.situation import forms
from workflows.situation.flow import SituationFlow
from workflows.situation.parts import PARTS, chosen, said

QUESTIONS: dict[str, tuple[Text, type[StepForm]]] = {
    "demenagement": (_("Quelle est votre nouvelle adresse\u00a0?"), forms.MoveForm),
    "naissance": (_("Qui est né\u00a0?"), forms.BirthForm),
    "union": (_("Qu’est-ce qui change dans le foyer\u00a0?"), forms.UnionForm),
    "separation": (_("Comment l’enfant vivra-t-il\u00a0?"), forms.SeparationForm),
    "travail": (_("Qu’est-ce qui change au travail\u00a0?"), forms.WorkForm),
}


def _ticked(code: str, case: Case) -> bool:
    return code in chosen(case)


@registry.register
class Situation(Procedure):
    """Changement de situation."""

    slug = "changement-situation"
    title = _("Déclarer un changement de situation")
    summary = _(
        "Déménagement, naissance, union, séparation, travail\u00a0: dites-le une seule fois."
    )
    prepare = (
        _("La date du changement"),
        _("Un justificatif de domicile en cas de déménagement"),
        _("L’acte de naissance ou le livret de famille en cas de naissance"),
        _("Le jugement ou la convention si les droits d’un parent changent"),
    )
    icon = "users"
    rank = 30
    flow = SituationFlow
    sla_days = 10
    # Individual, and partly financial: silence rejects (CRPA L231-4).
    silence = Silence(
        accepts=False,
        months=2,
        ground=_("article L.\u00a0231-4 du code des relations entre le public et l’administration"),
    )
    steps = (
        FormStep("changements", _("Qu’est-ce qui change\u00a0?"), forms.ChangesForm),
        *(
            FormStep(code, title, form, applies=partial(_ticked, code))
            for code, (title, form) in QUESTIONS.items()
        ),
        FormStep("certification", _("Est-ce bien exact\u00a0?"), forms.CertifyForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start", "tell", "each")),
        Stage(_("Décision de chaque service"), ("decide", "missing", "agreed", "denied")),
        Stage(_("Date d’effet"), ("together", "when", "wait", "apply")),
        Stage(_("Changement enregistré"), ("accepted", "refused")),
    )
    papers = (
        PieceAsked(Document.Kind.ADDRESS, _("Pour vérifier votre nouvelle adresse.")),
        PieceAsked(Document.Kind.FAMILY_BOOK, _("Pour inscrire l’enfant dans votre dossier.")),
        PieceAsked(Document.Kind.JUDGMENT, _("Pour connaître les droits de chaque parent.")),
    )
    decisions = {
        "decide": (
            Decision(
                "accept",
                _("Accepter ce changement"),
                _("Il prend effet à sa date, quand tous les changements sont décidés."),
                event="part_accepted",
            ),
            Decision(
                "complement",
                _("Demander un complément"),
                _("La famille est prévenue\u00a0; les autres services continuent."),
                asks_pieces=True,
            ),
            Decision(
                "refuse",
                _("Refuser ce changement"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
                event="part_refused",
            ),
        ),
    }
    reasons = (
        Reason("proof", _("Le justificatif ne prouve pas le changement")),
        Reason("judgment", _("Le jugement ne dit pas ce qui est déclaré")),
        Reason("authority", _("L’accord de l’autre parent est nécessaire")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )

    def pieces(self, case: Case) -> list[PieceAsked]:
        """What the ticked changes call for, and the judgment when there is one."""
        kinds = [kind for code in chosen(case) for kind in PARTS[code].pieces]
        typed = case.data.get("typed", {}).get("separation", {})
        if "separation" in chosen(case) and typed.get("has_judgment"):
            kinds.append(Document.Kind.JUDGMENT)
        return [self.paper(kind) for kind in kinds]

    def route(self, case: Case) -> Route:
        """The service that welcomes families answers for the whole."""
        labels = ", ".join(str(PARTS[code].label) for code in chosen(case))
        return Route(service_called(), None, labels[:200])

    def bind(self, case: Case) -> None:
        """A separation is about one child, whose other parent follows it."""
        if "separation" in chosen(case):
            case.child = Child.objects.get(public_id=said(case, "separation")["child"])

    def part_label(self, part: str) -> Text:
        """The kind of change."""
        return PARTS[part].label

    def lines(self, case: Case) -> list[Line]:
        """What was declared, change by change; what was typed while it is a draft."""
        given = case.data.get("declared") or _plain(case.data.get("typed", {}))
        first = given.get("changements", {})
        kinds = ", ".join(str(PARTS[code].label) for code in chosen(case))
        rows = [
            Line(_("Ce qui change"), kinds, "changements"),
            Line(_("À partir du"), spoken_day(first.get("since", "")), "changements"),
        ]
        for code in chosen(case):
            rows += LINES[code](given.get(code, {}))
        return rows


def _plain(typed: dict) -> dict[str, dict]:
    return {
        step: {name: values[0] if values else "" for name, values in answers.items()}
        for step, answers in typed.items()
    }


def _given(words: dict, name: str) -> list[str]:
    """The public id that was chosen, if any."""
    return [words[name]] if words.get(name) else []


def _moved(words: dict) -> list[Line]:
    where = f"{words.get('street', '')}, {words.get('postcode', '')} {words.get('city', '')}"
    return [Line(_("Nouvelle adresse"), where.strip(", "), "demenagement")]


def _born(words: dict) -> list[Line]:
    name = f"{words.get('first_name', '')} {words.get('last_name', '')}".strip()
    other = Adult.objects.filter(public_id__in=_given(words, "other_parent")).first()
    return [
        Line(_("Enfant"), name, "naissance"),
        Line(_("Date de naissance"), spoken_day(words.get("birth_date", "")), "naissance"),
        Line(_("Autre parent"), str(other or now_("non indiqué")), "naissance"),
    ]


def _united(words: dict) -> list[Line]:
    who = f"{words.get('partner_first_name', '')} {words.get('partner_last_name', '')}".strip()
    return [
        Line(_("Nouveau nom"), words.get("new_name", "") or now_("inchangé"), "union"),
        Line(_("Vit désormais au foyer"), who or now_("personne de plus"), "union"),
    ]


def _separated(words: dict) -> list[Line]:
    child = Child.objects.filter(public_id__in=_given(words, "child")).first()
    pattern = dict(Residence.Pattern.choices).get(words.get("pattern", ""), "")
    return [
        Line(_("Enfant concerné"), str(child or ""), "separation"),
        Line(_("Vit chez vous"), str(pattern), "separation"),
    ]


def _worked(words: dict) -> list[Line]:
    choices = dict(forms.WorkForm.base_fields["work"].choices)  # type: ignore[attr-defined]
    return [
        Line(_("Travail"), str(choices.get(words.get("work", ""), "")), "travail"),
        Line(_("Précisions"), words.get("details", ""), "travail"),
    ]


LINES = {
    "demenagement": _moved,
    "naissance": _born,
    "union": _united,
    "separation": _separated,
    "travail": _worked,
}
