"""Who may come in by which door, to the requests and papers of one household.

The one declared table of the suite. Whoever is not named is told what somebody would be told
of something that does not exist; who has not signed in is sent to sign in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.access.people import ROLES, Town

Who = frozenset[str]

ALL = frozenset(ROLES)
SIGNED_IN = ALL - {"anonymous"}
RESPONSIBLE = frozenset({"parent", "co_representative"})
HOME = RESPONSIBLE | {"resident"}
CHILD = HOME | {"other_parent"}
FAMILIES = CHILD | {"stranger"}
SERVICE = frozenset({"agent", "supervisor"})
STAFF = SERVICE | {"other_agent"}
BILLING = frozenset({"other_agent"})
CLERK = frozenset({"agent"})
SUPERVISOR = frozenset({"supervisor"})
ADMINISTRATOR = frozenset({"administrator"})
NOBODY: Who = frozenset()


@dataclass(frozen=True)
class Door:
    """Who is let in, by method; None when the door does not know the method.

    `args` gives what stands in the address; a door to a case is tried on each of `cases`.
    """

    get: Who | None = None
    post: Who | None = None
    args: Callable[[Town, Any], list] = lambda town, case: []
    cases: tuple[str, ...] = ("",)
    put: Who | None = None
    delete: Who | None = None
    form: Callable[[Town, Any], dict] = lambda town, case: {}  # what is right to send


def reference(town: Town, case: Any) -> list:
    """The address of a case."""
    return [case.reference]


def referenced(*more: str) -> Callable[[Town, Any], list]:
    """The address of something in a case."""
    return lambda town, case: [case.reference, *more]


def of_piece(town: Town, case: Any) -> list:
    """The address of the proof of address in a case."""
    return [case.reference, case.pieces.get(kind="address").public_id]


def of_task(town: Town, case: Any) -> list:
    """The number of the step on which the case waits."""
    return [case.waits.get().pk]


def drawn_for(town: Town, case: Any) -> dict:
    """The task for which a form of the desk was drawn."""
    return {"task": case.waits.get().pk}


def paper(town: Town, case: Any) -> list:
    """The household's document."""
    return [town.document.public_id]


def child(town: Town, case: Any) -> list:
    """The child."""
    return [town.case.child.public_id]


def contact(town: Town, case: Any) -> list:
    """Somebody of the child's entourage."""
    return [town.contact.public_id]


def commission(town: Town, case: Any) -> list:
    """A session of the service's commission."""
    return [town.commission.public_id]


def commission_line(town: Town, case: Any) -> list:
    """A request in it."""
    return [town.commission.public_id, town.commission.lines.get().public_id]


def home(town: Town, case: Any) -> list:
    """The household."""
    return [town.case.household.public_id]


def canteen(town: Town) -> str:
    """The canteen of the case's service."""
    return town.case.facility.slug


SENT, DRAFT, TASK = ("case",), ("draft",), ("case",)


def public(post: bool = True) -> Door:
    """A page for everybody."""
    return Door(ALL, ALL if post else None)


def sent(get: Who | None = None, post: Who | None = None, args=reference, **more: Any) -> Door:
    """A door to sent requests."""
    return Door(get, post, args, SENT, **more)


def decided(get: Who | None, post: Who | None = None) -> Door:
    """A door to what the service decided."""
    return Door(get, post, reference, ("decided",))


def draft(get: Who | None = None, post: Who | None = None, args=reference, **more: Any) -> Door:
    """A door to drafts."""
    return Door(get, post, args, DRAFT, **more)


def at_counter(get: Who | None = None, post: Who | None = None, args=reference) -> Door:
    """A door to the drafts that a clerk fills at the counter: nobody else's."""
    return Door(get, post, args, ("counter",))


def task(post: Who | None, get: Who | None = None, **more: Any) -> Door:
    """A door to an open task of the service."""
    return Door(get, post, of_task, TASK, **more)


def fixed(get: Who | None, post: Who | None = None, *args: Any) -> Door:
    """A door whose address is always the same."""
    return Door(get, post, lambda town, case: list(args))


