"""Cases copied for other families from cases that the engine really moved.

A copy is its source's rows, every one, with other people, moved in time: by whole weeks, so that
working hours stay working hours, and by some minutes. Nothing here knows what the engine writes;
a column added tomorrow is copied too. Only the database works: one INSERT … SELECT a table.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, models
from viewflow.workflow.models import Process, Task

from accounts.models import User
from accounts.names import folded
from activities.models import Enrolment
from cases.models import Case, CaseEvent, Message, Note, Piece, ReadMark, Wait
from demo.town.casting import Wish
from demo.town.in_bulk import room_for
from demo.town.sources import Source
from town.working_time import PARIS

# By the clock on the wall: nine o'clock stays nine o'clock when summer time ends in between.
MOVED = "(t.{} at time zone 'Europe/Paris' + p.shift) at time zone 'Europe/Paris'"
LINKS = Task.previous.through._meta.db_table
PLAN = """
create temporary table plan (
    case_id bigint, process_id bigint, task_base bigint,
    source_id bigint, source_process bigint, shift interval, reference text, title text, data jsonb,
    household_id bigint, child_id bigint, applicant_id bigint, filer_id bigint, agent_id bigint,
    source_filer bigint, source_agent bigint, source_first_name text, first_name text,
    service_id bigint, facility_id bigint, family_name text, child_name text, search text,
    group_id bigint, weekdays smallint[], starts_on date, ends_on date, enrolment_state text
) on commit drop"""
RANKS = """
create temporary table task_rank on commit drop as
select t.id, t.process_id, row_number() over (partition by t.process_id order by t.id) as rank
from viewflow_task t where t.process_id = any(%s)"""
# Once for all the copies: looked for a copy, the planner would walk all the links of the town.
RANKED_LINKS = f"""
create temporary table task_link on commit drop as
select after.process_id, after.rank as from_rank, before.rank as to_rank
from {LINKS} l join task_rank after on after.id = l.from_task_id
join task_rank before on before.id = l.to_task_id
where l.from_task_id = any(array(select id from task_rank))"""


@dataclass(frozen=True)
class Copy:
    """One case to write: after which source, for whose wish, when, under which number."""

    source: Source
    wish: Wish
    agent: User
    shift: timedelta
    reference: str
    enrolment_state: str = ""  # what an accepted or waitlisted request left in the family file


def lay_copies(copies: Iterable[Copy], sources: Sequence[Source]) -> int:
    """Write the copies; call inside a transaction. Returns how many."""
    return lay_plan(list(map(planned, copies)), sources)


def lay_plan(plan: list[list], sources: Sequence[Source]) -> int:
    """Write the copies that the rows of the plan tell; likewise."""
    width = max(source.tasks for source in sources) + 1
    with connection.cursor() as cursor:
        _make_tables(cursor, sources)
        ids = zip(
            room_for(cursor, Case, len(plan)),
            room_for(cursor, Process, len(plan)),
            room_for(cursor, Task, len(plan) * width)[::width],
            strict=True,
        )
        with cursor.copy("copy plan from stdin") as rows:
            for own, row in zip(ids, plan, strict=True):
                rows.write_row([*own, *row])
        cursor.execute("analyze plan")
        for statement in STATEMENTS:
            cursor.execute(statement)
    return len(plan)


def _make_tables(cursor, sources: Sequence[Source]) -> None:
    cursor.execute("drop table if exists plan, task_rank, task_link")
    cursor.execute(PLAN)
    cursor.execute(RANKS, [[source.process_id for source in sources]])
    cursor.execute("create index on task_rank (id)")
    cursor.execute("analyze task_rank")
    cursor.execute(RANKED_LINKS)
    cursor.execute("analyze task_link")


def planned(copy: Copy) -> list:
    """A row of the plan, but for the numbers the database gives; asks the database nothing."""
    return [copy.source.pk, copy.source.process_id, copy.shift, *_told(copy)]


def _told(copy: Copy) -> list:
    """The columns of the plan that say who and what."""
    wish, source = copy.wish, copy.source
    group, facility = wish.group, wish.group.activity.facility
    title = f"{group.activity.name} · {group.period}"[:200]
    child = str(wish.child)
    is_live = source.state == Case.State.OPEN
    search = f"{wish.home.name} {child} {copy.reference} {title}" if is_live else ""
    return [
        copy.reference,
        title,
        json.dumps(_data(copy)),
        wish.home.pk,
        wish.child.pk,
        wish.applicant.pk,
        wish.applicant.user_id,
        copy.agent.pk,
        source.filer_id,
        source.agent_id,
        source.first_name,
        wish.child.first_name,
        facility.service_id,
        facility.pk,
        wish.home.name,
        child,
        folded(search)[:400],
        group.pk,
        wish.weekdays,
        wish.starts_on,
        group.period.ends_on,
        copy.enrolment_state or None,
    ]


def _data(copy: Copy) -> dict:
    """What was declared and decided, about this child and by this agent."""
    wish, data = copy.wish, json.loads(copy.source.data)
    child, group = str(wish.child.public_id), str(wish.group.public_id)
    starts = wish.starts_on.isoformat()
    typed, declared = data.get("typed", {}), data.get("declared", {})
    for answers, one, many in ((typed, list, str), (declared, lambda got: got[0], int)):
        if "enfant" in answers:
            answers["enfant"]["child"] = one([child])
        if "activite" in answers:
            answers["activite"]["group"] = one([group])
        if "jours" in answers:
            answers["jours"]["weekdays"] = [many(day) for day in wish.weekdays]
            answers["jours"]["starts_on"] = one([starts])
    if "full_days" in data:
        data["full_days"] = list(wish.weekdays)
    for said, at in zip(data.get("decisions", ()), copy.source.decided, strict=True):
        said["by"], said["at"] = copy.agent.pk, (at.astimezone(PARIS) + copy.shift).isoformat()
    return data


def _who(column: str) -> str:
    """The person of the copy who stands where the source has the filer or the agent."""
    return (
        f"case t.{column} when p.source_filer then p.filer_id"
        f" when p.source_agent then p.agent_id end"
    )


def _copying(model: type[models.Model], source: str, where: str = "true", **columns: str) -> str:
    """INSERT … SELECT of a table's rows; dates are moved, and `columns` given otherwise."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        if field.primary_key and field.column == "id" and "id" not in columns:
            continue  # the table numbers its rows itself
        names.append(field.column)
        moved = MOVED.format(field.column)
        plain = moved if isinstance(field, models.DateTimeField) else f"t.{field.column}"
        values.append(columns.get(field.column, plain))
    table = model._meta.db_table
    listed = ", ".join(f'"{name}"' for name in names)
    return f"insert into {table} ({listed}) select {', '.join(values)} from {source} where {where}"


