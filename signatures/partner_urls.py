from django.urls import path

from signatures import partner_views

app_name = "partner"

# /organize/partner/
urlpatterns = [
    path("", partner_views.home, name="home"),
    path("<int:pk>/", partner_views.partner, name="partner"),
    path(
        "<int:pk>/letters/<slug:slug>/contacts/",
        partner_views.contacts,
        name="contacts",
    ),
    path("<int:pk>/letters/<slug:slug>/ended/", partner_views.ended, name="ended"),
]