PUBLIC = {
    "sheet": None,  # a style sheet by its mark: no person's data
    "front": public(),
    "news": public(),
    "news_item": Door(ALL, ALL, lambda town, case: [town.news.public_id]),
    "accessibility": public(),
    "personal_data": public(),
    "account_login": public(),
    "account_logout": public(),
    "account_inactive": public(post=False),
    "account_reset_password": public(),
    "account_reset_password_done": public(post=False),
    "account_reset_password_from_key": fixed(ALL, ALL, "abc", "abc-def"),
    "account_reset_password_from_key_done": public(post=False),
    "account_confirm_email": None,  # a signed key is the right: tests/accounts
    "activation": public(),
    "activation_address": public(),
    "activation_account": public(),
    "activation_request": public(),
    "activation_asked": public(),
    "activation_link": fixed(ALL, None, "CLE"),
}

PORTAL = {
    "home": fixed(SIGNED_IN, SIGNED_IN),
    "account_change_password": fixed(SIGNED_IN, SIGNED_IN),
    "account_email": fixed(SIGNED_IN, SIGNED_IN),
    "portal:procedures": fixed(FAMILIES, FAMILIES),
    "portal:procedure": fixed(FAMILIES, FAMILIES, "inscription"),
    "portal:begin": fixed(None, FAMILIES, "inscription"),
    # Nothing is ready for this household: tests/portal/test_renewal.py
    "portal:take_up": fixed(None, NOBODY, "dossier-periscolaire", "2027-09-01"),
    "portal:case": sent(CHILD, CHILD),
    "portal:case_live": sent(CHILD, CHILD),
    "portal:message": sent(None, RESPONSIBLE),
    "portal:answer": sent(None, RESPONSIBLE),
    "portal:withdraw": sent(RESPONSIBLE, RESPONSIBLE),
    "portal:seen": sent(None, HOME),
    "portal:give_piece": sent(None, RESPONSIBLE, referenced("address")),
    "portal:case_pieces": sent(RESPONSIBLE, RESPONSIBLE),
    "portal:receipt": sent(HOME, HOME),
    "portal:receipt_pdf": sent(HOME, HOME),
    "portal:decision_pdf": decided(HOME, HOME),
    # No paper of its own has an enrolment: tests/portal/test_own_letters.py
    "portal:own_letter": sent(NOBODY, None, referenced("mandat")),
    "portal:step": draft(RESPONSIBLE, RESPONSIBLE, referenced("enfant")),
    "portal:draft_pieces": draft(RESPONSIBLE, RESPONSIBLE),
    "portal:summary": draft(RESPONSIBLE, RESPONSIBLE),
    "portal:submit": draft(None, RESPONSIBLE),
    "portal:drop": draft(RESPONSIBLE, RESPONSIBLE),
    "portal:family": fixed(FAMILIES),
    "portal:profile": fixed(FAMILIES, FAMILIES),
    "portal:child": Door(CHILD, None, child),
    "portal:contact_add": Door(
        RESPONSIBLE | {"other_parent"}, RESPONSIBLE | {"other_parent"}, child
    ),
    "portal:entourage": fixed(FAMILIES),
    "portal:contact": Door(RESPONSIBLE, RESPONSIBLE, contact),
    "portal:contact_remove": Door(None, RESPONSIBLE, contact),
    "portal:contact_restore": Door(None, RESPONSIBLE, contact),
    "portal:co_representative": fixed(FAMILIES),
    # Invited are co-representatives without account; this adult is none.
    "portal:invite": Door(None, NOBODY, lambda town, case: [town.second_adult.public_id]),
    "portal:readings": fixed(FAMILIES),
    "portal:family_history": fixed(FAMILIES),
    "portal:documents": fixed(FAMILIES, FAMILIES),
    "portal:document": Door(RESPONSIBLE, RESPONSIBLE, paper),
    "portal:messages": fixed(FAMILIES, FAMILIES),
    "portal:agenda": fixed(FAMILIES, FAMILIES),
}

