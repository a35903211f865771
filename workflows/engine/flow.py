"""The base of every démarche's flow: the case's row is its only lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from viewflow.workflow.base import Flow, Node

from cases.models import Case


@contextmanager
def case_lock(flow_class: type[Flow], process_pk: int) -> Iterator[None]:
    """Viewflow's lock, ours: waits for the case's row, so it nests in an outer transaction."""
    with transaction.atomic():
        rows = Case.objects.select_for_update(no_key=True).filter(process=process_pk)
        list(rows.values_list("pk"))
        yield


class CaseFlow(Flow):
    """A flow over a case. `renamed` maps the names of nodes that live cases may still hold."""

    lock_impl = staticmethod(case_lock)
    renamed: dict[str, str] = {}

    @property
    def start_node(self) -> Node:
        """Where a submitted case enters."""
        return self.node("start")

    def node(self, name: str, no_obsolete: bool = False) -> Node | None:
        """The node of that name, or of the name it has since taken."""
        return super().node(self.renamed.get(name, name), no_obsolete)
