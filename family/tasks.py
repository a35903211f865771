"""Background jobs of the family file: each only calls a rule."""

from functools import partial

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError


@shared_task
def send_invitation(invitation_id: int) -> None:
    """Send one invitation by e-mail."""
    from family import invitation_mail

    invitation_mail.send(invitation_id)


@shared_task
def sweep_invitations() -> None:
    """Send the invitations that have not left yet."""
    from family import invitation_mail

    invitation_mail.send_waiting()


@shared_task
def remind_care_plans() -> None:
    """Tell the parents whose child's care plan must be redone soon."""
    from family import care_plan_mail

    care_plan_mail.remind_all()


def queue_invitation(invitation_id: int) -> None:
    """Send after commit; without a broker, the sweep does it later."""
    transaction.on_commit(partial(_queue, invitation_id))


def _queue(invitation_id: int) -> None:
    try:
        send_invitation.delay(invitation_id)
    except (OperationalError, OSError):
        return
