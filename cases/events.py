"""Every kind of event: who may receive it, how it reads in French, whether a mail goes out."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.sides import Audience


@dataclass(frozen=True)
class EventKind:
    """What a kind of event means to its readers."""

    label: str | Promise  # the line of the timeline
    audience: str = Audience.FAMILY
    icon: str = "circle"
    mail: str = ""  # name of the mail sent to the other side, none when empty
    by_machine: bool = False  # nobody did it, whoever's step it happened in
    by_family: bool = False  # the family's own act, unless the service did it at the counter
    to_staff: str | Promise = ""  # how the service reads it, when not as the family does
    mail_delay: int = 0  # seconds during which reading it on the page makes the mail needless


KINDS: dict[str, EventKind] = {
    "submitted": EventKind(_("Demande envoyée"), icon="send", mail="submitted", by_family=True),
    "checked": EventKind(
        _("Vérifications automatiques faites"), icon="list-checks", by_machine=True
    ),
    "claimed": EventKind(
        _("Le dossier est pris en charge"), icon="user-check", to_staff=_("Dossier pris en charge")
    ),
    "released": EventKind(_("Tâche remise dans la file"), Audience.STAFF, icon="undo"),
    "reassigned": EventKind(_("Tâche confiée à un collègue"), Audience.STAFF, icon="users"),
    "complement_asked": EventKind(
        _("Des éléments vous sont demandés"),
        Audience.HOUSEHOLD,
        icon="file-question",
        mail="complement_asked",
        to_staff=_("Complément demandé à la famille"),
    ),
    "reminded": EventKind(
        _("Rappel\u00a0: des éléments sont attendus"),
        Audience.HOUSEHOLD,
        icon="bell",
        mail="reminded",
        to_staff=_("Rappel envoyé à la famille"),
    ),
    "last_notice": EventKind(
        _("Dernier rappel avant le classement de la demande"),
        Audience.HOUSEHOLD,
        icon="bell",
        mail="last_notice",
        to_staff=_("Dernier rappel envoyé à la famille"),
    ),
    "piece_provided": EventKind(
        _("Document ajouté"), Audience.HOUSEHOLD, icon="file-plus", by_family=True
    ),
    "piece_accepted": EventKind(_("Document accepté"), Audience.HOUSEHOLD, icon="file-check"),
    "piece_refused": EventKind(_("Document à refaire"), Audience.HOUSEHOLD, icon="file-x"),
    "answered": EventKind(_("Éléments envoyés"), Audience.HOUSEHOLD, icon="send", by_family=True),
    "resources_fetched": EventKind(
        _("Ressources reçues de la CAF ou de la MSA, avec votre accord"),
        Audience.HOUSEHOLD,
        icon="wallet",
        by_machine=True,
        to_staff=_("Ressources reçues de la CAF ou de la MSA, avec l’accord de la famille"),
    ),
    "file_accepted": EventKind(_("Dossier vérifié et complet"), icon="file-check"),
    "accepted_for_now": EventKind(
        _("Accord provisoire\u00a0: un document reste attendu"),
        icon="calendar-check",
        mail="accepted_for_now",
        by_machine=True,
    ),
    "exemption_granted": EventKind(_("Dérogation accordée"), icon="check"),
    "place_offered": EventKind(
        _("Plus de place\u00a0: la liste d’attente est proposée"),
        icon="hourglass",
        mail="place_offered",
        by_machine=True,
    ),
    "offer_accepted": EventKind(
        _("Liste d’attente acceptée"), Audience.HOUSEHOLD, icon="check", by_family=True
    ),
    "offer_declined": EventKind(
        _("Liste d’attente refusée"), Audience.HOUSEHOLD, icon="x", by_family=True
    ),
    "accepted": EventKind(_("Demande acceptée"), icon="circle-check", mail="accepted"),
    "refused": EventKind(_("Demande refusée"), icon="circle-x", mail="refused"),
    "waitlisted": EventKind(
        _("Inscription en liste d’attente"), icon="hourglass", mail="waitlisted"
    ),
    "settled": EventKind(_("Réponse donnée"), icon="circle-check", mail="settled"),
    "withdrawn": EventKind(_("Demande retirée"), icon="undo", mail="withdrawn", by_family=True),
    "abandoned": EventKind(_("Demande classée sans suite"), icon="archive", mail="abandoned"),
    "merged": EventKind(_("Demande réunie à une autre"), icon="merge", mail="merged"),
    "merged_into": EventKind(_("Une autre demande a été réunie à celle-ci"), icon="merge"),
    "meeting_set": EventKind(
        _("Réunion fixée"), icon="calendar-clock", mail="meeting_set", by_machine=True
    ),
    "deadline_passed": EventKind(
        _("Délai passé sans réponse"), Audience.HOUSEHOLD, icon="timer", by_machine=True
    ),
    "message": EventKind(
        _("Message"), Audience.HOUSEHOLD, icon="message-circle", mail="message", mail_delay=120
    ),
    "transferred": EventKind(
        _("Demande confiée à un autre service"), icon="arrow-right", mail="transferred"
    ),
    "fact_carried": EventKind(
        _("Déclaration reportée au dossier de la famille"), Audience.STAFF, icon="file-check"
    ),
    "fact_taken_back": EventKind(
        _("Report au dossier de la famille annulé"), Audience.STAFF, icon="undo"
    ),
    "waiting_for_date": EventKind(_("En attente d’une date"), icon="hourglass", by_machine=True),
    "date_reached": EventKind(
        _("La date attendue est arrivée"), icon="calendar-days", by_machine=True
    ),
    "turn_passed": EventKind(
        _("La suite dépend d’un autre"), Audience.STAFF, icon="list-checks", by_machine=True
    ),
    "job_failed": EventKind(
        _("Un traitement automatique a échoué"), Audience.STAFF, icon="circle-x", by_machine=True
    ),
    "part_accepted": EventKind(_("Une partie de la demande est acceptée"), icon="check"),
    "part_lapsed": EventKind(
        _("Une partie de la demande est classée, sans réponse"), icon="archive", by_machine=True
    ),
    "part_waitlisted": EventKind(
        _("Une partie de la demande est en liste d’attente"), icon="hourglass"
    ),
    "part_refused": EventKind(_("Une partie de la demande est refusée"), icon="x"),
    "other_parent_told": EventKind(
        _("L’autre parent de l’enfant est prévenu"),
        icon="bell",
        mail="other_parent_told",
        by_machine=True,
    ),
    "note": EventKind(_("Note interne"), Audience.STAFF, icon="sticky-note"),
}


class UnknownKind(LookupError):
    """An event of a kind nobody declared."""


def kind_of(kind: str) -> EventKind:
    """The declaration of a kind; raises UnknownKind."""
    try:
        return KINDS[kind]
    except KeyError:
        raise UnknownKind(kind) from None
