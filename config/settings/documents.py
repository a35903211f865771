"""How long a family's papers stay valid; the town changes it here, with a date.

For each kind, rules with the day from which they hold: `months` after the document was given,
or `until` a day of the year (month, day), where a paper given from `renewed_from` on counts for
the following year. No rule: no end.
"""

from datetime import date

DOCUMENT_VALIDITY: dict[str, list[tuple[date, dict]]] = {
    "address": [(date(2020, 1, 1), {"months": 12})],
    "identity": [(date(2020, 1, 1), {"months": 60})],
    # Attested for a school year; attestations of the next one are issued from July on.
    "insurance": [(date(2020, 1, 1), {"until": (8, 31), "renewed_from": (7, 1)})],
    "vaccines": [(date(2020, 1, 1), {"months": 12})],
    # The CAF and the MSA look at resources anew each January; figures settle in February.
    "caf": [(date(2020, 1, 1), {"until": (1, 31)})],
    # A PAI holds as long as the child stays at the school; the prescription and the kit do not.
    "pai": [(date(2020, 1, 1), {"months": 12})],
}
