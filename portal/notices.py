"""The pages that the law asks of a town's site: accessibility, personal data."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility declaration (law 2005-102, art. 47)."""
    return render(request, "portal/accessibility.html")


@login_not_required
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, and whom to ask (GDPR art. 13)."""
    return render(request, "portal/personal_data.html")
