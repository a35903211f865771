"""How long a step takes: medians in the town's working time, counted by the database.

The town's calendar goes along as a table: for each service and day, how many working seconds
were done before it, and whether it is worked. The working time between two moments is then a
subtraction, the same as `worked_between` finds.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from viewflow.workflow.models import Task

from cases.figures import WEEKS, Moment
from cases.models import Case
from town.working_time import DAY, PARIS, SPELLS, closures_by_service, is_working_day

LOOK_BACK = timedelta(days=400)  # a step begun before that is left out
WAITED_ON = ("HUMAN", "MESSAGE")  # the steps that somebody does: an agent, a family


@dataclass(frozen=True)
class StepDelay:
    """How long one step of a démarche took, these last weeks."""

    procedure: str
    node: str
    cases: int
    median: float  # working days
    ninth: float  # nine in ten were done within it


def _calendar(moment: Moment) -> tuple[list[int], list[date], list[int], list[bool]]:
    """Service, day, seconds worked before it, whether it is worked: four columns."""
    end = localdate(moment.at)
    days = [end - LOOK_BACK + timedelta(days=n) for n in range(LOOK_BACK.days + 1)]
    closed = closures_by_service(days[0], end, moment.soon)
    rows = []
    for service, closures in closed.items():
        before = 0
        for day in days:
            works = is_working_day(day, closures)
            rows.append((service, day, before, works))
            before += int(DAY.total_seconds()) if works else 0
    columns = zip(*rows, strict=True) if rows else ([], [], [], [])
    services, when, worked, works_at = (list(column) for column in columns)
    return services, when, worked, works_at


def _seconds_into(moment: str, day: str) -> str:
    """SQL: working seconds from the start of the calendar to a moment that falls on `day`."""
    spells = " + ".join(
        f"extract(epoch from least(greatest(({moment} at time zone '{PARIS.key}')::time,"
        f" '{opens}'), '{closes}') - time '{opens}')"
        for opens, closes in SPELLS
    )
    return f"({day}.before + case when {day}.works then {spells} else 0 end)"


MEDIANS = f"""
with calendar(service_id, day, before, works) as (
  select * from unnest(%s::bigint[], %s::date[], %s::bigint[], %s::boolean[])
), done as (
  select c.id, c.procedure, c.service_id, t.created, t.finished,
    regexp_replace(t.flow_task, '^.*[.]', '') as node
  from cases_case c join viewflow_task t on t.process_id = c.process_id
  where c.id in (select id from asked) and t.status = 'DONE'
    and t.flow_task_type = any(%s) and t.finished > %s
), spent as (
  select done.id, done.procedure, done.node,
    {_seconds_into("done.finished", "b")} - {_seconds_into("done.created", "a")} as seconds
  from done
  join calendar a on a.service_id = done.service_id
    and a.day = (done.created at time zone '{PARIS.key}')::date
  join calendar b on b.service_id = done.service_id
    and b.day = (done.finished at time zone '{PARIS.key}')::date
)
select procedure, node, count(distinct id),
  percentile_cont(0.5) within group (order by seconds),
  percentile_cont(0.9) within group (order by seconds)
from spent group by procedure, node order by procedure, node
"""  # noqa: S608 made of constants


def step_delays(cases: QuerySet[Case], moment: Moment) -> list[StepDelay]:
    """The delays of the steps done these last weeks, in the town's working days."""
    if not moment.soon:
        return []
    asked, given = _worth_asking(cases, moment).values("pk").query.sql_with_params()
    sql = MEDIANS.replace("with calendar", f"with asked(id) as ({asked}), calendar", 1)
    values = [*given, *_calendar(moment), list(WAITED_ON), moment.at - WEEKS]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    day = DAY.total_seconds()
    return [
        StepDelay(procedure, node, number, float(half) / day, float(most) / day)
        for procedure, node, number, half, most in rows
    ]


def _worth_asking(cases: QuerySet[Case], moment: Moment) -> QuerySet[Case]:
    """Live, or closed these last weeks: no other has a step done in them."""
    return cases.filter(Q(state=Case.State.OPEN) | Q(closed_at__gt=moment.at - WEEKS))


def through_step(
    cases: QuerySet[Case], procedure: str, node: str, moment: Moment
) -> QuerySet[Case]:
    """The cases whose step of that name was done these last weeks: those behind its median."""
    done = Task.objects.filter(
        process=OuterRef("process"),
        status="DONE",
        flow_task_type__in=WAITED_ON,
        flow_task__endswith=f".{node}",
        created__gte=moment.at - LOOK_BACK,
        finished__gt=moment.at - WEEKS,
    )
    return cases.filter(Exists(done), procedure=procedure, submitted_at__isnull=False)
