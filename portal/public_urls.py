"""Pages without a family: the front, the news, the legal notices, home."""

from django.urls import path

from portal import front, home, notices

urlpatterns = [
    path("", front.front, name="front"),
    path("accueil/", home.home, name="home"),
    path("actualites/", front.all_news, name="news"),
    path("actualites/<uuid:public_id>/", front.news_item, name="news_item"),
    path("accessibilite/", notices.accessibility, name="accessibility"),
    path("donnees-personnelles/", notices.personal_data, name="personal_data"),
]
