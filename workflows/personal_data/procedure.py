"""Access, correction, erasure, objection: answered within a month (GDPR, article 12)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from documents.models import Document
from family.models import Adult, Household
from family.permissions import keeps_home
from town.naming import service_called
from workflows.engine.answers import last_answers
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
from workflows.engine.typed import typed
from workflows.personal_data.answers import PREFIX, LinesForm
from workflows.personal_data.flow import PersonalDataFlow
from workflows.personal_data.forms import DataForm, RightForm
from workflows.personal_data.rights import ABOUT, DATA, RIGHTS, STEP, data_of, right_of, said_of


@registry.register
class PersonalData(Procedure):
    """Données personnelles."""

    slug = "donnees-personnelles"
    title = _("Consulter, corriger ou effacer nos données")
    summary = _(
        "Ce que la ville sait de votre famille\u00a0: en avoir une copie, le faire corriger ou "
        "effacer, refuser un usage. Réponse en un mois."
    )
    prepare = (_("rien\u00a0: votre compte suffit à vous reconnaître"),)
    icon = "shield-check"
    rank = 90
    repeats = True
    flow = PersonalDataFlow
    sla_days = 15  # a month at most, holidays included
    answer_days = 30
    silence = Silence(
        accepts=False,
        months=1,
        ground=_("article 12 du règlement général sur la protection des données (RGPD)"),
    )
    other_appeals = (
        _("une réclamation à la CNIL, 3 place de Fontenoy, 75007 Paris, ou sur www.cnil.fr"),
    )
    papers = (
        PieceAsked(
            Document.Kind.IDENTITY,
            _("Pour ne remettre ou effacer ces données que sur la demande de leur titulaire."),
            blocking=True,
        ),
    )
    texts = (_("articles 12 et 15 à 21 du règlement général sur la protection des données"),)
    steps = (
        FormStep(STEP, _("Que demandez-vous\u00a0?"), RightForm),
        FormStep(ABOUT, _("De quelles données s’agit-il\u00a0?"), DataForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start",)),
        Stage(_("Recherche et vérification des données"), ("check", "missing")),
        Stage(_("Réponse, ligne par ligne"), ("give", "settled", "refused", "abandoned")),
    )
    decisions = {
        "check": (
            Decision(
                "reply",
                _("Répondre ligne par ligne"),
                _("Pour chaque donnée\u00a0: ce qui est fait, ou la raison légale de la garder."),
                asks=LinesForm,
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser la demande"),
                _("La famille reçoit le motif et les voies de recours, dont la CNIL."),
                refuses=True,
            ),
        )
    }
    reasons = (
        Reason("identity", _("L’identité de la personne n’a pas pu être vérifiée")),
        Reason("excessive", _("La demande est excessive ou répétée"), needs_words=True),
        Reason("others", _("Elle porterait atteinte aux droits d’une autre personne"), True),
        Reason("elsewhere", _("Une autre administration tient ces données"), needs_words=True),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )

    def open_to(self, applicant: Adult | None, household: Household | None) -> bool:
        """To those who answer for the home."""
        return household is not None and (applicant is None or keeps_home(applicant, household))

    def pieces(self, case: Case) -> list[PieceAsked]:
        """An identity document when no account says who asks."""
        return [] if _known_by_account(case) else list(self.papers)

    def route(self, case: Case) -> Route:
        """To the service that the town put in charge of personal data."""
        service = service_called(settings.PERSONAL_DATA_SERVICE)
        return Route(service=service, facility=None, title=str(self.title))

    def lines(self, case: Case) -> list[Line]:
        """The right, the data, the words."""
        return [
            Line(_("Demande"), str(RIGHTS.get(right_of(case), "")), STEP),
            Line(_("Données"), "\n".join(str(DATA[code]) for code in data_of(case)), ABOUT),
            Line(_("Précisions"), typed(case, ABOUT, "text"), ABOUT),
        ]

    def replied(self, case: Case) -> list[Line]:
        """What became of each kind of data."""
        answers = last_answers(case, "reply")
        given = ((code, answers.get(PREFIX + code)) for code in data_of(case))
        return [Line(DATA[code], str(said_of(case, said))) for code, said in given if said]

    def verified(self, case: Case) -> list[Verified]:
        """Whether the account says who asks."""
        if _known_by_account(case):
            return [Verified(True, _("Demande faite depuis le compte de la personne"))]
        return [Verified(False, _("Pas de compte\u00a0: vérifiez la pièce d’identité"))]


def _known_by_account(case: Case) -> bool:
    """Sent by the applicant from his or her own account."""
    return bool(case.applicant and case.applicant.user_id and not case.at_counter)
