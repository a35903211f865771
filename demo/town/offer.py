"""What children can be enrolled in: activities, the periods to enrol for, their groups."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from activities.models import Activity, Group, Period
from demo.town.calendar import BRIDGE, school_holidays
from demo.town.ground import Ground, public_id
from town.models import SchoolYear

Kind = Activity.Kind
SCHOOL_DAYS, EVERY_DAY, WEDNESDAY = [1, 2, 4, 5], [1, 2, 3, 4, 5], [3]
YEAR, EARLY_YEAR, HOLIDAY, ENTRY = "year", "early", "holiday", "entry"
NEXT = 2  # the school year after the one that families plan
NURSERY, PRIMARY, WHOLE_SCHOOL = (30, 80), (66, 150), (30, 150)


@dataclass(frozen=True)
class Offered:
    """One activity: where, for whom, when."""

    slug: str
    facility: str
    kind: str
    name: str
    hours: str
    ages: tuple[int, int]  # months
    per: str = YEAR
    weekdays: list[int] = field(default_factory=lambda: SCHOOL_DAYS)
    summary: str = ""


def _school(slug: str, label: str, ages: tuple[int, int]) -> list[Offered]:
    """The three activities that each school has around its classes."""
    return [
        Offered(
            f"{slug}-matin",
            slug,
            Kind.BEFORE_SCHOOL,
            f"Accueil du matin – {label}",
            "7 h 15 – 8 h 30",
            ages,
            summary="Jeux calmes et petits ateliers avant la classe.",
        ),
        Offered(
            f"{slug}-cantine",
            slug,
            Kind.CANTEEN,
            f"Restauration scolaire – {label}",
            "11 h 45 – 13 h 30",
            ages,
            summary="Le repas du midi et le temps de récréation surveillé.",
        ),
        Offered(
            f"{slug}-soir",
            slug,
            Kind.AFTER_SCHOOL,
            f"Accueil du soir – {label}",
            "16 h 30 – 18 h 30",
            ages,
            summary="Goûter, temps calme et ateliers après la classe.",
        ),
        Offered(
            f"{slug}-ecole",
            slug,
            Kind.SCHOOL,
            f"Inscription à l’école – {label}",
            "8 h 30 – 16 h 30",
            ages,
            ENTRY,
            summary="Une place à la rentrée, dans l’école de votre secteur ou par dérogation.",
        ),
    ]


OFFER = [
    Offered(
        "petits-moulins",
        "petits-moulins",
        Kind.CRECHE,
        "Accueil régulier – Les Petits Moulins",
        "7 h 30 – 18 h 30",
        (2, 42),
        EARLY_YEAR,
        EVERY_DAY,
        "Accueil en crèche collective, de un à cinq jours par semaine.",
    ),
    Offered(
        "lucioles",
        "lucioles",
        Kind.CRECHE,
        "Accueil régulier – La Ronde des Lucioles",
        "7 h 30 – 18 h 30",
        (2, 42),
        EARLY_YEAR,
        EVERY_DAY,
        "Accueil en crèche collective, de un à cinq jours par semaine.",
    ),
    Offered(
        "verger-occasionnel",
        "verger",
        Kind.CRECHE,
        "Accueil occasionnel – Maison du Verger",
        "8 h 30 – 12 h 00",
        (6, 42),
        EARLY_YEAR,
        [1, 2, 4],
        "Quelques matinées par semaine, pour apprendre à vivre en groupe.",
    ),
    *_school("tilleuls", "Tilleuls", NURSERY),
    *_school("pont-vert", "Pont-Vert", PRIMARY),
    *_school("quatre-vents", "Quatre-Vents", WHOLE_SCHOOL),
    Offered(
        "mercredis-eveil",
        "verger",
        Kind.WEDNESDAY,
        "Mercredis d’éveil – 2 à 3 ans",
        "9 h 00 – 11 h 30",
        (22, 42),
        YEAR,
        WEDNESDAY,
        "Comptines, peinture et motricité avant l’entrée à l’école.",
    ),
    Offered(
        "mercredis-petits",
        "grange",
        Kind.WEDNESDAY,
        "Mercredis – 3 à 5 ans",
        "8 h 00 – 18 h 00",
        (36, 71),
        YEAR,
        WEDNESDAY,
        "La journée du mercredi, repas et goûter compris.",
    ),
    Offered(
        "mercredis-grands",
        "grange",
        Kind.WEDNESDAY,
        "Mercredis – 6 à 11 ans",
        "8 h 00 – 18 h 00",
        (72, 143),
        YEAR,
        WEDNESDAY,
        "La journée du mercredi, repas et goûter compris.",
    ),
    Offered(
        "vacances-petits",
        "grange",
        Kind.HOLIDAYS,
        "Vacances – 3 à 5 ans",
        "8 h 00 – 18 h 00",
        (36, 71),
        HOLIDAY,
        EVERY_DAY,
        "Des journées à thème, une sortie chaque semaine.",
    ),
    Offered(
        "vacances-grands",
        "grange",
        Kind.HOLIDAYS,
        "Vacances – 6 à 11 ans",
        "8 h 00 – 18 h 00",
        (72, 143),
        HOLIDAY,
        EVERY_DAY,
        "Des journées à thème, une sortie chaque semaine.",
    ),
    Offered(
        "jeunes-annee",
        "quai",
        Kind.YOUTH,
        "Espace jeunes – accueil à l’année",
        "16 h 30 – 19 h 00",
        (132, 215),
        YEAR,
        EVERY_DAY,
        "Un lieu à soi après le collège : projets, sorties, aide aux devoirs.",
    ),
    Offered(
        "jeunes-vacances",
        "quai",
        Kind.YOUTH,
        "Espace jeunes – vacances",
        "10 h 00 – 18 h 00",
        (132, 215),
        HOLIDAY,
        EVERY_DAY,
        "Séjours courts, sport et stages pendant les vacances.",
    ),
]
BY_SLUG = {offered.slug: offered for offered in OFFER}


def build_offer(ground: Ground) -> None:
    """Activities, periods, and a group for each activity in each period that suits it."""
    rng = ground.dice("offer")
    activities = [
        Activity(
            public_id=public_id(rng),
            facility=ground.facilities[offered.facility],
            kind=offered.kind,
            name=offered.name,
            summary=offered.summary,
            hours=offered.hours,
            min_months=offered.ages[0],
            max_months=offered.ages[1],
            pupils_only=offered.kind in {Kind.BEFORE_SCHOOL, Kind.CANTEEN, Kind.AFTER_SCHOOL},
        )
        for offered in OFFER
    ]
    created = Activity.objects.bulk_create(activities)
    ground.activities = {offered.slug: row for offered, row in zip(OFFER, created, strict=True)}
    _build_periods(ground)
    keys = [
        (offered.slug, period)
        for period in ground.periods
        for offered in OFFER
        if period.startswith(offered.per)
    ]
    groups = Group.objects.bulk_create(
        Group(
            public_id=public_id(rng),
            activity=ground.activities[slug],
            period=ground.periods[period],
            weekdays=BY_SLUG[slug].weekdays,
            places=1,  # settled once the enrolments stand
        )
        for slug, period in keys
    )
    ground.groups = dict(zip(keys, groups, strict=True))


def _build_periods(ground: Ground) -> None:
    """School years, early-childhood years, and each holiday of the current school year."""
    periods: dict[str, Period] = {}
    for turn, year in enumerate(ground.years):
        periods[f"{YEAR}:{turn}"] = _year(year)
        if turn == NEXT:  # open ahead of its usual day, so that the demo always has one to show
            soon = ground.today - timedelta(weeks=3)
            periods[f"{YEAR}:{turn}"].opens_on = min(periods[f"{YEAR}:{turn}"].opens_on, soon)
            periods[f"{ENTRY}:{turn}"] = _entry(year, soon)
        periods[f"{EARLY_YEAR}:{turn}"] = _early_year(year)
    for holiday in school_holidays(ground.this_year.starts_on.year):
        if holiday.label != BRIDGE:
            label = f"{holiday.label} {holiday.first.year}"
            periods[f"{HOLIDAY}:{holiday.label}"] = _holiday(label, holiday.first, holiday.last)
    rows = Period.objects.bulk_create(periods.values())
    ground.periods = dict(zip(periods, rows, strict=True))


def _year(year: SchoolYear) -> Period:
    begins = year.starts_on
    summer = school_holidays(begins.year)[-1]
    return Period(
        label=f"Année scolaire {year.label}",
        starts_on=begins,
        ends_on=summer.first - timedelta(days=1),
        opens_on=date(begins.year, 5, 4),
        closes_on=date(begins.year + 1, 6, 12),
    )


def _entry(year: SchoolYear, soon: date) -> Period:
    """Places in the schools for September, asked for from January on."""
    begins = year.starts_on
    summer = school_holidays(begins.year)[-1]
    return Period(
        label=f"Rentrée {begins.year}",
        starts_on=begins,
        ends_on=summer.first - timedelta(days=1),
        opens_on=min(date(begins.year, 1, 11), soon),
        closes_on=date(begins.year, 8, 28),
    )


def _early_year(year: SchoolYear) -> Period:
    first = year.starts_on.year
    return Period(
        label=f"Petite enfance {year.label}",
        starts_on=date(first, 8, 24),
        ends_on=date(first + 1, 7, 30),
        opens_on=date(first, 1, 11),
        closes_on=date(first + 1, 5, 28),
    )


def _holiday(label: str, first: date, last: date) -> Period:
    """Enrolment opens nine weeks before the first weekday and closes eight days before it."""
    monday = first + timedelta(days=2)
    return Period(
        label=label,
        starts_on=monday,
        ends_on=last - timedelta(days=2),
        opens_on=monday - timedelta(weeks=9),
        closes_on=monday - timedelta(days=8),
    )
