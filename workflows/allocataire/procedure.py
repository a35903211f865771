"""Telling the town one's quotient familial and resources, or letting it ask the CAF or the MSA."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case
from documents.models import Document
from family.models import Allocataire as Known
from family.models import SensitiveReading
from workflows.allocataire import checks, forms
from workflows.allocataire.asked import (
    FIGURES,
    FUND,
    by_consent,
    figures,
    for_creche,
    fund_name,
    in_words,
    said,
)
from workflows.allocataire.flow import AllocataireFlow
from workflows.direct_debit.procedure import billing_service
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

Section = SensitiveReading.Section


@registry.register
class Allocataire(Procedure):
    """Informations d’allocataire CAF ou MSA."""

    slug = "allocataire"
    title = _("Mettre à jour mon quotient familial")
    summary = _(
        "Vos tarifs dépendent de votre quotient familial. La ville peut le demander à la CAF ou à "
        "la MSA avec votre accord\u00a0; sinon, joignez votre attestation."
    )
    prepare = (
        _("votre numéro d’allocataire"),
        _("l’identité de l’allocataire, ou une attestation CAF ou MSA récente"),
    )
    icon = "wallet"
    rank = 35
    flow = AllocataireFlow
    sla_days = 5
    # About money: silence refuses after two months (CRPA L231-4).
    silence = Silence(
        accepts=False,
        months=2,
        ground=_("article L.\u00a0231-4 du code des relations entre le public et l’administration"),
    )
    steps = (
        FormStep(FUND, _("Votre caisse"), forms.FundForm),
        FormStep(FIGURES, _("Votre quotient familial"), forms.FiguresForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start", "verify")),
        Stage(_("Vérification par le service"), ("check", "missing")),
        Stage(
            _("Réponse"),
            ("keep", "warn_refused", "warn_late", "accepted", "refused", "abandoned"),
        ),
    )
    papers = (
        PieceAsked(
            Document.Kind.CAF, _("Pour vérifier le quotient que vous déclarez."), blocking=True
        ),
    )
    decisions = {
        "check": (
            Decision(
                "accept",
                _("Accepter ces ressources"),
                _("Elles comptent à partir du mois où la demande a été reçue."),
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser ces ressources"),
                _(
                    "La famille est avertie\u00a0: sans justificatif, le tarif le plus élevé s’applique."
                ),
                refuses=True,
            ),
        ),
    }
    reads = {"check": frozenset({Section.INCOME})}
    reasons = (
        Reason("differs", _("L’attestation ne dit pas ce qui est déclaré")),
        Reason("old", _("L’attestation est trop ancienne")),
        Reason("other_home", _("L’attestation est celle d’un autre foyer")),
        Reason("unreadable", _("L’attestation ne permet pas de vérifier le quotient")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    texts = (_("la délibération du conseil municipal sur les tarifs"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("Vos prochaines factures sont calculées avec ce quotient."),
            _(
                "Il vaut jusqu’à la fin de janvier prochain\u00a0: pensez à le mettre à jour en février."
            ),
        ),
        Case.State.REFUSED: (
            _("Vous pouvez faire une nouvelle demande à tout moment, avec un autre justificatif."),
        ),
    }
    ends = {
        Case.State.ACCEPTED: _(
            "Votre quotient est à jour. Il compte à partir du mois où votre demande a été reçue."
        ),
        Case.State.ABANDONED: _(
            "La demande a été classée faute de réponse. Sans justificatif, le tarif le plus élevé "
            "s’applique\u00a0: vous pouvez faire une nouvelle demande à tout moment."
        ),
    }

    def prefill(self, case: Case, user: User) -> dict[str, dict]:
        """The fund and the number known; the allocataire is most often who asks."""
        typed: dict[str, dict] = {}
        known = Known.objects.filter(household=case.household_id).first()
        if known is not None:
            typed[FUND] = {"fund": [known.fund], "number": [known.number]}
        adult = case.applicant
        if adult is not None:
            typed[FIGURES] = {
                "birth_name": [adult.birth_name or adult.last_name],
                "first_names": [adult.first_name],
                "sex": [{"mme": "F", "m": "M"}.get(adult.title, "")],
            }
        return typed

    def pieces(self, case: Case) -> list[PieceAsked]:
        """The attestation, unless the fund itself has answered: it is never asked twice."""
        return [] if by_consent(case) else list(self.papers)

    def blockers(self, case: Case) -> list:
        """Who may tell the household's resources, and figures to send."""
        return checks.blockers(case)

    def route(self, case: Case) -> Route:
        """To the service that bills."""
        return Route(service=billing_service(), facility=None, title=str(self.title))

    def lines(self, case: Case) -> list[Line]:
        """Amounts are for who fills the form, and for the agent who opens the section."""
        found = figures(case)
        words = in_words(found) if found else {}
        whole = f"{words['quotient']} ({words['month']})" if found else ""
        number = str(said(case, FUND, "number"))
        lines = [
            Line(_("Caisse"), fund_name(case), FUND),
            Line(_("Numéro d’allocataire"), number, FUND),
            Line(
                _("Quotient familial"), checks.told(case) if found else "", FIGURES, private=whole
            ),
        ]
        if for_creche(case):
            known = bool(found and words["yearly"])
            yearly = f"{words['yearly']} ({words['year']})" if known else ""
            told = checks.told(case) if known else str(_("non connues de la caisse"))
            lines.append(Line(_("Ressources pour la crèche"), told, FIGURES, private=yearly))
        return lines

    def verified(self, case: Case) -> list[Verified]:
        """Origin and season of the figures."""
        return checks.verified(case)

    def section(self, case: Case, section: str) -> list[Line]:
        """The figures."""
        return checks.income(case) if section == Section.INCOME else []
