"""Addresses of the API, under /api/v1/."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from api import paths  # noqa: F401  registers what may stand in an address
from api.case_acts import Answer, Read, Withdraw
from api.cases import Cases, OneCase
from api.docs import Schema, docs
from api.documents import Content, Documents, OneDocument
from api.drafts import Step, Submit
from api.events import Events
from api.inbox import OneTask, Tasks, TaskSearch
from api.me import Me
from api.messages import Messages
from api.notes import Notes
from api.pieces import OnePiece, PieceReview, Pieces, PieceUpload
from api.problems import Nowhere
from api.procedures import OneProcedure, Procedures
from api.task_acts import Claim, Decide, Reassign, Release

app_name = "api"
urlpatterns = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", login_not_required(docs), name="docs"),
    path("me/", Me.as_view(), name="me"),
    path("procedures/", Procedures.as_view(), name="procedures"),
    path("procedures/<slug:slug>/", OneProcedure.as_view(), name="procedure"),
    path("cases/", Cases.as_view(), name="cases"),
    path("cases/<reference:reference>/", OneCase.as_view(), name="case"),
    path("cases/<reference:reference>/steps/<slug:slug>/", Step.as_view(), name="step"),
    path("cases/<reference:reference>/submit/", Submit.as_view(), name="submit"),
    path("cases/<reference:reference>/answer/", Answer.as_view(), name="answer"),
    path("cases/<reference:reference>/withdraw/", Withdraw.as_view(), name="withdraw"),
    path("cases/<reference:reference>/read/", Read.as_view(), name="read"),
    path("cases/<reference:reference>/events/", Events.as_view(), name="events"),
    path("cases/<reference:reference>/messages/", Messages.as_view(), name="messages"),
    path("cases/<reference:reference>/notes/", Notes.as_view(), name="notes"),
    path("cases/<reference:reference>/pieces/", Pieces.as_view(), name="pieces"),
    path("cases/<reference:reference>/pieces/<slug:kind>/", OnePiece.as_view(), name="piece"),
    path(
        "cases/<reference:reference>/pieces/<slug:kind>/file/",
        PieceUpload.as_view(),
        name="piece_file",
    ),
    path(
        "cases/<reference:reference>/pieces/<slug:kind>/review/",
        PieceReview.as_view(),
        name="piece_review",
    ),
    path("documents/", Documents.as_view(), name="documents"),
    path("documents/<uuid:public_id>/", OneDocument.as_view(), name="document"),
    path("documents/<uuid:public_id>/content/", Content.as_view(), name="content"),
    path("tasks/", Tasks.as_view(), name="tasks"),
    path("tasks/search/", TaskSearch.as_view(), name="task_search"),
    path("tasks/<task:number>/", OneTask.as_view(), name="task"),
    path("tasks/<task:number>/claim/", Claim.as_view(), name="claim"),
    path("tasks/<task:number>/release/", Release.as_view(), name="release"),
    path("tasks/<task:number>/reassign/", Reassign.as_view(), name="reassign"),
    path("tasks/<task:number>/decide/", Decide.as_view(), name="decide"),
    re_path(r"^[\s\S]*$", Nowhere.as_view(), name="nowhere"),
]
