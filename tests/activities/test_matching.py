"""The matching against a judge that tries every outcome, on towns small enough for it."""

from collections import Counter
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from activities.admission.matching import Applicant, Option, Place, match
from tests.activities import oracle

GROUPS = "ab"
WEEK = (1, 2, 3)


def option(group: str, days: tuple[int, ...], points: int, need: int = 1) -> Option:
    """A place in a group on some days."""
    return Option(group, tuple(((group, day), need) for day in days), points)


def child(key: str, *options: Option, **more) -> Applicant:
    """One child's ranked wishes."""
    return Applicant(key, options, **more)


@st.composite
def towns(draw, *, days: str = "any", points: str = "any", shares: bool = True):
    """At most five children, two groups, three days.

    `days`: "any" subset, or the "same" for all of a group; `points`: "any" by group, or the
    "same" at both.
    """
    whole = {group: tuple(WEEK) for group in GROUPS}
    supply = {}
    for group in GROUPS:
        even = draw(st.integers(0, 3))
        for day in WEEK:
            capacity = even if days == "same" else draw(st.integers(0, 2))
            share = draw(st.integers(0, capacity)) if shares and days != "same" else 0
            supply[group, day] = Place(capacity, share)
        if shares and days == "same":
            share = draw(st.integers(0, even))
            supply |= {(group, day): Place(even, share) for day in WEEK}
    applicants = []
    for number in range(draw(st.integers(0, 5))):
        own = draw(st.integers(0, 9))
        wishes = []
        for group in draw(st.permutations(GROUPS))[: draw(st.integers(0, 2))]:
            wished = (
                whole[group]
                if days == "same"
                else tuple(sorted(draw(st.sets(st.sampled_from(WEEK), min_size=1))))
            )
            wishes.append(
                option(group, wished, own if points == "same" else draw(st.integers(0, 9)))
            )
        applicants.append(
            child(f"c{number}", *wishes, lot=number, reserved=shares and draw(st.booleans()))
        )
    return applicants, supply


@given(towns())
def test_nobody_sits_where_there_is_no_place(town):
    applicants, supply = town
    assert oracle.feasible(applicants, supply, match(applicants, supply).given)


@given(towns())
def test_whoever_is_wronged_is_listed_and_nobody_else(town):
    applicants, supply = town
    done = match(applicants, supply)
    assert done.claims == oracle.wronged(applicants, supply, done.given)


@given(towns(days="same"))
def test_with_the_same_days_no_family_could_have_better_in_any_fair_outcome(town):
    applicants, supply = town
    done = match(applicants, supply)
    assert done.claims == []
    fair = [
        o for o in oracle.outcomes(applicants, supply) if not oracle.wronged(applicants, supply, o)
    ]
    assert done.given in fair
    for other in fair:
        for key, rank in done.given.items():
            assert other[key] is None or (rank is not None and rank <= other[key])


@given(towns(points="same", shares=False))
def test_with_the_same_points_everywhere_nobody_is_ever_wronged(town):
    applicants, supply = town
    assert match(applicants, supply).claims == []


@settings(max_examples=400)
@given(towns())
def test_no_envy_and_the_share_kept_wherever_it_is_settled(town):
    applicants, supply = town
    done = match(applicants, supply)
    if not done.claims:
        assert oracle.wronged(applicants, supply, done.given) == []
        assert oracle.share_kept(applicants, supply, done.given)


