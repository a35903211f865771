"""Asking the CAF or the MSA, because the family agreed: what is asked, what is kept of it.

The call is made outside of the case's lock; what came is kept under it. Agreement and refusal are
kept with their moment.
"""

from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.throttling import Allowance, TooMany, spend
from billing import api_particulier as api
from cases.models import Case
from cases.recording import Acting
from workflows.allocataire.asked import DECLARE, FUND, Figures, for_creche
from workflows.engine.step import COUNTED, Stale, step

KEPT = ["data", *COUNTED]
ASKING = Allowance("api-particulier", tries=10, window=timedelta(hours=1))


class NothingCame(Exception):
    """No figure; its words tell the family what it can do."""


def is_possible() -> bool:
    """Whether the town may ask."""
    return settings.API_PARTICULIER is not None


def fetch(case: Case, who: api.Identity, *, user: User) -> Figures:
    """Ask, and keep what came with the family's agreement. Raises NothingCame, Stale."""
    try:
        spend(ASKING, case.reference)
        found = _ask(who, creche=for_creche(case))
    except TooMany:
        raise NothingCame(_busy()) from None
    except api.NotAnswered as fault:
        raise NothingCame(_words(fault)) from None
    _keep(case, user, "agreed", {**asdict(found), "month": found.month.isoformat()})
    return found


def _connection() -> api.Connection:
    if settings.API_PARTICULIER is None:
        raise api.Unavailable
    return settings.API_PARTICULIER


def _ask(who: api.Identity, *, creche: bool) -> Figures:
    quotient = api.quotient_of(who, _connection())
    childcare = _childcare(who) if creche else None
    return Figures(
        source=quotient.fund,
        quotient_cents=quotient.value_cents,
        month=quotient.month,
        yearly_cents=childcare.yearly_cents if childcare else None,
        year=childcare.year if childcare else None,
        children=childcare.children if childcare else None,
        disabled_children=childcare.disabled_children if childcare else 0,
        fetched_at=now().isoformat(),
    )


def _childcare(who: api.Identity) -> api.Childcare | None:
    """The fund knows of none when no child is under seven: the quotient stands alone."""
    try:
        return api.childcare_of(who, _connection())
    except api.NoFile:
        return None


def give_up(case: Case, *, user: User) -> None:
    """The family does not want it used, or none came: it declares by hand."""
    _keep(case, user, "refused", None)


def _keep(case: Case, user: User, what: str, figures: dict | None) -> None:
    with step(Acting(user), saved=KEPT, pk=case.pk) as locked:
        if locked.state != Case.State.DRAFT:
            raise Stale
        said = {"what": what, "by": user.pk, "at": now().isoformat()}
        locked.data.setdefault("consents", []).append(said)
        locked.data["fetched"] = figures
        if figures is None:
            locked.data.setdefault("typed", {}).setdefault(FUND, {})["how"] = [DECLARE]


def _words(fault: api.NotAnswered) -> str:
    if isinstance(fault, api.NoFile):
        return _(
            "Aucun dossier d’allocataire n’a été trouvé à ce nom. Vérifiez l’identité (celle de "
            "l’allocataire, avec son nom de naissance), ou déclarez vous-même."
        )
    if isinstance(fault, api.Incorrect):
        return _("Cette identité est incomplète\u00a0: vérifiez la date et le lieu de naissance.")
    if isinstance(fault, api.TooBusy):
        return _busy()
    return _(
        "La CAF ou la MSA ne répond pas pour l’instant. Réessayez, ou déclarez vous-même\u00a0: rien "
        "de ce que vous avez écrit n’est perdu."
    )


def _busy() -> str:
    return _("Trop de demandes en ce moment\u00a0: réessayez plus tard, ou déclarez vous-même.")
