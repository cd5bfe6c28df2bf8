from django.urls import path

from exports import layout_views, preview_views, sheet_views, views

app_name = "exports"
urlpatterns = [
    path(
        "letters/<slug:slug>/sheet/<str:language>.pdf",
        sheet_views.sign_up_sheet,
        name="sign_up_sheet",
    ),
    path("letters/<slug:slug>/layout/", layout_views.layout, name="layout"),
    path("letters/<slug:slug>/documents/", views.documents, name="documents"),
    path("documents/<uuid:code>/", views.document, name="document"),
    path("documents/<uuid:code>/file/", views.file, name="file"),
    path(
        "letters/<slug:slug>/preview/<str:language>.pdf",
        preview_views.preview_pdf,
        name="preview_pdf",
    ),
    path(
        "letters/<slug:slug>/preview/<str:language>.png",
        preview_views.preview_png,
        name="preview_png",
    ),
]
