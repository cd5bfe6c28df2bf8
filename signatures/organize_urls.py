from django.urls import path

from signatures import import_views, organize, paper_views

app_name = "organize"

# /organize/
urlpatterns = [
    path(
        "letters/<slug:slug>/preview/<str:language>/", organize.preview, name="preview"
    ),
    path("letters/<slug:slug>/revisions/publish/", organize.publish, name="publish"),
    path("letters/<slug:slug>/import/", import_views.upload, name="import"),
    path("uploads/<uuid:code>/columns/", import_views.columns, name="import_columns"),
    path("letters/<slug:slug>/paper/", paper_views.paper, name="paper"),
    path("uploads/<uuid:code>/", import_views.trial, name="import_trial"),
    path("letters/<slug:slug>/batches/", import_views.batches, name="batches"),
    path("batches/<int:pk>/", import_views.batch, name="batch"),
    path("batches/<int:pk>/undo/", import_views.undo, name="batch_undo"),
]
