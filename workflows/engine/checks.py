"""No deployment may strand a live case: every open wait's node must still exist."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from viewflow.workflow.fields import get_task_ref

from workflows.engine.flow import CaseFlow


def known_references() -> set[str]:
    """Every node that some flow defines, under its present and its former names."""
    known: set[str] = set()
    for flow in CaseFlow.__subclasses__():
        known |= {get_task_ref(node) for node in flow.instance.nodes()}
        prefix = get_task_ref(flow.instance.start_node).rsplit(".", 1)[0]
        known |= {f"{prefix}.{old}" for old in flow.renamed}
    return known


def stranded() -> dict[str, int]:
    """Nodes on which live cases wait and which no flow defines, with the number of cases."""
    if "cases_wait" not in connection.introspection.table_names():
        return {}  # `migrate` runs database checks before the tables exist
    # Raw: Viewflow's field itself turns a lost reference into an Obsolete node.
    query = """select t.flow_task, count(*) from cases_wait w
               join viewflow_task t on t.id = w.task_id group by 1"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    known = known_references()
    return {reference: count for reference, count in rows if reference not in known}


@register(Tags.database)
def check_live_cases(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Stops a start (`manage.py check --database default`) that would strand live cases."""
    if not databases:
        return []
    return [
        Error(
            f"{count} live case(s) wait on {reference}, which no flow defines",
            hint="Keep the node, or name its successor in the flow's `renamed`.",
            id="workflows.E001",
        )
        for reference, count in stranded().items()
    ]
