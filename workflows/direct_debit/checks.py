"""What stops an adhesion, and what the agent is shown of it."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.names import folded
from billing import signing
from billing.iban import grouped
from billing.mandates import standing
from billing.models import Signature
from cases.models import Case, Piece
from documents.models import Document
from family.models import Adult
from workflows.direct_debit.asked import iban_of, mandate_of, may_bind, on_paper, said, terms
from workflows.engine.procedure import Line, Verified


def blockers(case: Case) -> list[str]:
    """Reasons for which this adhesion cannot be sent."""
    if not settings.TOWN.creditor_id:
        return [_("La ville ne propose pas encore le prélèvement.")]
    if not may_bind(case):
        return [_("Seul un responsable du foyer peut mettre en place le prélèvement.")]
    agreed = terms(case)
    if agreed is None:
        return [_("Complétez le compte à prélever.")]
    if not on_paper(case) and signing.signed(case.reference, agreed.digest) is None:
        return [_("Le mandat a changé depuis sa signature\u00a0: signez-le de nouveau.")]
    return []


def verified(case: Case) -> list[Verified]:
    """The account's shape, its holder among the family's adults, the signature, the proof."""
    mandate = mandate_of(case)
    if mandate is None:
        return []
    found = [
        Verified(True, _("L’IBAN est bien formé (%(iban)s)") % {"iban": mandate.shown}),
        _holder(case),
        _signature(mandate.signature),
        _paper(case, Document.Kind.BANK_DETAILS, _("Le RIB est joint"), _("Le RIB manque")),
    ]
    if on_paper(case):
        good, bad = _("Le mandat signé est joint"), _("Le mandat signé manque")
        found.append(_paper(case, Document.Kind.MANDATE, good, bad))
    return found


def _holder(case: Case) -> Verified:
    """Whether the holder bears the names of an adult of the household, in any order."""
    words = set(folded(said(case, "holder")).split())
    adults = Adult.objects.filter(households=case.household_id)
    same = any(set(folded(str(adult)).split()) <= words for adult in adults)
    good = _("Le titulaire porte le nom d’un adulte du foyer")
    bad = _("Le titulaire n’est pas un adulte connu du foyer\u00a0: à vérifier sur le RIB")
    return Verified(same, good if same else bad)


def _signature(signature: Signature) -> Verified:
    if signature.kind == Signature.Kind.PAPER:
        return Verified(False, _("Mandat signé sur papier\u00a0: vérifiez la signature"))
    return Verified(True, _("Mandat signé en ligne, avec un code envoyé à l’adresse du dossier"))


def _paper(case: Case, kind: str, good: str, bad: str) -> Verified:
    given = case.pieces.filter(kind=kind).exclude(document=None)
    joined = given.exclude(state=Piece.State.REFUSED).exists()
    return Verified(joined, good if joined else bad)


def account(case: Case) -> list[Line]:
    """The whole account, for the agent who checks its holder."""
    mandate = mandate_of(case)
    number = iban_of(case) or (mandate.iban.open() if mandate else "")
    lines = [
        Line(_("Titulaire"), said(case, "holder")),
        Line(_("IBAN"), grouped(number) if number else ""),
    ]
    present = standing(case.household, localdate())
    if present is not None:
        lines.append(Line(_("Compte remplacé"), present.shown))
    return lines
