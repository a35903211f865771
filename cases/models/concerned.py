"""The children of a case that is about several of them."""

from django.db import models

from cases.models.case import Case
from family.models import Child


class Concerned(models.Model):
    """One of the several children that a case is about; the only one of a case is on its row.

    Whoever may not see each of them reads of the case no more than that it exists.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="concerned")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "concerned"
        constraints = [models.UniqueConstraint(fields=["case", "child"], name="child_once_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.child_id}"
