"""Why a file is refused, in words that tell the parent what to do next."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ACCEPTED_WORDS = _("un PDF ou une photo (JPEG, PNG ou WebP)")


class RefusedFile(ValidationError):
    """A file that the town does not take; the message says what to do. Forms show it as it is."""


def empty() -> RefusedFile:
    """No byte in it."""
    return RefusedFile(
        _("Ce fichier est vide. Choisissez-le à nouveau, ou prenez le document en photo."),
        code="empty",
    )


def too_big(limit: int) -> RefusedFile:
    """More bytes than the town takes."""
    return RefusedFile(
        _(
            "Ce fichier est trop lourd\u00a0: %(limit)s\u00a0Mo au plus. Prenez le document en "
            "photo, ou enregistrez le PDF en qualité réduite."
        ),
        code="too_big",
        params={"limit": limit // (1024 * 1024)},
    )


def wrong_type() -> RefusedFile:
    """Neither a PDF nor a picture that we take, whatever its name says."""
    return RefusedFile(
        _(
            "Nous ne pouvons pas lire ce type de fichier. Envoyez %(accepted)s\u00a0: un document "
            "Word ou une page web s’enregistre en PDF avec «\u00a0Imprimer\u00a0»."
        ),
        code="wrong_type",
        params={"accepted": ACCEPTED_WORDS},
    )


def apple_photo() -> RefusedFile:
    """HEIC: most of the town's screens cannot show it, and we cannot clean it."""
    return RefusedFile(
        _(
            "Cette photo est au format HEIC, que nous ne pouvons pas afficher. Sur votre "
            "téléphone, ouvrez-la, faites une capture d’écran et envoyez la capture, ou "
            "reprenez le document en photo depuis cette page."
        ),
        code="heic",
    )


def unreadable() -> RefusedFile:
    """Begins like a file that we take, and cannot be read to its end."""
    return RefusedFile(
        _(
            "Ce fichier est abîmé ou incomplet. Ouvrez-le pour vérifier qu’il s’affiche, puis "
            "envoyez-le à nouveau, ou prenez le document en photo."
        ),
        code="unreadable",
    )


def too_large_picture() -> RefusedFile:
    """So many pixels that opening it would harm the server."""
    return RefusedFile(
        _(
            "Cette image est trop grande pour être ouverte. Prenez le document en photo avec la "
            "qualité normale de votre téléphone."
        ),
        code="too_large_picture",
    )


def locked_pdf() -> RefusedFile:
    """Encrypted: the agent could not open it either."""
    return RefusedFile(
        _(
            "Ce PDF est protégé\u00a0: l’agent ne pourrait pas l’ouvrir. Ouvrez-le, puis "
            "«\u00a0Imprimer\u00a0» et «\u00a0Enregistrer au format PDF\u00a0», et envoyez la "
            "copie."
        ),
        code="locked_pdf",
    )


def active_pdf() -> RefusedFile:
    """Holds something that runs, or other files."""
    return RefusedFile(
        _(
            "Ce PDF contient un programme ou des fichiers joints, que nous n’acceptons pas par "
            "sécurité. Ouvrez-le, puis «\u00a0Imprimer\u00a0» et «\u00a0Enregistrer au format "
            "PDF\u00a0», et envoyez la copie."
        ),
        code="active_pdf",
    )
