"""The rows of the inbox on a minimal page: raw SQL over the index, one loop, no filter."""

from django.contrib.auth.decorators import login_required
from django.core.asgi import get_asgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

SERVICES = "SELECT array_agg(service_id) FROM town_staffmembership WHERE user_id = %s"
ROWS = """
SELECT w.reference, w.family_name, w.child_name, w.node, w.due_at, w.unread, c.title,
       u.first_name, u.last_name
FROM cases_wait w
JOIN cases_case c ON c.id = w.case_id
LEFT JOIN accounts_user u ON u.id = w.owner_id
WHERE w."on" = 'staff' AND w.service_id = ANY(%s)
ORDER BY w.due_at, w.task_id
LIMIT 50
"""


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Fifty rows."""
    with connection.cursor() as cursor:
        cursor.execute(SERVICES, [request.user.pk])
        cursor.execute(ROWS, [cursor.fetchone()[0]])
        return render(request, "bare/inbox.html", {"rows": cursor.fetchall()})


urlpatterns = [path("bureau/", inbox)]
application = get_asgi_application()
