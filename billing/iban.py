"""Bank accounts as families write them: checked, grouped, masked.

Checked by python-stdnum (also used for the creditor identifier and the SIRET): length and
structure by country, and the key.
"""

from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

FRENCH = 27  # characters
# Where a SEPA direct debit can be drawn.
SEPA = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT "
    "NL NO PL PT RO RS SE SI SK SM VA"
)


class WrongIban(Exception):
    """Not an account that can be debited; its words say why, in plain French."""


def checked(typed: str) -> str:
    """The IBAN in one piece, in capitals. Raises WrongIban."""
    number = iban.compact(typed.replace("\u00a0", " "))
    if number.startswith("FR") and len(number) != FRENCH:
        words = _("Un IBAN français a 27 caractères\u00a0: il y en a %(n)d ici.")
        raise WrongIban(words % {"n": len(number)})
    try:
        # Not the lists of banks that the library has of some countries: a new bank is one too.
        number = iban.validate(number, check_country=False)
    except InvalidLength:
        raise WrongIban(_("Cet IBAN n’a pas le bon nombre de caractères.")) from None
    except InvalidChecksum:
        words = _(
            "Cet IBAN contient une erreur\u00a0: sa clé de contrôle ne correspond pas. "
            "Recopiez-le depuis votre RIB."
        )
        raise WrongIban(words) from None
    except ValidationError:
        words = _("Ce n’est pas un IBAN. Il commence par deux lettres, par exemple FR76.")
        raise WrongIban(words) from None
    if number[:2] not in SEPA.split():
        raise WrongIban(_("Ce compte est dans un pays où le prélèvement SEPA n’existe pas."))
    return number


def grouped(number: str) -> str:
    """The whole IBAN as banks print it, for who may read it."""
    return iban.format(number)


def masked(number: str) -> str:
    """All that is ever shown of it: « FR76 •••• 1234 »."""
    return f"{number[:4]} •••• {number[-4:]}"