@given(towns(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(town, random: Random):
    applicants, supply = town
    before = match(applicants, supply)
    shuffled = list(applicants)
    random.shuffle(shuffled)
    after = match(shuffled, supply)
    assert (after.given, after.claims) == (before.given, before.claims)


MON, TUE, WED = WEEK


def places(**groups: int) -> dict:
    """So many places a day in each group."""
    return {(group, day): Place(count) for group, count in groups.items() for day in WEEK}


def test_points_come_before_date_and_date_before_lot():
    applicants = [
        child("later", option("a", (MON,), 5), since="2026-02-01"),
        child("lucky", option("a", (MON,), 5), since="2026-01-01", lot=1),
        child("unlucky", option("a", (MON,), 5), since="2026-01-01", lot=2),
        child("rich", option("a", (MON,), 6), since="2026-09-01"),
    ]
    given = match(applicants, places(a=2)).given
    assert given == {"later": None, "lucky": 0, "unlucky": None, "rich": 0}


def test_a_child_sent_away_gets_the_next_wish_and_may_send_another_away():
    applicants = [
        child("brother_of_a", option("a", WEEK, 9), lot=1),
        child("two_wishes", option("a", WEEK, 5), option("b", WEEK, 5), lot=2),
        child("only_b", option("b", WEEK, 4), lot=3),
    ]
    given = match(applicants, places(a=1, b=1)).given
    assert given == {"brother_of_a": 0, "two_wishes": 1, "only_b": None}


def test_a_day_left_by_whoever_was_sent_away_goes_to_the_one_it_had_kept_out():
    applicants = [
        child("wants_monday", option("a", (MON,), 3), lot=1),
        child("two_days", option("a", (MON, WED), 4), lot=2),
        child("wednesday", option("b", (WED,), 1), option("a", (WED,), 9), lot=3),
        child("better_at_b", option("b", (WED,), 8), lot=4),
    ]
    done = match(applicants, places(a=1, b=1))
    assert done.given == {"wants_monday": 0, "two_days": None, "wednesday": 1, "better_at_b": 0}
    assert done.claims == []


def test_the_share_goes_first_to_those_it_is_for_and_never_stays_empty():
    supply = {("a", MON): Place(3, reserved=2)}
    working = [child(f"w{n}", option("a", (MON,), 9), lot=n) for n in range(3)]
    back = child("back_to_work", option("a", (MON,), 1), lot=9, reserved=True)
    given = match([*working, back], supply).given
    assert given == {"w0": 0, "w1": 0, "w2": None, "back_to_work": 0}


def twins(*points: int) -> Applicant:
    """Two children who want the same group, together if possible."""
    parts = tuple(
        child(f"t{n}", option("a", WEEK, p), option("b", WEEK, p), lot=n)
        for n, p in enumerate(points)
    )
    both = min(points)
    ways = (option("a", WEEK, both, need=2), option("b", WEEK, both, need=2))
    return Applicant("twins", ways, parts=parts)


def test_brothers_and_sisters_are_placed_together_when_they_can_be():
    other = child("other", option("a", WEEK, 7), lot=5)
    given = match([twins(5, 6), other], places(a=2, b=2)).given
    assert given == {"twins": 1, "other": 0}


def test_brothers_and_sisters_who_cannot_be_together_each_ask_alone():
    given = match([twins(5, 6)], places(a=1, b=1)).given
    assert given == {"t0": 1, "t1": 0}


def test_days_that_no_outcome_can_settle_are_said_not_hidden():
    """Days that overlap only in part: whatever one does here, somebody is passed over."""
    supply = places(a=1, b=1) | {("a", WED): Place(2), ("b", MON): Place(2)}
    applicants = [
        child("one", option("b", WEEK, 5), option("a", (WED,), 4), lot=0),
        child("two", option("a", WEEK, 2), option("b", (TUE,), 6), lot=1),
        child("three", option("b", (MON, WED), 1), option("a", (TUE, WED), 4), lot=2),
    ]
    possible = oracle.outcomes(applicants, supply)
    assert all(oracle.wronged(applicants, supply, outcome) for outcome in possible)
    done = match(applicants, supply)
    assert done.claims == oracle.wronged(applicants, supply, done.given) != []


def test_whenever_nobody_need_be_wronged_nobody_is_in_two_thousand_towns():
    rng = Random(60230)
    for _turn in range(2000):
        applicants, supply = drawn(rng)
        if match(applicants, supply).claims:
            possible = oracle.outcomes(applicants, supply)
            assert all(oracle.wronged(applicants, supply, outcome) for outcome in possible)


def drawn(rng: Random) -> tuple[list[Applicant], dict]:
    """A small town where days, points and shares are all at odds."""
    supply = {}
    for group in GROUPS:
        for day in WEEK:
            capacity = rng.randint(0, 2)
            supply[group, day] = Place(capacity, rng.randint(0, capacity) * (rng.random() < 0.3))
    applicants = []
    for number in range(rng.randint(2, 5)):
        wishes = [
            option(group, tuple(sorted(rng.sample(WEEK, rng.randint(1, 3)))), rng.randint(0, 9))
            for group in rng.sample(GROUPS, rng.randint(1, 2))
        ]
        applicants.append(child(f"c{number}", *wishes, lot=number, reserved=rng.random() < 0.3))
    return applicants, supply


@given(towns(), st.integers(0, 3))
def test_whole_families_sit_within_the_places_and_their_claims_are_listed(town, seed: int):
    """The same with some children asking two by two."""
    singles, supply = town
    pair, rest = singles[:2], singles[2:]
    assume(len(pair) == 2 and all(each.options for each in pair))
    needs = Counter(dict(pair[0].options[0].needs)) + Counter(dict(pair[1].options[0].needs))
    both = Applicant(
        "both", (Option("both", tuple(sorted(needs.items())), seed),), parts=tuple(pair)
    )
    done = match([both, *rest], supply)
    placed = list(done.applicants.values())
    assert oracle.feasible(placed, supply, done.given)
    assert done.claims == oracle.wronged(placed, supply, done.given)
