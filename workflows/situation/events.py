"""What happens to a change of situation that happens to no other request."""

from django.utils.translation import gettext_lazy as _

from cases.events import KINDS, EventKind
from cases.sides import Audience

KINDS |= {
    "rights_set": EventKind(
        _("Les droits de chaque parent sont à jour, d’après le jugement"),
        icon="shield-check",
        mail="rights_set",
        by_machine=True,
    ),
    "email_changed": EventKind(
        _("Adresse e-mail changée, confirmée par un code"),
        Audience.HOUSEHOLD,
        icon="mail",
        mail="email_changed",
        by_machine=True,
    ),
    "phone_changed": EventKind(
        _("Téléphone changé"), Audience.HOUSEHOLD, icon="phone", by_machine=True
    ),
}
