from django.urls import path

from exports import sheet_views, views

app_name = "exports"
urlpatterns = [
    path(
        "letters/<slug:slug>/sheet/<str:language>.pdf",
        sheet_views.sign_up_sheet,
        name="sign_up_sheet",
    ),
    path("letters/<slug:slug>/documents/", views.documents, name="documents"),
    path("documents/<uuid:code>/", views.document, name="document"),
    path("documents/<uuid:code>/file/", views.file, name="file"),
    path(
        "letters/<slug:slug>/preview/<str:language>.pdf",
        views.preview_pdf,
        name="preview_pdf",
    ),
    path(
        "letters/<slug:slug>/preview/<str:language>.png",
        views.preview_png,
        name="preview_png",
    ),
]
