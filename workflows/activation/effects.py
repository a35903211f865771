"""What a decision changes: the family to which the person belongs, and the link that leaves."""

from django.utils.translation import gettext as _

from cases.models import Case
from family.invitations import AlreadyHasAccount, invite_by_mail
from family.matching import candidates
from family.models import Adult, Household
from family.new_family import open_household
from workflows.activation.asked import matches, said, wanted
from workflows.engine.acts import Refused


def look_for(case: Case) -> None:
    """Keep who may be the person: ids and scores, the names stay in the family file."""
    case.data["matches"] = [
        {
            "adult": str(found.adult.public_id),
            "household": str(found.household.public_id),
            "score": found.score,
            "reasons": list(found.reasons),
        }
        for found in candidates(wanted(case))
    ]


def attach(case: Case, rank: int) -> None:
    """The person is the one of this rank: the case is theirs, the link leaves."""
    found = matches(case)
    if rank >= len(found):
        raise Refused([_("Il n’y a pas de fiche n° %(rank)d.") % {"rank": rank + 1}])
    adult, match = found[rank]
    household = Household.objects.get(public_id=match["household"])
    _invite(case, adult, household)


def attach_first(case: Case) -> None:
    """The best match."""
    attach(case, 0)


def attach_second(case: Case) -> None:
    """The second one."""
    attach(case, 1)


def attach_third(case: Case) -> None:
    """The third one."""
    attach(case, 2)


def open_file(case: Case) -> None:
    """Nobody known: a new household, and the link leaves."""
    words = said(case)
    household, adult = open_household(
        user=case.acting.actor,
        case=case.reference,
        adult={name: words[name] for name in ("first_name", "last_name", "email")},
        address={name: words[name] for name in ("street", "postcode", "city")},
    )
    _invite(case, adult, household)


def _invite(case: Case, adult: Adult, household: Household) -> None:
    try:
        invite_by_mail(adult=adult, email=said(case)["email"], by=case.acting.actor)
    except AlreadyHasAccount as error:
        why = _(
            "Cette personne a déjà un compte\u00a0: refusez la demande avec le motif «\u00a0A déjà un "
            "compte », elle choisira un nouveau mot de passe."
        )
        raise Refused([why]) from error
    case.household = household
    Case.objects.filter(pk=case.pk).update(applicant=adult)
