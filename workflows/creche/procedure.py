"""A place in a crèche: what it is, who acts, within which delays."""

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from activities.admission.criteria import Work
from cases.models import Case
from documents.models import Document
from family.models import Child, SensitiveReading
from workflows.creche import checks, effects, forms
from workflows.creche.asked import ALONE, asked, facilities, typed, typed_child
from workflows.creche.flow import CrecheFlow
from workflows.creche.shown import shown
from workflows.creche.words import spoken_days
from workflows.engine.complement import ASK
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
    Verified,
    registry,
)
from workflows.engine.typed import spoken_day

Kind = Document.Kind
HEALTH = SensitiveReading.Section.HEALTH


@registry.register
class CrechePlace(Procedure):
    """Place en crèche."""

    slug = "place-creche"
    title = _("Demander une place en crèche")
    summary = _(
        "Vos jours, vos crèches dans l’ordre de vos vœux\u00a0: la commission attribue les places "
        "selon un barème public. Vous suivez ici vos points et votre rang."
    )
    prepare = (
        _("un justificatif de domicile de moins d’un an"),
        _("le livret de famille ou l’acte de naissance"),
        _("un justificatif d’activité de chaque parent (employeur, formation, France Travail)"),
    )
    icon = "baby"
    rank = 15
    flow = CrecheFlow
    by_place = True
    sla_days = 15
    # Places are limited and a commission is heard: silence refuses after four months.
    silence = Silence(
        accepts=False,
        months=4,
        ground=_("article L.\u00a0231-4 du code des relations entre le public et l’administration"),
    )
    steps = (
        FormStep("enfant", _("Pour quel enfant\u00a0?"), forms.ChildForm),
        FormStep("besoin", _("Quels jours, à partir de quand\u00a0?"), forms.NeedForm),
        FormStep(
            "etablissements",
            _("Quelles crèches, dans l’ordre\u00a0?"),
            forms.FacilitiesForm,
            _("La place est cherchée d’abord dans votre premier choix. Ranger une crèche en "
              "deuxième ne vous fait rien perdre dans la première."),
        ),
        FormStep(
            "situation",
            _("Quelle est votre situation\u00a0?"),
            forms.SituationForm,
            _("Seuls les critères publiés par la ville sont demandés."),
        ),
        FormStep("accords", _("Vos accords"), forms.AgreementForm),
    )  # fmt: skip
    stages = (
        Stage(_("Demande reçue"), ("start", "verify")),
        Stage(_("Vérification par le service"), ("check", "missing", "enlist")),
        Stage(
            _("En attente d’une place"),
            ("waiting", "confirm", "confirmed", "still_waiting", "leave", "lapse"),
        ),
        Stage(_("Place proposée"), ("offer", "take", "decline", "miss")),
        Stage(
            _("Réponse"),
            ("accepted", "refused", "declined", "unanswered", "given_up", "lapsed", "abandoned"),
        ),
    )
    papers = (
        PieceAsked(Kind.ADDRESS, _("Pour vérifier que vous habitez la commune.")),
        PieceAsked(Kind.FAMILY_BOOK, _("Pour vérifier l’âge et la filiation de l’enfant.")),
        PieceAsked(Kind.OTHER, _("Justificatif d’activité\u00a0: employeur, formation…")),
    )
    decisions = {
        "check": (
            Decision(
                "accept",
                _("Inscrire en liste d’attente"),
                _("La demande entre dans la liste à sa date d’envoi, avec ses points."),
                event="file_accepted",
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser la demande"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        ),
    }
    reads = {"check": frozenset({HEALTH})}
    reasons = (
        Reason("residence", _("La famille n’habite pas la commune et les places sont réservées")),
        Reason("age", _("L’enfant aura l’âge d’aller à l’école à la date demandée")),
        Reason("incomplete", _("La demande ne permet pas de vérifier la situation")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    texts = (_("les critères d’attribution des places en crèche, publiés par la ville"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("La crèche vous appelle pour préparer l’adaptation et le contrat d’accueil."),
        ),
    }

    def prefill(self, case: Case, user: User) -> dict[str, dict]:
        """The child, when the applicant can only mean one."""
        small = forms.small_children(case, localdate())
        return {"enfant": {"child": [str(small[0].public_id)]}} if len(small) == 1 else {}

    def pieces(self, case: Case) -> list[PieceAsked]:
        """Address, birth, and the parents' activity unless none is declared."""
        works = {typed(case, "situation", name) for name in ("work", "other_work")}
        active = works - {Work.HOME, ALONE, ""}
        return [paper for paper in self.papers if active or paper.kind != Kind.OTHER]

    def child(self, case: Case) -> Child | None:
        """The child chosen so far, or declared."""
        return case.child or typed_child(case)

    def draft_child(self, case: Case) -> Child | None:
        """A draft may speak of health: only who decides for this child may open it."""
        return typed_child(case)

    def bind(self, case: Case) -> None:
        """The case is about the declared child."""
        case.child = asked(case).child

    def blockers(self, case: Case) -> list:
        """Age at the start, a request that stands already."""
        return checks.blockers(case)

    def verified(self, case: Case) -> list[Verified]:
        """Residence, documents, another request for the child."""
        return checks.verified(case)

    def route(self, case: Case) -> Route:
        """To the service of the most wished facility."""
        request = asked(case)
        facility = request.facilities[0]
        days, when = len(request.weekdays), date_format(request.starts_on, "F Y")
        title = ngettext(
            "Place en crèche · %(days)d jour, %(when)s",
            "Place en crèche · %(days)d jours, %(when)s",
            days,
        ) % {"days": days, "when": when}
        return Route(service=facility.service, facility=facility, title=title)

    def left(self, case: Case) -> None:
        """Withdrawn: out of the list, and a place that was kept goes to the next."""
        effects.leave_list(case)

    def shown(self, case: Case) -> dict:
        """Points, rank and chance, or the place offered."""
        return shown(case)

    def lines(self, case: Case) -> list[Line]:
        """What was declared so far, in words."""
        typed_days = case.data.get("typed", {}).get("besoin", {}).get("weekdays", [])
        days = [int(day) for day in typed_days if day.isdigit() and 1 <= int(day) <= 5]
        named = facilities(filter(None, (typed(case, "etablissements", n) for n in forms.RANKS)))
        work, other = dict(Work.choices), {**dict(Work.choices), ALONE: forms.NO_OTHER}
        return [
            Line(_("Enfant"), str(typed_child(case) or ""), "enfant"),
            Line(_("Jours"), spoken_days(days), "besoin"),
            Line(_("À partir du"), spoken_day(typed(case, "besoin", "starts_on")), "besoin"),
            Line(_("Crèches"), _ranked(named), "etablissements"),
            Line(_("Votre situation"), _of(work, case, "work"), "situation"),
            Line(_("Autre parent"), _of(other, case, "other_work"), "situation"),
            Line(_("Jumeaux"), _yes(case, "twins"), "situation"),
            Line(
                _("Besoin particulier"),
                _yes(case, "special_need"),
                "situation",
                section=HEALTH,
            ),
        ]


def _ranked(named: list) -> str:
    return ", ".join(f"{rank}. {facility.name}" for rank, facility in enumerate(named, start=1))


def _of(choices: dict, case: Case, name: str) -> str:
    return str(choices.get(typed(case, "situation", name), ""))


def _yes(case: Case, name: str) -> str:
    return str(_("oui") if typed(case, "situation", name) else _("non"))
