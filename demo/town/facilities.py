"""The places where the town receives children. All names are invented."""

from demo.names import CITY, POSTCODE
from demo.town.ground import Ground
from town.models import Facility

Kind = Facility.Kind
EARLY, SCHOOL_TIME, YOUTH = "petite-enfance", "enfance-periscolaire", "jeunesse"

FACILITIES = [
    ("petits-moulins", Kind.CRECHE, "Crèche Les Petits Moulins", EARLY, "7 rue du Moulin-Neuf"),
    ("lucioles", Kind.CRECHE, "Crèche La Ronde des Lucioles", EARLY, "22 allée des Charmes"),
    ("verger", Kind.EARLY_HOUSE, "Maison de la petite enfance du Verger", EARLY, "3 rue du Clos"),
    ("tilleuls", Kind.SCHOOL, "École maternelle des Tilleuls", SCHOOL_TIME, "5 rue des Écoles"),
    ("pont-vert", Kind.SCHOOL, "École élémentaire du Pont-Vert", SCHOOL_TIME, "9 rue des Écoles"),
    ("quatre-vents", Kind.SCHOOL, "École des Quatre-Vents", SCHOOL_TIME, "31 rue Louise-Michel"),
    ("grange", Kind.LEISURE, "Accueil de loisirs La Grange aux Jeux", SCHOOL_TIME, "2 rue du Bac"),
    ("quai", Kind.YOUTH, "Espace jeunes Le Quai", YOUTH, "18 rue de la Gare"),
]


def build_facilities(ground: Ground) -> None:
    """All facilities, by slug, each under the service that runs it."""
    rows = [
        Facility(
            slug=slug,
            kind=kind,
            name=name,
            service=ground.services[service],
            street=street,
            postcode=POSTCODE,
            city=CITY,
            phone=f"03 53 01 41 {10 + number:02d}",
        )
        for number, (slug, kind, name, service, street) in enumerate(FACILITIES)
    ]
    ground.facilities = {row.slug: row for row in Facility.objects.bulk_create(rows)}
