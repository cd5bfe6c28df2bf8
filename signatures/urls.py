from django.urls import path

from signatures import views

app_name = "signatures"

# /<language>/
urlpatterns = [
    path("", views.home, name="home"),
    path("letters/<slug:slug>/", views.letter, name="letter"),
    path(
        "letters/<slug:slug>/check-your-mail/",
        views.check_your_mail,
        name="check_your_mail",
    ),
    path("letters/<slug:slug>/signers/", views.signers, name="signers"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("signature/<str:token>/", views.signature, name="signature"),
]
