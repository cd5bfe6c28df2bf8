from django.urls import path

from press.views import public

app_name = "presskit"

# /<language>/
urlpatterns = [
    path("letters/<slug:slug>/press/", public.kit, name="kit"),
    path(
        "letters/<slug:slug>/press/<int:pk>/<str:code>.<str:format>",
        public.public_file,
        name="file",
    ),
    path("press/<str:key>/", public.by_key, name="by_key"),
    path(
        "press/<str:key>/<str:code>.<str:format>",
        public.file_by_key,
        name="file_by_key",
    ),
]
