from django.urls import path

from signatures.views import history, letters, links, own, partners

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
    path("letters/<slug:slug>/text/", history.history, name="history"),
    path("letters/<slug:slug>/text/<int:number>/", history.revision, name="revision"),
    path("letters/<slug:slug>/my-signature/", links.lost_link, name="lost_link"),
    path("letters/<slug:slug>/my-signature/sent/", links.link_sent, name="link_sent"),
    path("letters/<slug:slug>/partners/", partners.partners, name="partners"),
    path("confirm/<str:token>/", own.confirm, name="confirm"),
    path("signature/<str:token>/", own.signature, name="signature"),
    path("signature/<str:token>/data.json", own.own_data, name="own_data"),
    path("unsubscribe/<str:token>/", links.unsubscribe, name="unsubscribe"),
]
