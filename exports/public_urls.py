"""What everybody may see of editions: /<language>/letters/<slug>/editions/…"""

from django.urls import path

from exports import proof_views

app_name = "proof"
urlpatterns = [
    path("letters/<slug:slug>/editions/", proof_views.editions, name="editions"),
    path(
        "letters/<slug:slug>/editions/<int:number>/",
        proof_views.edition,
        name="edition",
    ),
    path(
        "letters/<slug:slug>/editions/<int:number>/letter-<slug:code>.pdf",
        proof_views.copy,
        name="copy",
    ),
]
