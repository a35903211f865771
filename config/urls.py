"""Every door's address."""

from django.conf import settings
from django.urls import include, path

from look.sheets import sheet

urlpatterns = [
    path("style/<slug:name>.<slug:mark>.css", sheet, name="sheet"),
    path("", include("portal.public_urls")),
    path("compte/", include("portal.account_urls")),
    path("activation/", include("portal.activation_urls")),
    path("", include("portal.urls")),
    path("api/v1/", include("api.urls")),
    path("bureau/", include("desk.urls")),
    path("pilotage/", include("supervision.urls")),
]

# The demo's doors exist where its app does: never under the production settings.
if "demo" in settings.INSTALLED_APPS:
    urlpatterns += [path("demo/", include("demo.urls"))]
