"""Telling live pages that something is new. No content travels: ids and numbers only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from cases.broadcast import broadcast, tell_neighbours
from cases.models import Case, CaseEvent
from cases.sides import Audience


def case_topic(case_id: int) -> str:
    """What those who watch one case listen to."""
    return f"case.{case_id}"


def service_topic(service_id: int) -> str:
    """What the inboxes and towers of one service listen to."""
    return f"service.{service_id}"


def household_topic(household_id: int) -> str:
    """What the home pages of one household listen to."""
    return f"household.{household_id}"


def child_topic(child_id: int) -> str:
    """What the home pages of those who may see a child listen to: the other parent's too."""
    return f"child.{child_id}"


def list_topics(
    audience: str, *, service: int | None, household: int | None, child: int | None
) -> Iterator[str]:
    """Whose lists change with an event of this audience. A family's never for the staff's."""
    if service:
        yield service_topic(service)
    if household and audience != Audience.STAFF:
        yield household_topic(household)
    if child and audience == Audience.FAMILY:
        yield child_topic(child)


@dataclass
class News:
    """What one commit changes for the live pages of one case: told once, whole."""

    case_id: int
    events: list[tuple[int, str, str]] = field(default_factory=list)  # number, kind, audience
    topics: set[str] = field(default_factory=set)
    people: set[int] = field(default_factory=set)  # accounts whose rights changed

    def tell(self) -> None:
        """Send it; a second call has nothing left to say. Rights first: who lost them gets none
        of what follows."""
        people, self.people = self.people, set()
        if people:
            item = {"what": "rights", "people": sorted(people)}
            tell_neighbours(item)
            broadcast(item)
        topics, self.topics = self.topics, set()
        events, self.events = self.events, []
        if events:
            number = events[-1][0]
            tell_neighbours({"case": self.case_id, "events": events})
            broadcast(
                {"what": "news", "to": sorted(topics), "case": self.case_id, "number": number}
            )


def wake_after_commit(case: Case, event: CaseEvent) -> None:
    """Once the change stands, wake the pages of the case, its service and its families.

    Several events of one transaction travel as one: the first callback after the commit tells
    all that was gathered on the case in hand.
    """
    news = _news_of(case)
    news.events.append((event.number, event.kind, event.audience))
    news.topics.add(case_topic(case.pk))
    lists = list_topics(
        event.audience, service=case.service_id, household=case.household_id, child=case.child_id
    )
    news.topics.update(lists)
    transaction.on_commit(news.tell)


def wake_service_after_commit(case: Case, service: int) -> None:
    """Wake the lists of a service that treats a part of the case, with the step's own events."""
    _news_of(case).topics.add(service_topic(service))


def rights_changed(case: Case, user_ids: Iterable[int]) -> None:
    """Once it stands, have the live pages of these people, of whatever case, ask for their rights
    before anything more is given to them. Told with the step's own events."""
    _news_of(case).people.update(user_ids)


def _news_of(case: Case) -> News:
    news: News = getattr(case, "_news", None) or News(case.pk)
    case._news = news
    return news


def tell_read(case: Case, side: str, number: int) -> None:
    """Once it stands, show the other side how far this one has read."""
    item = {"what": "read", "to": [case_topic(case.pk)], "side": side, "number": number}
    transaction.on_commit(lambda: broadcast(item))


def tell_typing(case_id: int, side: str) -> None:
    """Show the other side that this one is typing; kept nowhere."""
    broadcast({"what": "typing", "to": [case_topic(case_id)], "side": side})
