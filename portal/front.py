"""The public front page: news, signing in, how to get an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from accounts.roles import staff_of
from portal.account_forms import SignIn
from town.models import News

SHOWN = 3


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """What a visitor sees first; who is signed in goes home."""
    if request.user.is_authenticated:
        return redirect(home_of(request))
    news = News.objects.filter(published_at__lte=now())[:SHOWN]
    return render(request, "portal/front.html", {"news": news, "form": SignIn()})


def home_of(request: HttpRequest) -> str:
    """The page that answers « Accueil » for this person."""
    return "desk:inbox" if staff_of(request.user) else "home"


@login_not_required
def all_news(request: HttpRequest) -> HttpResponse:
    """Every news item, newest first."""
    news = News.objects.filter(published_at__lte=now())[:100]
    return render(request, "portal/news.html", {"news": news})


@login_not_required
def news_item(request: HttpRequest, public_id) -> HttpResponse:
    """One news item, whole."""
    item = get_object_or_404(News, public_id=public_id, published_at__lte=now())
    return render(request, "portal/news_item.html", {"item": item})
