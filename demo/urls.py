"""The demo's addresses, under /demo/."""

from django.urls import include, path

from demo import door

app_name = "demo"
urlpatterns = [
    path("composants/", include("look.urls")),
    path("", door.sign_ins, name="sign_ins"),
    path("entrer/<slug:username>/", door.enter, name="enter"),
    path("courriels/", door.mails, name="mails"),
    path("courriels/<int:pk>/", door.mail, name="mail"),
]
