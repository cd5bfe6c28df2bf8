from django.urls import path

from letters.views import start

app_name = "letters"

# /organize/
urlpatterns = [
    path("", start.start, name="start"),
]
