"""The gallery of components, which the demo mounts under its own addresses."""

from django.urls import path

from look import gallery

app_name = "look"
urlpatterns = [
    path("", gallery.components, name="gallery"),
    path("<slug:sample>/", gallery.sample, name="sample"),
]
