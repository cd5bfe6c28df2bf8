from django.urls import path

from exports import edition_views, layout_views, preview_views, sheet_views, views

app_name = "exports"
urlpatterns = [
    path(
        "letters/<slug:slug>/sheet/<str:language>.pdf",
        sheet_views.sign_up_sheet,
        name="sign_up_sheet",
    ),
    path("letters/<slug:slug>/layout/", layout_views.layout, name="layout"),
    path("letters/<slug:slug>/documents/", views.documents, name="documents"),
    path("letters/<slug:slug>/editions/", edition_views.editions, name="editions"),
    path(
        "letters/<slug:slug>/editions/prepare/",
        edition_views.prepare,
        name="prepare_edition",
    ),
    path(
        "letters/<slug:slug>/editions/<int:number>/",
        edition_views.edition,
        name="edition",
    ),
    path(
        "letters/<slug:slug>/editions/<int:number>/freezing/",
        edition_views.freezing_page,
        name="freezing",
    ),
    path(
        "letters/<slug:slug>/editions/<int:original>/addendum/",
        edition_views.prepare,
        name="prepare_addendum",
    ),
    path(
        "letters/<slug:slug>/editions/<int:number>/publish/",
        edition_views.publish,
        name="publish_edition",
    ),
    path("documents/<uuid:code>/", views.document, name="document"),
    path("documents/<uuid:code>/file/", views.file, name="file"),
    path("documents/<uuid:code>/cancel/", views.cancel, name="cancel_document"),
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
