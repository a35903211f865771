"""The people at work in the services."""

from datetime import timedelta

from accounts.models import User
from demo.names import TOWN_MAIL_DOMAIN, folded
from demo.town.ground import Ground, public_id
from town.models import StaffMembership

AGENT, SUPERVISOR = StaffMembership.Role.AGENT, StaffMembership.Role.SUPERVISOR
EARLY, SCHOOL_TIME, YOUTH = "petite-enfance", "enfance-periscolaire", "jeunesse"
MEALS, MONEY, COUNTER = "restauration-scolaire", "regie", "accueil-familles"

# username, first name, last name, role, services
STAFF = [
    ("agent", "Nadège", "Lefort", AGENT, [SCHOOL_TIME]),
    ("agent2", "Malik", "Benhaddou", AGENT, [SCHOOL_TIME]),
    ("agent-petite-enfance", "Sylvie", "Caron-Picot", AGENT, [EARLY]),
    ("corinne.mazurier", "Corinne", "Mazurier", AGENT, [EARLY]),
    ("yoann.pruvost", "Yoann", "Pruvost", AGENT, [YOUTH]),
    ("rachida.amrani", "Rachida", "Amrani", AGENT, [MEALS]),
    ("agent-regie", "Bruno", "Sellier", AGENT, [MONEY]),
    ("agent-accueil", "Gwenaëlle", "Le Bihan", AGENT, [COUNTER]),
    ("laetitia.doucet", "Laëtitia", "Doucet", AGENT, [COUNTER, MEALS]),
    ("responsable", "Hélène", "Vasseur", SUPERVISOR, [EARLY, SCHOOL_TIME]),
    ("philippe.marchand", "Philippe", "Marchand", SUPERVISOR, [YOUTH, MEALS, MONEY, COUNTER]),
]
ADMINISTRATOR = ("admin", "Antoine", "Delmas")


def build_staff(ground: Ground) -> None:
    """Agents, supervisors with their services, and the administrator."""
    rng = ground.dice("staff")
    people = [(name, first, last) for name, first, last, *_ in STAFF] + [ADMINISTRATOR]
    users = [
        User(
            public_id=public_id(rng),
            username=username,
            first_name=first,
            last_name=last,
            email=f"{folded(first)}.{folded(last)}@{TOWN_MAIL_DOMAIN}",
            password=ground.password,
            is_staff=username == ADMINISTRATOR[0],
            is_superuser=username == ADMINISTRATOR[0],
            date_joined=ground.now - timedelta(days=rng.randint(400, 1100)),
        )
        for username, first, last in people
    ]
    ground.staff = {user.username: user for user in User.objects.bulk_create(users)}
    StaffMembership.objects.bulk_create(
        StaffMembership(user=ground.staff[username], service=ground.services[service], role=role)
        for username, _first, _last, role, services in STAFF
        for service in services
    )
