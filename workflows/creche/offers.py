"""From a closed session to each family: the offers go out, and places that come back go on.

Each case is moved in a transaction of its own; whatever a crash leaves is taken up by the sweep.
"""

import logging

from activities import offered_places
from activities.models import AdmissionLine
from cases.models import Wait
from cases.outbox import call_worker_after_commit
from cases.recording import Acting
from workflows.engine.acts import arrive
from workflows.engine.step import Stale, at_wait

SWEEP = "workflows.tasks.sweep_offers"
logger = logging.getLogger(__name__)
AWAITING = ("waiting", "still_waiting", "confirm")


def call_worker(session_id: int) -> None:
    """Once it stands, let a worker send what is to be sent; the sweep does it too."""
    call_worker_after_commit(SWEEP, session_id)


def pass_on(session_id: int | None) -> None:
    """A place of this session came back: to the next family, once this case stands."""
    if session_id is not None:
        call_worker(session_id)


def sweep_offers() -> int:
    """Pass on the places that came back, then tell every family that is to be told."""
    for session in offered_places.to_pass_on():
        _safely(offered_places.pass_places_on, session)
    return sum(bool(_safely(send_offer, line)) for line in offered_places.to_announce())


def send_offer(line_id: int) -> bool:
    """Move the case of a line to its offer; False when it was done, or the case moved on."""
    line = AdmissionLine.objects.select_related("request").get(pk=line_id)
    wait = Wait.objects.filter(reference=line.request.case_reference, node__in=AWAITING).first()
    if wait is None:
        return False
    try:
        with at_wait(wait.pk, wait.on, Acting()) as (case, _wait, activation):
            if not offered_places.announce(line):
                raise Stale
            activation.leave("offered")
            arrive(case)
    except Stale:
        return False
    return True


def _safely(act, row_id: int):
    """One broken case or session does not hold the others back."""
    try:
        return act(row_id)
    except Exception as error:
        logger.error("%s of %s failed: %s", act.__name__, row_id, type(error).__name__)
        return None
