from django.urls import path

from signatures.views import letters, own

app_name = "signatures"

# /<language>/
urlpatterns = [
    path("", letters.home, name="home"),
    path("letters/<slug:slug>/", letters.letter, name="letter"),
    path(
        "letters/<slug:slug>/check-your-mail/",
        letters.check_your_mail,
        name="check_your_mail",
    ),
    path("letters/<slug:slug>/signers/", letters.signers, name="signers"),
    path("confirm/<str:token>/", own.confirm, name="confirm"),
    path("signature/<str:token>/", own.signature, name="signature"),
]
