from django.urls import path

from press.views import editing, releases

app_name = "press"

RELEASE = "letters/<slug:slug>/press/<int:pk>/"

# /organize/
urlpatterns = [
    path("letters/<slug:slug>/press/", releases.releases, name="releases"),
    path("letters/<slug:slug>/press/prepare/", releases.prepare, name="prepare"),
    path(RELEASE, releases.release, name="release"),
    path(f"{RELEASE}step/", releases.step, name="step"),
    path(f"{RELEASE}discard/", releases.discard, name="discard"),
    path(f"{RELEASE}text/", editing.text, name="text"),
    path(f"{RELEASE}settings/", editing.settings, name="settings"),
    path(f"{RELEASE}contacts/new/", editing.contact, name="new_contact"),
    path(f"{RELEASE}contacts/<int:part>/", editing.contact, name="contact"),
    path(f"{RELEASE}quotes/new/", editing.quote, name="new_quote"),
    path(f"{RELEASE}quotes/<int:part>/", editing.quote, name="quote"),
    path(f"{RELEASE}arrange/", editing.arrange, name="arrange"),
    path(f"{RELEASE}preview/<str:language>/", releases.preview, name="preview"),
    path(f"{RELEASE}<str:language>.<str:format>", releases.file, name="file"),
]
