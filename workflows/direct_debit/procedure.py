"""Paying by direct debit: an account, a mandate signed once, a check of its holder."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case
from documents.models import Document
from family.models import SensitiveReading
from look.words import day_in_words
from town.models import Service
from workflows.direct_debit import checks, forms
from workflows.direct_debit.asked import ACCOUNT, SIGNING, day_of, on_paper, said, shown_iban, terms
from workflows.direct_debit.effects import discard
from workflows.direct_debit.flow import DirectDebitFlow
from workflows.direct_debit.papers import mandate_letter
from workflows.engine.complement import ASK
from workflows.engine.procedure import (
    Decision,
    FormStep,
    Line,
    OwnLetter,
    PieceAsked,
    Procedure,
    Reason,
    Route,
    Silence,
    Stage,
    Verified,
    registry,
)

Kind, Section = Document.Kind, SensitiveReading.Section
BILLING = settings.BILLING_SERVICE


def billing_service() -> Service:
    """The service that bills; the first one of a town that has none apart."""
    found = Service.objects.filter(slug=BILLING).first()
    return found or Service.objects.order_by("pk")[0]


@registry.register
class DirectDebit(Procedure):
    """Adhésion au prélèvement automatique."""

    slug = "prelevement"
    title = _("Payer par prélèvement")
    summary = _(
        "Vos factures sont prélevées sur votre compte, sans rien faire. Aussi pour changer de "
        "compte\u00a0: l’ancien mandat s’arrête à la date choisie."
    )
    prepare = (
        _("un RIB (relevé d’identité bancaire)"),
        _("votre adresse e-mail ouverte, pour recevoir le code de signature"),
    )
    icon = "credit-card"
    rank = 40
    flow = DirectDebitFlow
    sla_days = 5
    # About money: silence refuses after two months (CRPA L231-4).
    silence = Silence(
        accepts=False,
        months=2,
        ground=_("article L.\u00a0231-4 du code des relations entre le public et l’administration"),
    )
    steps = (
        FormStep(ACCOUNT, _("Quel compte prélever\u00a0?"), forms.AccountForm),
        FormStep(SIGNING, _("Signez le mandat"), forms.SignatureForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start", "draw_up")),
        Stage(_("Vérification du compte"), ("check", "missing")),
        Stage(
            _("Mise en place"),
            ("begin", "drop", "leave", "accepted", "refused", "abandoned"),
        ),
    )
    papers = (
        PieceAsked(Kind.BANK_DETAILS, _("Pour vérifier le titulaire du compte."), blocking=True),
        PieceAsked(
            Kind.MANDATE, _("Le mandat imprimé à l’étape précédente, daté et signé."), blocking=True
        ),
    )
    decisions = {
        "check": (
            Decision(
                "accept",
                _("Accepter le mandat"),
                _(
                    "Le prélèvement commence à la date choisie\u00a0; un mandat plus ancien s’arrête."
                ),
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser le mandat"),
                _("La famille reçoit le motif et les voies de recours\u00a0; rien n’est prélevé."),
                refuses=True,
            ),
        ),
    }
    # The account's holder cannot be checked against the RIB without the account.
    reads = {"check": frozenset({Section.BANK})}
    reasons = (
        Reason("holder", _("Le titulaire du compte n’est pas un payeur du foyer")),
        Reason("differs", _("Le RIB joint n’est pas celui du compte indiqué")),
        Reason("unsigned", _("Le mandat n’est pas signé par le titulaire du compte")),
        Reason("account", _("Ce compte ne peut pas être prélevé, par exemple un livret")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    texts = (_("le règlement financier du prélèvement de la ville"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("Chaque prélèvement est annoncé sur la facture, quatorze jours avant."),
            _("Vous pouvez changer de compte ou arrêter le prélèvement à tout moment, en ligne."),
        ),
    }
    ends = {
        Case.State.ACCEPTED: _(
            "Le prélèvement est en place. Chaque montant vous est annoncé quatorze jours avant."
        ),
        Case.State.ABANDONED: _(
            "La demande a été classée faute de réponse. Rien ne sera prélevé sur ce compte."
        ),
    }

    def prefill(self, case: Case, user: User) -> dict[str, dict]:
        """The holder is most often who asks; a debit most often begins with a month."""
        begins = forms.next_month(localdate()).isoformat()
        holder = {"holder": [str(case.applicant)]} if case.applicant else {}
        return {ACCOUNT: {"starts_on": [begins], **holder}}

    def pieces(self, case: Case) -> list[PieceAsked]:
        """The RIB; the mandate when it is signed by hand."""
        return list(self.papers if on_paper(case) else self.papers[:1])

    def blockers(self, case: Case) -> list:
        """Who may commit the household, a complete account, a signature of this very mandate."""
        return checks.blockers(case)

    def route(self, case: Case) -> Route:
        """To the service that bills."""
        return Route(service=billing_service(), facility=None, title=str(self.title))

    def left(self, case: Case) -> None:
        """Withdrawn: its mandate will never hold."""
        discard(case)

    def lines(self, case: Case) -> list[Line]:
        """The account is masked for everybody."""
        signed = _("sur papier") if on_paper(case) else _("en ligne, avec un code par e-mail")
        return [
            Line(_("Titulaire du compte"), said(case, "holder"), ACCOUNT),
            Line(_("Compte"), shown_iban(case), ACCOUNT),
            Line(_("À partir du"), _spoken(said(case, "starts_on")), ACCOUNT),
            Line(_("Mandat signé"), str(signed) if said(case, "how") else "", SIGNING),
        ]

    def verified(self, case: Case) -> list[Verified]:
        """Account, holder, signature, proof."""
        return checks.verified(case)

    def section(self, case: Case, section: str) -> list[Line]:
        """The whole account."""
        return checks.account(case) if section == Section.BANK else []

    def letters(self, case: Case) -> list[OwnLetter]:
        """The mandate, to sign by hand while a draft, to keep afterwards."""
        to_sign = on_paper(case) and terms(case) is not None
        if case.state == Case.State.DRAFT and not to_sign:
            return []
        return [OwnLetter("mandat", _("Mandat de prélèvement"), mandate_letter)]


def _spoken(iso: str) -> str:
    day = day_of(iso)
    return day_in_words(day) if day else iso
