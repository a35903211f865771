"""Addresses of the family file, included in the portal's at /famille/."""

from django.urls import path

from portal import co_representative, entourage, family, profile

urlpatterns = [
    path("", family.family, name="family"),
    path("coordonnees/", profile.profile, name="profile"),
    path("enfants/<uuid:public_id>/", family.child, name="child"),
    path("enfants/<uuid:public_id>/entourage/", entourage.add, name="contact_add"),
    path("entourage/", entourage.entourage, name="entourage"),
    path("entourage/<uuid:public_id>/", entourage.change, name="contact"),
    path("entourage/<uuid:public_id>/retirer/", entourage.remove, name="contact_remove"),
    path("entourage/<uuid:public_id>/remettre/", entourage.restore, name="contact_restore"),
    path("co-representant/", co_representative.co_representative, name="co_representative"),
    path("co-representant/<uuid:public_id>/inviter/", co_representative.invite, name="invite"),
    path("consultations/", family.readings, name="readings"),
    path("historique/", family.history, name="family_history"),
]
