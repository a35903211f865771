"""A health update and a PAI of the ready sign-ins: what an agent may read only with the task."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from demo.town.casting import Casting, Wish
from demo.town.ground import Ground
from demo.town.play import Play
from demo.town.timeline import Timeline
from workflows.engine.procedure import registry

Answers = dict[str, dict[str, list[str]]]
SCHOOL_GROUP = ("quatre-vents-soir", "year:1")  # the wish names one; these démarches do not


class HealthPlay(Play):
    """A démarche about a child's health, lived like any other."""

    def asks(self, slug: str, answers: Callable[[Wish], Answers]) -> "HealthPlay":
        """Which démarche, and what is answered."""
        self.procedure, self.answers_of = registry[slug], answers
        return self

    def _answers(self) -> Answers:
        return self.answers_of(self.wish)


def _update(wish: Wish) -> Answers:
    return {
        "enfant": {"child": [str(wish.child.public_id)]},
        "repas": {"diet": ["vegetarian"], "has_allergies": ["yes"], "allergies": ["Kiwi"]},
        "soins": {
            "doctor": ["Dr Anne Vasseur, Valmont-sur-Esches"],
            "emergency_care_allowed": ["yes"],
        },
        "vaccins": {"has_proof": ["yes"]},
        "autorisations": {"photo_allowed": ["yes"], "may_leave_alone": ["no"]},
        "accords": {"certified": ["on"], "told": ["on"]},
    }


def _care(wish: Wish) -> Answers:
    return {
        "enfant": {"child": [str(wish.child.public_id)]},
        "besoins": {
            "measures": ["emergency_kit", "gestures"],
            "needs": ["Garder la trousse à portée de main, même en sortie."],
        },
        "reunion": {"renewal": ["no"], "availability": ["le mardi ou le jeudi, après 16 h 30"]},
        "accords": {"shared": ["on"], "told": ["on"]},
    }


def lea_eats_otherwise(ground: Ground, casting: Casting, rng: Random) -> None:
    """Julien tells a new diet and a proof of vaccination for Léa; nobody has read it yet."""
    timeline = Timeline(ground.now, rng, 1)
    wish = casting.named("exparent", "Léa", SCHOOL_GROUP, timeline.at.date())
    HealthPlay(wish, ground.staff["agent"], timeline, rng).asks("sante", _update).file(papers=1)


def noe_has_a_plan(ground: Ground, casting: Casting, rng: Random) -> None:
    """Camille asked for a PAI for Noé: the meeting is set."""
    timeline = Timeline(ground.now, rng, 4)
    wish = casting.named("parent", "Noé", SCHOOL_GROUP, timeline.at.date())
    play = HealthPlay(wish, ground.staff["agent"], timeline, rng).asks("pai", _care)
    play.file(papers=1)
    play.time.later(days=1)
    play.claim()
    play.time.later()
    play.decide(
        "meet",
        answers={
            "day": [_tuesday_after(ground.today + timedelta(days=7)).isoformat()],
            "hour": ["16:45"],
            "place": ["École des Quatre-Vents, salle des maîtres"],
        },
    )


def _tuesday_after(day: date) -> date:
    return day + timedelta(days=(1 - day.weekday()) % 7)


HEALTH_STORIES = [lea_eats_otherwise, noe_has_a_plan]
