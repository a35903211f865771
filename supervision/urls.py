"""The addresses of the tower. They are French: supervisors read them."""

from django.urls import path

from supervision import cases, commission_lines, commissions, failed_work, tower, upkeep

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
]
