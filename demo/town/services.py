"""The town's services: who answers families, at which address."""

from demo.names import CITY, POSTCODE, TOWN_MAIL_DOMAIN
from demo.town.ground import Ground
from town.models import Service

OPENING = "Du lundi au vendredi, de 8 h 30 à 12 h 00 et de 13 h 30 à 17 h 00"
TOWN_HALL = f"Hôtel de ville\n1 place de la Mairie\n{POSTCODE} {CITY}"
CHILDHOOD = f"Maison de l’enfance\n14 rue des Écoles\n{POSTCODE} {CITY}"

SERVICES = [
    ("petite-enfance", "Petite enfance", "03 53 01 40 10", CHILDHOOD),
    ("enfance-periscolaire", "Enfance et périscolaire", "03 53 01 40 20", CHILDHOOD),
    ("jeunesse", "Jeunesse", "03 53 01 40 30", CHILDHOOD),
    ("restauration-scolaire", "Restauration scolaire", "03 53 01 40 40", TOWN_HALL),
    ("regie", "Régie et facturation", "03 53 01 40 50", TOWN_HALL),
    ("accueil-familles", "Accueil des familles", "03 53 01 40 00", TOWN_HALL),
]


def build_services(ground: Ground) -> None:
    """All services, by slug."""
    rows = [
        Service(
            slug=slug,
            name=name,
            email=f"{slug}@{TOWN_MAIL_DOMAIN}",
            phone=phone,
            postal_address=address,
            opening_hours=OPENING,
        )
        for slug, name, phone, address in SERVICES
    ]
    ground.services = {row.slug: row for row in Service.objects.bulk_create(rows)}
