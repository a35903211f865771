"""What ties people to cases: all that their rights depend on, read in one statement.

Written in SQL: a live message asks it each time, and building such a query from the models
costs several times what running it does.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import connection

from cases.models import Case


class Bond(NamedTuple):
    """One person and one case, as the database has them now."""

    user_id: int
    case_id: int
    reference: str
    last_event: int
    is_draft: bool
    about_child: bool
    filed_by_user: bool
    works_in: list[int]  # services; empty for who is not staff
    in_service: bool  # works in the case's own, or in one that treats a part of it
    role: str | None  # in the case's household; None outside it
    may_see: bool | None  # the case's child, each of them when there are several; None: no child
    may_decide: bool | None  # likewise
    sees_one: bool | None  # at least one of several


BONDS = """
select u.id, c.id, c.reference, c.last_event, c.state = %(draft)s, k.may_see is not null,
       c.filed_by_id is not distinct from u.id, w.services,
       coalesce(c.service_id = any(w.services), false) or exists(
           select from cases_involved i where i.case_id = c.id and i.service_id = any(w.services)
       ),
       m.role, k.may_see, k.may_decide, k.sees_one
from accounts_user u
cross join cases_case c
cross join lateral (
    select array(select s.service_id from town_staffmembership s where s.user_id = u.id) services
) w
left join family_adult a on a.user_id = u.id
left join family_membership m on m.adult_id = a.id and m.household_id = c.household_id
cross join lateral (
    select bool_and(coalesce(t.may_see, false)) may_see,
           bool_and(coalesce(t.may_decide, false)) may_decide,
           bool_or(coalesce(t.may_see, false)) sees_one
    from (
        select c.child_id where c.child_id is not null
        union all select o.child_id from cases_concerned o where o.case_id = c.id
    ) about
    left join family_tie t on t.adult_id = a.id and t.child_id = about.child_id
) k
where u.is_active and u.id = any(%(users)s)
"""


def bonds(user_ids: Collection[int], case_id: int) -> list[Bond]:
    """Those of these people with this case; closed accounts have none."""
    return _bonds("and c.id = %(case)s", user_ids, case=case_id)


def bonds_by_reference(user_id: int, references: Collection[str]) -> list[Bond]:
    """Those of one person with the cases so called."""
    return _bonds("and c.reference = any(%(references)s)", [user_id], references=list(references))


def _bonds(which: str, user_ids: Collection[int], **given: Any) -> list[Bond]:
    asked: dict[str, Any] = {"draft": Case.State.DRAFT.value, "users": list(user_ids), **given}
    with connection.cursor() as cursor:
        cursor.execute(BONDS + which, asked)
        return [Bond(*row) for row in cursor.fetchall()]