def _of_case(model: type[models.Model], where: str = "true", **columns: str) -> str:
    source = f"plan p join {model._meta.db_table} t on t.case_id = p.source_id"
    return _copying(model, source, where, case_id="p.case_id", **columns)


def _own_id(salt: str) -> str:
    """A public identifier drawn from the case's number: the same with the same seed."""
    return f"md5(p.reference || '{salt}' || t.number)::uuid"


BODY = "replace(t.body, p.source_first_name, p.first_name)"
# A copy shows its own household's papers, or none; what is still missing is missing here too.
PAPER = """(select d.id from documents_document d where d.household_id = p.household_id
    and d.kind = t.kind and (d.child_id is null or d.child_id = p.child_id)
    order by d.created_at desc limit 1)"""
PLACE = f"""insert into {Enrolment._meta.db_table}
    (public_id, child_id, household_id, group_id, weekdays, starts_on, ends_on, state,
     case_reference, created_at)
    select md5(p.reference || 'place')::uuid, p.child_id, p.household_id, p.group_id, p.weekdays,
     p.starts_on, p.ends_on, p.enrolment_state, p.reference, {MOVED.format("closed_at")}
    from plan p join cases_case t on t.id = p.source_id where p.enrolment_state is not null"""
RANKED = "plan p join task_rank r on r.process_id = p.source_process"
NEW_TASK = "p.task_base + r.rank"

STATEMENTS = [
    _copying(
        Process,
        "plan p join viewflow_process t on t.id = p.source_process",
        id="p.process_id",
    ),
    _copying(
        Case,
        "plan p join cases_case t on t.id = p.source_id",
        id="p.case_id",
        process_id="p.process_id",
        **{
            name: f"p.{name}"
            for name in ("reference", "title", "data", "household_id", "child_id", "applicant_id")
        },
        filed_by_id="p.filer_id",
        service_id="p.service_id",
        facility_id="p.facility_id",
    ),
    _copying(
        Task,
        f"{RANKED} join viewflow_task t on t.id = r.id",
        id=NEW_TASK,
        process_id="p.process_id",
        owner_id=_who("owner_id"),
    ),
    f"""insert into {LINKS} (from_task_id, to_task_id)
        select p.task_base + l.from_rank, p.task_base + l.to_rank
        from plan p join task_link l on l.process_id = p.source_process""",
    _of_case(
        CaseEvent,
        actor_id=_who("actor_id"),
        act="null",
        deliver_after="null",
        payload="""case when t.payload ? 'deadline' then jsonb_set(t.payload, '{deadline}',
            to_jsonb(((t.payload ->> 'deadline')::date
                + extract(day from p.shift)::int)::text)) else t.payload end""",
    ),
    _of_case(
        Message, public_id=_own_id("message"), author_id=_who("author_id"), body=BODY
    ),
    _of_case(Note, public_id=_own_id("note"), author_id=_who("author_id")),
    _of_case(ReadMark, reader_id=_who("reader_id")),
    _of_case(
        Piece,
        f"t.state in ('asked', 'refused') or {PAPER} is not null",
        public_id="md5(p.reference || t.kind)::uuid",
        document_id=f"case when t.document_id is not null then {PAPER} end",
    ),
    _copying(
        Wait,
        f"{RANKED} join cases_wait t on t.task_id = r.id",
        task_id=NEW_TASK,
        case_id="p.case_id",
        owner_id=_who("owner_id"),
        **{
            name: f"p.{name}"
            for name in (
                "service_id", "facility_id", "reference", "family_name", "child_name", "search"
            )
        },
    ),
    PLACE,
]  # fmt: skip
