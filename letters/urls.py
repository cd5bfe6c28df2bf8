from django.urls import path

from letters.views import (
    dates,
    overview,
    recipients,
    revisions,
    rules,
    start,
    writing,
)

app_name = "letters"

# /organize/
urlpatterns = [
    path("", start.start, name="start"),
    path("letters/new/", start.new, name="new"),
    path("letters/<slug:slug>/", overview.letter, name="letter"),
    path("letters/<slug:slug>/open/", overview.open, name="open"),
    path("letters/<slug:slug>/close/", overview.close, name="close"),
    path("letters/<slug:slug>/extend/", overview.extend, name="extend"),
    path(
        "letters/<slug:slug>/replace-link/", overview.replace_link, name="replace_link"
    ),
    path("letters/<slug:slug>/recipients/", recipients.recipients, name="recipients"),
    path(
        "letters/<slug:slug>/recipients/new/",
        recipients.new_recipient,
        name="new_recipient",
    ),
    path(
        "letters/<slug:slug>/recipients/<int:pk>/",
        recipients.recipient,
        name="recipient",
    ),
    path(
        "letters/<slug:slug>/recipients/<int:pk>/arrange/",
        recipients.arrange,
        name="arrange",
    ),
    path("letters/<slug:slug>/dates/", dates.dates, name="dates"),
    path("letters/<slug:slug>/rules/", rules.rules, name="rules"),
    path("letters/<slug:slug>/text/", writing.text, name="text"),
    path(
        "letters/<slug:slug>/revisions/begin/",
        writing.begin_revision,
        name="begin_revision",
    ),
    path("letters/<slug:slug>/revisions/", revisions.revisions, name="revisions"),
    path(
        "letters/<slug:slug>/revisions/discard/",
        revisions.discard_revision,
        name="discard_revision",
    ),
]
