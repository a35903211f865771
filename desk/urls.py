"""The addresses of the desk. They are French: agents read them."""

from django.urls import path

from desk import (
    activation_letter,
    archive,
    case,
    conversation,
    counter,
    counter_case,
    counter_form,
    decisions,
    inbox,
    letters,
    papers,
    sensitive,
    to_file,
    words,
)

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("filtres/", inbox.filters, name="filters"),
    path("chercher/", words.search, name="search"),
    path("recherche/", archive.archive, name="archive"),
    path("demandes/<str:reference>/", case.case, name="case"),
    path("demandes/<str:reference>/lu/", case.seen, name="seen"),
    path("demandes/<str:reference>/prendre/", decisions.claim, name="claim"),
    path("demandes/<str:reference>/rendre/", decisions.release, name="release"),
    path("demandes/<str:reference>/confier/", decisions.reassign, name="reassign"),
    path("demandes/<str:reference>/sante/", sensitive.health, name="health"),
    path("demandes/<str:reference>/decider/<slug:exit>/", decisions.decide, name="decide"),
    path("demandes/<str:reference>/message/", conversation.message, name="message"),
    path("demandes/<str:reference>/note/", conversation.note, name="note"),
    path("demandes/<str:reference>/pieces/<uuid:public_id>/", papers.piece, name="piece"),
    path("demandes/<str:reference>/documents/<uuid:public_id>/", papers.document, name="document"),
    path("demandes/<str:reference>/reporter/<slug:fact>/", to_file.carry, name="carry"),
    path(
        "demandes/<str:reference>/reporter/<slug:fact>/annuler/",
        to_file.take_back,
        name="take_back",
    ),
    path("demandes/<str:reference>/guichet/", counter_case.at_counter, name="at_counter"),
    path("demandes/<str:reference>/guichet/pieces/<slug:kind>/", counter_case.give, name="give"),
    path("demandes/<str:reference>/guichet/repondre/", counter_case.answer, name="answer"),
    path("demandes/<str:reference>/guichet/retirer/", counter_case.withdraw, name="withdraw"),
    path("demandes/<str:reference>/accuse/", letters.receipt, name="receipt"),
    path("demandes/<str:reference>/accuse.pdf", letters.receipt_pdf, name="receipt_pdf"),
    path("demandes/<str:reference>/decision.pdf", letters.decision_pdf, name="decision_pdf"),
    path("guichet/", counter.counter, name="counter"),
    path("guichet/familles/<uuid:public_id>/", counter.household, name="household"),
    path("guichet/familles/<uuid:public_id>/commencer/<slug:slug>/", counter.begin, name="begin"),
    path("guichet/demandes/<str:reference>/", counter_form.draft, name="counter_draft"),
    path(
        "guichet/demandes/<str:reference>/etape/<slug:slug>/",
        counter_form.step,
        name="counter_step",
    ),
    path("guichet/demandes/<str:reference>/documents/", counter_form.pieces, name="counter_pieces"),
    path(
        "guichet/demandes/<str:reference>/recapitulatif/",
        counter_form.summary,
        name="counter_summary",
    ),
    path("guichet/demandes/<str:reference>/envoyer/", counter_form.submit, name="counter_submit"),
    path("guichet/demandes/<str:reference>/supprimer/", counter_form.drop, name="counter_drop"),
    path(
        "demandes/<str:reference>/cle/<uuid:public_id>/",
        activation_letter.key_letter,
        name="key_letter",
    ),
]
