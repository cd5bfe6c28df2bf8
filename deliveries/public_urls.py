from django.urls import URLPattern

app_name = "delivered"
urlpatterns: list[URLPattern] = []
