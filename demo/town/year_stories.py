"""Files for the school year to come, and a place asked for in a school of another district."""

from collections.abc import Iterator
from random import Random

from activities.models import Activity, Group, Period
from activities.offer import fits
from activities.school_places import needs_exemption
from activities.school_years import offered
from cases.models import Wait
from demo.town.enrolments import SIGN_IN_CHILDREN
from demo.town.ground import Ground
from demo.town.offer import ENTRY, NEXT, YEAR
from demo.town.plain_stories import Answers, Request
from family.models import Adult, Child, Household, Membership
from workflows.engine import acts
from workflows.engine.children import children_of
from workflows.school_year.asked import MOST, field_of, step_of

Role = Membership.Role
WORDS = "La nourrice de {child} habite à côté de cette école et l’y conduit chaque matin."


class YearFile(Request):
    """One family's file for the next year: what fits each child, on some days."""

    def __init__(
        self, ground: Ground, rng: Random, home: tuple[Adult, Household], days_ago: int
    ) -> None:
        super().__init__(ground, rng, home[0].user.username, days_ago)
        self.home = home[1]

    def fill(self) -> Answers:
        """At most two activities a child."""
        year = self.ground.periods[f"{YEAR}:{NEXT}"]
        kids = list(children_of(self.home, self.adult).order_by("pk")[:MOST])
        fitting = offered(kids, [year])
        wished = {child: fitting[child.pk][:2] for child in kids if fitting[child.pk]}
        answers: dict = {
            "enfants": {
                "year": year.starts_on.isoformat(),
                "children": [str(child.public_id) for child in wished],
                "starts_on": "",
            }
        }
        for rank, child in enumerate(kids, start=1):
            if child in wished:
                answers[step_of(rank)] = {
                    field_of(child, group): [str(day) for day in self._days(group.weekdays)]
                    for group in wished[child]
                }
        answers["accords"] = {"waiting": "yes", "rules_read": "on", "certified": "on"}
        return answers

    def _days(self, weekdays: list[int]) -> list[int]:
        least = min(2, len(weekdays))
        return sorted(self.rng.sample(weekdays, self.rng.randint(least, len(weekdays))))

    def decide_parts(self, count: int | None = None) -> None:
        """Nadège Lefort accepts these first parts; all of them without a number."""
        waits = Wait.objects.filter(case=self.case.pk, on=Wait.For.STAFF).order_by("pk")
        for task in list(waits.values_list("pk", flat=True))[:count]:
            with self.time.later().travel():
                acts.decide(task, "accept", actor=self.ground.staff["agent"])


def year_files(ground: Ground, rng: Random) -> None:
    """One half decided, one that nobody has opened, one accepted whole."""
    homes = _homes_to_file(ground.periods[f"{YEAR}:{NEXT}"])
    for days_ago, decided in ((4, 1), (1, 0), (7, None)):
        home = next(homes, None)
        if home is None:
            return
        file = YearFile(ground, rng, home, days_ago)
        file.file("dossier-periscolaire", file.fill())
        file.decide_parts(decided)


def _homes_to_file(year: Period) -> Iterator[tuple[Adult, Household]]:
    """Parents with an account and at least two children whom something fits, one home once."""
    for adult, home in _representatives():
        kids = list(children_of(home, adult))
        if sum(bool(groups) for groups in offered(kids, [year]).values()) >= 2:
            yield adult, home


def _representatives() -> Iterator[tuple[Adult, Household]]:
    """Those of one home only, and no ready sign-in: a visitor finds those as they were."""
    rows = Membership.objects.filter(role=Role.REPRESENTATIVE, adult__user__isnull=False)
    rows = rows.filter(adult__user__memberships=None).select_related("adult__user", "household")
    for row in rows.order_by("pk"):
        children = row.household.children.values_list("first_name", "last_name")
        if row.adult.memberships.count() == 1 and not SIGN_IN_CHILDREN & set(children):
            yield row.adult, row.household


def school_by_exception(ground: Ground, rng: Random) -> None:
    """A parent asks for a place in a school of another district: a supervisor must decide."""
    groups = [
        group
        for (_slug, period), group in ground.groups.items()
        if period == f"{ENTRY}:{NEXT}" and group.activity.kind == Activity.Kind.SCHOOL
    ]
    for adult, home in _representatives():
        for child in children_of(home, adult).order_by("birth_date"):
            for group in groups:
                if fits(group, child) and needs_exemption(group, home):
                    asked = Request(ground, rng, adult.user.username, 2)
                    asked.home = home
                    asked.file("inscription", _answers(child, group))
                    return


def _answers(child: Child, group: Group) -> Answers:
    return {
        "enfant": {"child": str(child.public_id)},
        "activite": {"group": str(group.public_id)},
        "jours": {
            "weekdays": [str(day) for day in group.weekdays],
            "starts_on": group.period.starts_on.isoformat(),
        },
        "derogation": {
            "reason": "childminder",
            "words": WORDS.format(child=child.first_name),
        },
        "accords": {"rules_read": "on", "certified": "on"},
    }


YEAR_STORIES = [year_files, school_by_exception]
