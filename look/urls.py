"""Where the gallery of components is, when the settings mount it."""

from django.urls import path

from look import gallery

app_name = "look"
urlpatterns = [
    path("", gallery.components, name="gallery"),
    path("<slug:sample>/", gallery.sample, name="sample"),
]
