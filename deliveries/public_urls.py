from django.urls import path

from deliveries import public_views

app_name = "delivered"

# /<language>/
urlpatterns = [
    path("delivered/<str:token>/", public_views.document, name="document"),
    path("delivered/<str:token>/letter.pdf", public_views.file, name="file"),
]
