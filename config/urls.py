from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import views
from signatures import api

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", views.mail, name="mail"),
    path("mailbox/<str:name>/html/", views.mail_html, name="mail_html"),
    # An organizer is known by the address that was invited: nobody takes another one.
    path("accounts/email/", views.not_here, name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("organize/", include("letters.urls")),
    path("organize/", include("signatures.organize_urls")),
    path("organize/partner/", include("signatures.partner_urls")),
    path("organize/", include("exports.urls")),
    path("organize/", include("deliveries.urls")),
    path("organize/", include("press.urls")),
    path("logos/", include("campaigns.urls")),
    path("api/letters/<slug:slug>.json", api.letter, name="api_letter"),
    path("api/letters/<slug:slug>/signers.json", api.signers, name="api_signers"),
    path(
        "api/letters/<slug:slug>/organizations.json",
        api.organizations,
        name="api_organizations",
    ),
    *i18n_patterns(
        path("", include("signatures.urls")),
        path("", include("exports.public_urls")),
        path("", include("deliveries.public_urls")),
        path("", include("press.public_urls")),
    ),
]
