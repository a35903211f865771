"""What Celery runs: each only calls a rule."""

from celery import shared_task

from workflows.engine import deliveries, jobs, sweep


@shared_task
def sweep_waits() -> None:
    """Fire reminders and deadlines that are due."""
    sweep.sweep_waits()


@shared_task
def sweep_deliveries() -> None:
    """Send what a crash or an absence of the worker left behind."""
    deliveries.sweep_deliveries()


@shared_task
def work(task_id: int) -> None:
    """Do the job behind one step."""
    jobs.work(task_id)


@shared_task
def deliver(event_id: int) -> None:
    """Tell the outside about one event."""
    deliveries.deliver(event_id)


@shared_task
def sweep_offers(session_id: int = 0) -> None:
    """Tell the families to whom a commission gives a place; pass on the places that come back."""
    from workflows.creche.offers import sweep_offers

    sweep_offers()
