"""The rights, the data they are about, and the grounds on which data must be kept."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from workflows.engine.typed import typed, typed_all

Text = str | Promise
STEP, ABOUT = "droit", "donnees"
ACCESS, CORRECTION, ERASURE, OBJECTION = "access", "correction", "erasure", "objection"

RIGHTS: dict[str, Text] = {
    ACCESS: _("Savoir ce que la ville sait de nous, et en avoir une copie"),
    CORRECTION: _("Corriger une donnée fausse"),
    ERASURE: _("Effacer des données"),
    OBJECTION: _("M’opposer à un usage de nos données"),
}
DONE: dict[str, Text] = {
    ACCESS: _("Copie remise"),
    CORRECTION: _("Corrigées"),
    ERASURE: _("Effacées"),
    OBJECTION: _("Usage arrêté"),
}
DATA: dict[str, Text] = {
    "identity": _("Nos noms, adresses, téléphones, e-mails"),
    "children": _("Les fiches de nos enfants"),
    "health": _("La santé de nos enfants"),
    "resources": _("Nos ressources, notre quotient familial"),
    "payments": _("Nos factures, nos paiements, notre compte bancaire"),
    "requests": _("Nos demandes et nos messages"),
    "documents": _("Les documents que nous avons envoyés"),
    "account": _("Mon compte et mes connexions"),
}
# GDPR article 17(3) and 21(1): what may, or must, be kept all the same.
GROUNDS: dict[str, Text] = {
    "accounts": _("Gardées\u00a0: la loi impose de conserver les pièces comptables dix ans"),
    "service": _(
        "Gardées\u00a0: elles servent tant que l’enfant est inscrit (mission de service public)"
    ),
    "archives": _("Gardées\u00a0: ce sont des archives publiques (code du patrimoine)"),
    "safety": _("Gardées\u00a0: la sécurité de l’enfant accueilli en dépend"),
    "claim": _("Gardées\u00a0: un litige ou un recours est en cours"),
    "right": _("Laissées telles quelles\u00a0: elles sont exactes"),
    "none": _("La ville n’a pas ces données"),
}
DONE_CODE = "done"


def right_of(case: Case) -> str:
    """The right used."""
    return typed(case, STEP, "right")


def data_of(case: Case) -> list[str]:
    """The data it is about, by code, in the order of the form."""
    chosen = set(typed_all(case, ABOUT, "kinds"))
    return [code for code in DATA if code in chosen]


def said_of(case: Case, code: str) -> Text:
    """What became of some data, from the code that the agent chose."""
    return DONE.get(right_of(case), "") if code == DONE_CODE else GROUNDS.get(code, code)
