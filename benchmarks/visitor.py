"""Run on one town's database: signs in who has the fullest inbox, and looks at it once.

Prints what the browser then sends, and what the page costs in queries and in bytes.
"""

from __future__ import annotations

import gzip
import json

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from cases.models import Case, Wait  # noqa: E402
from cases.queue import tasks_for  # noqa: E402
from tests.realtime.pages import cookie_of, signed_in  # noqa: E402
from town.models import StaffMembership  # noqa: E402


def fullest() -> User:
    """The person of the services whose inbox holds the most."""
    tasks = dict(Wait.objects.tasks().values_list("service").annotate(n=Count("pk")))
    seen: dict[int, int] = {}
    for user, service in StaffMembership.objects.values_list("user", "service").distinct():
        seen[user] = seen.get(user, 0) + tasks.get(service, 0)
    return User.objects.get(pk=max(seen, key=lambda user: seen[user]))


def main() -> None:
    """One visit."""
    user = fullest()
    browser = signed_in(user)
    assert browser.get("/bureau/").status_code == 200  # reads templates, once a process
    with CaptureQueriesContext(connection) as queries:
        page = browser.get("/bureau/")
    print(
        json.dumps(
            {
                "cookie": cookie_of(browser),
                "cases": Case.objects.count(),
                "open_tasks": Wait.objects.tasks().count(),
                "in_this_inbox": tasks_for(user).count(),
                "queries": len(queries),
                "bytes": len(page.content),
                "bytes_gzip": len(gzip.compress(page.content)),
            }
        )
    )


if __name__ == "__main__":
    main()
