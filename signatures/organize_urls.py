from django.urls import path

from signatures import organize

app_name = "organize"

# /organize/
urlpatterns = [
    path(
        "letters/<slug:slug>/preview/<str:language>/", organize.preview, name="preview"
    ),
]
