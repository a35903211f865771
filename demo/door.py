"""The demo's doors: one-click sign-in, and the mails that a real town would have sent.

The demo app is installed by the demo and test settings only, which serve loopback names.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from demo.models import SentMail
from demo.sign_ins import PASSWORD, SIGN_INS, SignIn

MAILS_A_PAGE = 30
BACKEND = "accounts.backends.IdentifierOrEmail"


@dataclass(frozen=True)
class Button:
    """A sign-in as the page shows it."""

    sign_in: SignIn
    ready: bool


@login_not_required
@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The ready sign-ins, one button each."""
    names = [sign_in.username for sign_in in SIGN_INS]
    there = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    buttons = [Button(sign_in, sign_in.username in there) for sign_in in SIGN_INS]
    return render(request, "demo/sign_ins.html", {"buttons": buttons, "password": PASSWORD})


@login_not_required
@require_POST
def enter(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the ready sign-ins; nobody else can be entered this way."""
    if username not in {sign_in.username for sign_in in SIGN_INS}:
        raise Http404
    user = get_object_or_404(User, username=username, is_active=True)
    login(request, user, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The mails sent, newest first; `avant` continues after the last one shown."""
    rows = SentMail.objects.order_by("-pk")
    before = request.GET.get("avant", "")
    if before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows[: MAILS_A_PAGE + 1])
    older = page[MAILS_A_PAGE - 1].pk if len(page) > MAILS_A_PAGE else None
    return render(request, "demo/mails.html", {"mails": page[:MAILS_A_PAGE], "older": older})


@login_not_required
@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, its links clickable."""
    return render(request, "demo/mail.html", {"mail": get_object_or_404(SentMail, pk=pk)})