DESK = {
    "desk:inbox": fixed(STAFF),
    "desk:search": fixed(None, STAFF),
    "desk:filters": fixed(STAFF),
    # For who has the task of a case that needs it, which nobody has here: tests/desk/test_sensitive.py
    "desk:health": sent(None, NOBODY),
    # An enrolment needs no section about money: tests/desk/test_money_sections.py
    "desk:section": sent(None, NOBODY, referenced("bank")),
    "desk:own_letter": sent(NOBODY, None, referenced("mandat")),
    "desk:archive": fixed(STAFF),
    "desk:case": sent(SERVICE),
    "desk:case_chart": sent(SERVICE),
    "desk:charts": fixed(STAFF),
    "desk:chart": Door(STAFF, None, lambda town, case: ["inscription"]),
    "desk:bpmn": Door(STAFF, None, lambda town, case: ["inscription"]),
    "desk:seen": sent(None, SERVICE),
    "desk:claim": Door(None, SERVICE, reference, TASK, form=drawn_for),
    "desk:release": Door(None, SERVICE, reference, TASK, form=drawn_for),
    "desk:reassign": Door(None, SERVICE, reference, TASK, form=drawn_for),
    "desk:decide": Door(SERVICE, SERVICE, referenced("accept"), TASK, form=drawn_for),
    # One case has no twin: tests/workflows/test_twins.py
    "desk:merge": Door(
        NOBODY, SERVICE, lambda town, case: [town.case.reference, town.case.reference]
    ),
    "desk:message": sent(None, SERVICE),
    "desk:note": sent(None, SERVICE),
    "desk:piece": sent(None, SERVICE, of_piece),
    "desk:document": Door(
        SERVICE, None, lambda town, case: [town.case.reference, town.document.public_id]
    ),
    "desk:carry": sent(None, SERVICE, referenced("photos")),
    "desk:take_back": sent(None, SERVICE, referenced("photos")),
    "desk:at_counter": sent(SERVICE),
    "desk:give": sent(None, SERVICE, referenced("address")),
    "desk:answer": Door(None, SERVICE, reference, ("asked",), form=drawn_for),
    "desk:withdraw": sent(None, SERVICE),
    "desk:receipt": sent(SERVICE),
    "desk:receipt_pdf": sent(SERVICE),
    "desk:decision_pdf": decided(SERVICE),
    # The names of one canteen: tests/desk/test_meals.py
    "desk:meals": Door(STAFF, SERVICE, form=lambda town, case: {"lieu": canteen(town)}),
    "desk:price_reviews": fixed(BILLING),
    "desk:review_price": Door(None, BILLING, lambda town, case: [town.review.pk]),
    "desk:unreview_price": Door(None, BILLING, lambda town, case: [town.review.pk]),
    "desk:counter": fixed(STAFF),
    "desk:household": Door(STAFF, None, home),
    "desk:begin": Door(None, STAFF, lambda town, case: [*home(town, case), "inscription"]),
    "desk:counter_draft": at_counter(CLERK),
    "desk:counter_step": at_counter(CLERK, CLERK, referenced("enfant")),
    "desk:counter_pieces": at_counter(CLERK),
    "desk:counter_summary": at_counter(CLERK),
    "desk:counter_submit": at_counter(None, CLERK),
    "desk:counter_drop": at_counter(None, CLERK),
    "desk:key_letter": Door(
        None, SERVICE, lambda town, case: [town.case.reference, town.second_adult.public_id]
    ),
}

