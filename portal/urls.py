"""The family's door. Addresses are French: families read them."""

from django.urls import include, path

from portal import (
    agenda,
    case,
    conversations,
    guided,
    papers,
    pieces,
    procedures,
    receipts,
)

app_name = "portal"
urlpatterns = [
    path("demarches/", procedures.procedures, name="procedures"),
    path("demarches/<slug:slug>/", procedures.procedure, name="procedure"),
    path("demarches/<slug:slug>/commencer/", procedures.begin, name="begin"),
    path("demarches/<slug:slug>/<slug:code>/reprendre/", procedures.take_up, name="take_up"),
    path("demandes/<str:reference>/", case.case, name="case"),
    path("demandes/<str:reference>/direct/", case.live, name="case_live"),
    path("demandes/<str:reference>/message/", case.message, name="message"),
    path("demandes/<str:reference>/repondre/", case.answer, name="answer"),
    path("demandes/<str:reference>/retirer/", case.withdraw, name="withdraw"),
    path("demandes/<str:reference>/lu/", case.seen, name="seen"),
    path("demandes/<str:reference>/pieces/<slug:kind>/", pieces.give, name="give_piece"),
    path("demandes/<str:reference>/pieces/", pieces.case_pieces, name="case_pieces"),
    path("demandes/<str:reference>/accuse/", receipts.receipt, name="receipt"),
    path("demandes/<str:reference>/accuse.pdf", receipts.pdf, name="receipt_pdf"),
    path("demandes/<str:reference>/decision.pdf", receipts.decision, name="decision_pdf"),
    path(
        "demandes/<str:reference>/lettres/<slug:name>.pdf", receipts.own_letter, name="own_letter"
    ),
    path("demandes/<str:reference>/etape/<slug:slug>/", guided.step, name="step"),
    path("demandes/<str:reference>/documents/", pieces.draft_pieces, name="draft_pieces"),
    path("demandes/<str:reference>/recapitulatif/", guided.summary, name="summary"),
    path("demandes/<str:reference>/envoyer/", guided.submit, name="submit"),
    path("demandes/<str:reference>/supprimer/", guided.drop, name="drop"),
    path("famille/", include("portal.family_urls")),
    path("documents/", papers.documents, name="documents"),
    path("documents/<uuid:public_id>/", papers.document, name="document"),
    path("messages/", conversations.conversations, name="messages"),
    path("agenda/", agenda.agenda, name="agenda"),
]
