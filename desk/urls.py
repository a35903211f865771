"""The addresses of the desk. They are French: agents read them."""

from django.urls import path

from desk import activation_letter, archive, case, conversation, decisions, inbox, papers, words

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("chercher/", words.search, name="search"),
    path("recherche/", archive.archive, name="archive"),
    path("guichet/", archive.archive, name="counter"),
    path("demandes/<str:reference>/", case.case, name="case"),
    path("demandes/<str:reference>/lu/", case.seen, name="seen"),
    path("demandes/<str:reference>/prendre/", decisions.claim, name="claim"),
    path("demandes/<str:reference>/rendre/", decisions.release, name="release"),
    path("demandes/<str:reference>/confier/", decisions.reassign, name="reassign"),
    path("demandes/<str:reference>/decider/<slug:exit>/", decisions.decide, name="decide"),
    path("demandes/<str:reference>/message/", conversation.message, name="message"),
    path("demandes/<str:reference>/note/", conversation.note, name="note"),
    path("demandes/<str:reference>/pieces/<uuid:public_id>/", papers.piece, name="piece"),
    path("demandes/<str:reference>/documents/<uuid:public_id>/", papers.document, name="document"),
    path(
        "demandes/<str:reference>/cle/<uuid:public_id>/",
        activation_letter.key_letter,
        name="key_letter",
    ),
]
