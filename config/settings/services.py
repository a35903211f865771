"""Which service of the town answers for what is everybody's; the town names its own here."""

from django.utils.translation import gettext_lazy as _

WELCOME_SERVICE = "accueil-familles"  # what nobody else is named for
BILLING_SERVICE = "regie"  # prices, invoices, direct debits
PERSONAL_DATA_SERVICE = "accueil-familles"  # where the data protection officer is reached

# What a family can write about: code, words, service. With a place, the service that runs the
# one the child attends comes first (« school », « creche »: the kind of facility).
REQUEST_SUBJECTS = [
    ("billing", _("Une facture, un paiement"), "regie", ""),
    ("canteen", _("La cantine"), "restauration-scolaire", ""),
    ("school", _("L’école, l’accueil du matin et du soir"), "enfance-periscolaire", "school"),
    ("creche", _("La crèche, la petite enfance"), "petite-enfance", "creche"),
    ("youth", _("Les vacances, les jeunes"), "jeunesse", "youth"),
    ("other", _("Autre chose"), "accueil-familles", ""),
]

# Certificates that a family can ask for: code, words, service, place as above.
CERTIFICATES = [
    ("attendance", _("Attestation de fréquentation"), "enfance-periscolaire", "school"),
    ("payment", _("Attestation de paiement"), "regie", ""),
    ("removal", _("Certificat de radiation de l’école"), "enfance-periscolaire", "school"),
    ("other", _("Autre document"), "accueil-familles", ""),
]