TOWER = {
    "supervision:tower": fixed(SUPERVISOR),
    "supervision:upkeep": fixed(ADMINISTRATOR),
    "supervision:failed_work": fixed(ADMINISTRATOR),
    "supervision:retry_work": fixed(None, ADMINISTRATOR),
    "supervision:retry_all": fixed(None, ADMINISTRATOR),
    "supervision:calendar": fixed(ADMINISTRATOR, ADMINISTRATOR),
    "supervision:reopen": Door(None, ADMINISTRATOR, lambda town, case: [uuid4()]),
    "supervision:settings": fixed(ADMINISTRATOR),
    "supervision:procedure_settings": fixed(ADMINISTRATOR, None, "inscription"),
    "supervision:publish_settings": fixed(None, ADMINISTRATOR, "inscription"),
    "supervision:settings_versions": fixed(ADMINISTRATOR, None, "inscription"),
    "supervision:restore_settings": fixed(None, ADMINISTRATOR, "inscription", 0),
    "supervision:settings_section": fixed(ADMINISTRATOR, ADMINISTRATOR, "inscription", "delais"),
    "supervision:reset_settings": fixed(None, ADMINISTRATOR, "inscription", "delais"),
    "supervision:cases": fixed(SUPERVISOR),
    "supervision:commissions": fixed(SUPERVISOR),
    "supervision:new_commission": fixed(SUPERVISOR, SUPERVISOR),
    "supervision:commission": Door(SUPERVISOR, None, commission),
    "supervision:commission_again": Door(None, SUPERVISOR, commission),
    "supervision:close_commission": Door(SUPERVISOR, SUPERVISOR, commission),
    "supervision:commission_rounds": Door(SUPERVISOR, None, commission),
    "supervision:commission_line": Door(SUPERVISOR, SUPERVISOR, commission_line),
}

API = {
    "api:schema": public(post=False),
    "api:docs": public(),
    "api:nowhere": None,  # answers everybody alike: tests/api/test_problems.py
    "api:me": fixed(SIGNED_IN),
    "api:procedures": fixed(SIGNED_IN),
    "api:procedure": fixed(SIGNED_IN, None, "inscription"),
    "api:cases": fixed(SIGNED_IN, SIGNED_IN),
    "api:case": sent(CHILD | SERVICE, None, delete=RESPONSIBLE | SERVICE),
    "api:step": draft(RESPONSIBLE, None, referenced("enfant"), put=RESPONSIBLE),
    "api:submit": draft(None, RESPONSIBLE),
    "api:answer": sent(None, RESPONSIBLE | SERVICE),
    "api:withdraw": sent(None, RESPONSIBLE | SERVICE),
    "api:read": sent(None, None, put=HOME | SERVICE),
    "api:events": sent(CHILD | SERVICE),
    "api:messages": sent(HOME | SERVICE, RESPONSIBLE | SERVICE),
    "api:notes": sent(SERVICE, SERVICE),
    "api:pieces": sent(HOME | SERVICE),
    "api:piece": sent(None, None, referenced("address"), put=RESPONSIBLE | SERVICE),
    "api:piece_file": sent(None, RESPONSIBLE | SERVICE, referenced("address")),
    "api:piece_review": sent(None, SERVICE, referenced("address")),
    "api:documents": fixed(SIGNED_IN, SIGNED_IN),
    "api:document": Door(RESPONSIBLE | SERVICE, None, paper),
    "api:content": Door(RESPONSIBLE | SERVICE, None, paper),
    "api:tasks": fixed(SIGNED_IN),
    "api:task_search": fixed(None, SIGNED_IN),
    "api:task": task(None, SERVICE),
    "api:claim": task(SERVICE),
    "api:release": task(SERVICE),
    "api:reassign": task(SERVICE, form=lambda town, case: {"to": str(town.colleague.public_id)}),
    "api:decide": task(SERVICE, form=lambda town, case: {"exit": "accept"}),
}

DEMO = {  # served in the demo and in the tests only: tests/demo/test_doors_shut_in_production.py
    "demo:look:gallery": public(),
    "demo:look:sample": fixed(ALL, ALL, "step"),
    "demo:sign_ins": fixed(ALL, None),
    "demo:enter": None,
    "demo:mails": fixed(ALL, None),
    "demo:mail": None,
}

DOORS = PUBLIC | PORTAL | DESK | TOWER | API | DEMO
SOCKETS = {"direct/": SIGNED_IN}
