"""The crèches' waiting list: the town's criteria, families in the list, a commission under way."""

from datetime import date, timedelta
from random import Random

from django.http import QueryDict

from activities import sessions
from activities.admission.criteria import Work
from activities.capacity import free_by_day
from activities.models import CriteriaVersion, Criterion, Enrolment
from activities.offer import fits
from activities.waiting_list import creche_groups
from cases.models import Case, Wait
from demo.town.casting import Casting
from demo.town.ground import Ground
from demo.town.play import new_reference
from demo.town.timeline import Timeline
from family.models import Adult, Child, Household
from workflows.creche.asked import ALONE
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry

EARLY, NOW = "petite-enfance", "early:1"
POINTS = [
    ("resident", 10, None),
    ("lone_active", 8, None),
    ("all_active", 6, None),
    ("lone", 2, None),
    ("seeks", 3, None),
    ("sibling", 4, None),
    ("twins", 3, None),
    ("special_need", 6, None),
    ("protection", 6, None),
    ("waiting", 1, 6),
]
CRECHES = ["petits-moulins", "lucioles", "verger"]
LISTED, TO_CHECK = 9, 2


def build_criteria(ground: Ground) -> None:
    """The criteria voted for the year."""
    year = ground.this_year.starts_on.year
    version = CriteriaVersion.objects.create(
        starts_on=date(year, 1, 1), label=f"Barème {year}", share_percent=20
    )
    Criterion.objects.bulk_create(
        Criterion(version=version, code=code, points=points, most=most, position=position)
        for position, (code, points, most) in enumerate(POINTS)
    )


def build_waiting_list(ground: Ground, casting: Casting) -> None:
    """Families that ask for a place, most of them in the list; a commission proposes."""
    rng = ground.dice("creche")
    wanting = _wanting(ground, casting)[: LISTED + TO_CHECK]
    for turn, (adult, home, child) in enumerate(wanting):
        _ask(ground, rng, adult, home, child, listed=turn < LISTED)
    _open_commission(ground)


def _wanting(ground: Ground, casting: Casting) -> list[tuple[Adult, Household, Child]]:
    """Parents with an account, each with one small child who has no place."""
    placed = set(Enrolment.objects.taking_places().values_list("child", flat=True))
    group, found = ground.groups["lucioles", NOW], {}
    for adult, home, child in casting.parents:
        small = fits(group, child) and child.months_on(ground.today) < 34
        if adult.user_id and small and child.pk not in placed:
            found.setdefault(child.pk, (adult, home, child))
    return sorted(found.values(), key=lambda row: row[2].pk)


def _ask(
    ground: Ground, rng: Random, adult: Adult, home: Household, child: Child, *, listed: bool
) -> None:
    timeline = Timeline(ground.now, rng, rng.randint(12, 60) if listed else rng.randint(0, 4))
    with timeline.travel():
        procedure = registry["place-creche"]
        case = drafts.begin(procedure, user=adult.user, applicant=adult, household=home)
        Case.objects.filter(pk=case.pk).update(reference=new_reference(rng))
        for slug, typed in _answers(rng, child, timeline.at.date()).items():
            drafts.keep_typed(case.pk, slug, _query(typed), actor=adult.user)
    with timeline.later(least=2).travel():
        acts.submit(case.pk, actor=adult.user)
    if listed:
        agent = ground.staff["agent-petite-enfance"]
        with timeline.later(days=rng.randint(1, 6)).travel():
            acts.decide(Wait.objects.get(case=case).pk, "accept", actor=agent)


def _answers(rng: Random, child: Child, day: date) -> dict[str, dict[str, list[str]]]:
    slugs = rng.sample(CRECHES[:2], 2) + CRECHES[2:] * rng.randint(0, 1)
    works = rng.choice([(Work.WORKS, Work.WORKS), (Work.WORKS, ALONE), (Work.RETURNS, Work.WORKS),
                        (Work.WORKS, Work.SEEKS), (Work.HOME, Work.WORKS)])  # fmt: skip
    days = sorted(rng.sample([1, 2, 3, 4, 5], rng.randint(2, 5)))
    return {
        "enfant": {"child": [str(child.public_id)]},
        "besoin": {
            "weekdays": [str(each) for each in days],
            "starts_on": [(day + timedelta(days=30)).isoformat()],
        },
        "etablissements": dict(
            zip(("first", "second", "third"), ([s] for s in slugs), strict=False)
        ),
        "situation": {"work": [works[0]], "other_work": [works[1]]},
        "accords": {"rules_read": ["on"], "certified": ["on"]},
    }


def _query(values: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, given in values.items():
        query.setlist(name, given)
    return query


def _open_commission(ground: Ground) -> None:
    """For three places a day at each crèche from the first of next month, if there are any."""
    month = ground.today.replace(day=28) + timedelta(days=4)
    places = {}
    for group in creche_groups(month.replace(day=1)).exclude(activity__facility__slug="verger"):
        for day, free in free_by_day(group).items():
            places[group.pk, day] = min(free, 3)
    if any(places.values()):
        with Timeline(ground.now, ground.dice("commission"), 0).travel():
            sessions.open_session(
                ground.services[EARLY],
                title="Commission d’admission",
                starts_on=month.replace(day=1),
                places=places,
                by=ground.staff["responsable"],
            )
