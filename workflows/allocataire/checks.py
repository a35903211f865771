"""What stops the request, and what the agent is shown of it."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.quotient import effective_from, holds_until
from cases.models import Case, Piece
from documents.models import Document
from look.words import day_in_words
from workflows.allocataire.asked import by_consent, fetched, figures, in_words
from workflows.direct_debit.asked import may_bind
from workflows.engine.procedure import Line, Verified


def blockers(case: Case) -> list[str]:
    """Reasons for which it cannot be sent."""
    if not may_bind(case):
        return [_("Seul un responsable du foyer peut transmettre ses ressources.")]
    if figures(case) is None:
        return [_("Il manque votre quotient familial\u00a0: demandez-le ou déclarez-le.")]
    return []


def verified(case: Case) -> list[Verified]:
    """Where the figures come from, and whether they are of the right time."""
    found = figures(case)
    if found is None:
        return []
    return [_origin(case), _season(case, found.month)]


def _origin(case: Case) -> Verified:
    received = fetched(case)
    if received is not None:
        words = in_words(received)
        said = _("Reçu de la %(fund)s %(day)s, avec l’accord de la famille")
        return Verified(True, said % {"fund": words["source"], "day": words["fetched_on"]})
    given = case.pieces.filter(kind=Document.Kind.CAF).exclude(document=None)
    joined = given.exclude(state=Piece.State.REFUSED).exists()
    good, bad = _("L’attestation est jointe"), _("L’attestation manque")
    return Verified(joined, good if joined else bad)


def _season(case: Case, month) -> Verified:
    received = localdate(case.submitted_at) if case.submitted_at else localdate()
    ends = holds_until(month, received)
    days = {"first": day_in_words(effective_from(received)), "last": day_in_words(ends)}
    if ends < received:
        return Verified(False, _("Ce quotient ne vaut plus depuis le %(last)s") % days)
    unsettled = month.month == 1 and ends.year == month.year
    words = (
        _("Chiffre de janvier, que la caisse revoit\u00a0: à redemander en février (%(last)s)")
        if unsettled
        else _("Compte du %(first)s au %(last)s")
    )
    return Verified(not unsettled, words % days)


def income(case: Case) -> list[Line]:
    """The figures themselves, for the agent who checks them."""
    found = figures(case)
    if found is None:
        return []
    words = in_words(found)
    lines = [
        Line(_("Quotient familial"), f"{words['quotient']} ({words['month']})"),
        Line(_("Origine"), words["source"]),
    ]
    if words["yearly"]:
        lines += [
            Line(_("Ressources annuelles"), f"{words['yearly']} ({words['year']})"),
            Line(_("Enfants à charge"), words["children"]),
            Line(_("Enfants bénéficiaires de l’AEEH"), words["disabled_children"] or "0"),
        ]
    return lines


def told(case: Case) -> str:
    """Where the figures come from, for those who may not read them."""
    if not by_consent(case):
        return _("déclaré par la famille")
    received = fetched(case)
    if received is None:
        return ""
    return _("reçu de la %(fund)s") % {"fund": in_words(received)["source"]}
