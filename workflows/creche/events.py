"""What happens to a request for a crèche place that happens to no other request."""

from django.utils.translation import gettext_lazy as _

from cases.events import KINDS, EventKind
from cases.sides import Audience

KINDS |= {
    "creche_listed": EventKind(
        _("En attente d’une place"), icon="hourglass", mail="creche_listed", by_machine=True
    ),
    "creche_still_listed": EventKind(
        _("La demande reste en liste d’attente"), icon="hourglass", by_machine=True
    ),
    "creche_confirm_asked": EventKind(
        _("Confirmez que vous cherchez toujours une place"),
        Audience.HOUSEHOLD,
        icon="file-question",
        mail="creche_confirm_asked",
        by_machine=True,
        to_staff=_("Confirmation demandée à la famille"),
    ),
    "creche_confirmed": EventKind(
        _("Demande confirmée"), Audience.HOUSEHOLD, icon="check", by_family=True
    ),
    "creche_given_up": EventKind(
        _("Recherche de place arrêtée"), Audience.HOUSEHOLD, icon="x", by_family=True
    ),
    "creche_offered": EventKind(
        _("Une place vous est proposée"),
        icon="hand",
        mail="creche_offered",
        by_machine=True,
        to_staff=_("Place proposée à la famille"),
    ),
    "creche_accepted": EventKind(
        _("Place acceptée"), Audience.HOUSEHOLD, icon="check", by_family=True
    ),
    "creche_declined": EventKind(_("Place refusée"), Audience.HOUSEHOLD, icon="x", by_family=True),
}
