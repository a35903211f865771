"""Each démarche under random acts of random people at random times: what must hold, holds.

`PROOF_EXAMPLES=500 PROOF_STEPS=60 make test T=tests/workflows/test_state_machine.py` looks for
longer.
"""

import pytest

from tests.flows.machine import EXAMPLES, prove
from tests.flows.play import play_of
from tests.flows.plays.trip import Played
from tests.flows.trip import Trip
from workflows.engine.procedure import registry

SLUGS = [procedure.slug for procedure in registry]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_demarche_says_how_it_is_played(slug):
    assert play_of(registry[slug])


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_whatever_people_do_and_whenever_every_case_holds(slug):
    prove(slug, play_of(registry[slug]))


@pytest.mark.django_db
def test_parts_jobs_and_dates_hold_too(monkeypatch):
    """The trip has every kind of node; its worker fails one time in two."""
    monkeypatch.setitem(registry.procedures, "sortie", Trip())
    booked = []

    def book(case_id: int) -> None:
        booked.append(case_id)
        if len(booked) % 2:
            raise OSError("no coach")

    monkeypatch.setattr("tests.flows.trip.book", book)
    prove("sortie", Played(), examples=2 * EXAMPLES)
    assert booked
