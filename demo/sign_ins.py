"""The demo's ready sign-ins: one a role, all with the same password."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "espace-familles-demo"


@dataclass(frozen=True)
class SignIn:
    """An account of the demo town, and who it is, in French for the page."""

    username: str
    role: str | Promise
    name: str
    who: str | Promise


SIGN_INS = (
    SignIn(
        "parent",
        _("Parent"),
        "Camille Martin-Dubois",
        _("Mère de Léa (en garde alternée) et de Noé, responsable du foyer Martin-Dubois."),
    ),
    SignIn(
        "coparent",
        _("Co-représentant"),
        "Thomas Dubois",
        _("Père de Noé et beau-père de Léa, co-représentant du même foyer."),
    ),
    SignIn(
        "exparent",
        _("Parent séparé"),
        "Julien Morel",
        _(
            "Père de Léa, qui vit chez lui une semaine sur deux\u00a0: autre foyer, ses propres droits."
        ),
    ),
    SignIn(
        "agent",
        _("Agent"),
        "Nadège Lefort",
        _("Instruit les demandes du service Enfance et périscolaire."),
    ),
    SignIn(
        "agent2",
        _("Agent"),
        "Malik Benhaddou",
        _("Collègue de Nadège Lefort, au même service."),
    ),
    SignIn(
        "agent-petite-enfance",
        _("Agent"),
        "Sylvie Caron-Picot",
        _("Instruit les demandes du service Petite enfance."),
    ),
    SignIn(
        "agent-accueil",
        _("Agent"),
        "Gwenaëlle Le Bihan",
        _("Reconnaît les familles qui demandent l’ouverture d’un compte, au service d’accueil."),
    ),
    SignIn(
        "agent-regie",
        _("Agent"),
        "Bruno Sellier",
        _("Vérifie les comptes à prélever et les quotients familiaux, à la régie."),
    ),
    SignIn(
        "responsable",
        _("Responsable"),
        "Hélène Vasseur",
        _("Suit les délais des services Enfance et périscolaire, et Petite enfance."),
    ),
    SignIn(
        "admin",
        _("Administrateur"),
        "Antoine Delmas",
        _("Règle le portail\u00a0; n’ouvre le dossier d’aucune famille à ce seul titre."),
    ),
)
