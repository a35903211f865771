"""The addresses of the tower. They are French: supervisors read them."""

from django.urls import path

from supervision import (
    cases,
    closures,
    commission_lines,
    commissions,
    failed_work,
    tower,
    upkeep,
)
from supervision.setup import pages, publishing

app_name = "supervision"
urlpatterns = [
    path("", tower.tower, name="tower"),
    path("demandes/", cases.cases, name="cases"),
    path("commissions/", commissions.commissions, name="commissions"),
    path("commissions/nouvelle/", commissions.new, name="new_commission"),
    path("commissions/<uuid:session>/", commissions.commission, name="commission"),
    path("commissions/<uuid:session>/recalculer/", commissions.again, name="commission_again"),
    path("commissions/<uuid:session>/clore/", commissions.close, name="close_commission"),
    path("commissions/<uuid:session>/calculs/", commission_lines.rounds, name="commission_rounds"),
    path(
        "commissions/<uuid:session>/demandes/<uuid:line>/",
        commission_lines.line,
        name="commission_line",
    ),
    path("etat/", upkeep.upkeep, name="upkeep"),
    path("etat/travaux/", failed_work.failed_work, name="failed_work"),
    path("etat/travaux/relancer/", failed_work.retry, name="retry_work"),
    path("etat/travaux/tout-relancer/", failed_work.retry_all, name="retry_all"),
    path("calendrier/", closures.calendar, name="calendar"),
    path("calendrier/<uuid:span>/rouvrir/", closures.reopen, name="reopen"),
    path("reglages/", pages.settings_list, name="settings"),
    path("reglages/<slug:slug>/", pages.procedure_settings, name="procedure_settings"),
    path("reglages/<slug:slug>/publier/", publishing.publish, name="publish_settings"),
    path("reglages/<slug:slug>/versions/", publishing.versions, name="settings_versions"),
    path(
        "reglages/<slug:slug>/versions/<int:number>/reprendre/",
        publishing.restore,
        name="restore_settings",
    ),
    path("reglages/<slug:slug>/<slug:section>/", pages.settings_section, name="settings_section"),
    path(
        "reglages/<slug:slug>/<slug:section>/origine/",
        publishing.reset_section,
        name="reset_settings",
    ),
]
