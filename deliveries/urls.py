from django.urls import path

from deliveries import packet_views, telling_views, views

app_name = "deliveries"

PACKET = (
    "letters/<slug:slug>/deliveries/packet/<int:number>/<int:recipient>/<slug:language>"
)

# /organize/
urlpatterns = [
    path("letters/<slug:slug>/deliveries/", views.deliveries, name="deliveries"),
    path(
        "letters/<slug:slug>/deliveries/cover/",
        telling_views.cover_letter,
        name="cover_letter",
    ),
    path(
        "letters/<slug:slug>/deliveries/new/<int:recipient>/<str:method>/",
        views.new,
        name="new",
    ),
    path(f"{PACKET}/", packet_views.packet, name="packet"),
    path(f"{PACKET}.zip", packet_views.file, name="packet_file"),
    path(
        "letters/<slug:slug>/deliveries/tell/<int:number>/",
        telling_views.tell,
        name="tell",
    ),
    path("letters/<slug:slug>/deliveries/<int:pk>/", views.delivery, name="delivery"),
    path(
        "letters/<slug:slug>/deliveries/<int:pk>/change/", views.change, name="change"
    ),
    path("letters/<slug:slug>/deliveries/<int:pk>/send/", views.send, name="send"),
    path(
        "letters/<slug:slug>/deliveries/<int:pk>/answer/", views.answer, name="answer"
    ),
    path(
        "letters/<slug:slug>/deliveries/<int:pk>/remind/", views.remind, name="remind"
    ),
    path(
        "letters/<slug:slug>/deliveries/<int:pk>/remove/", views.remove, name="remove"
    ),
    path("letters/<slug:slug>/deliveries/<int:pk>/files/", views.files, name="files"),
    path("deliveries/files/<uuid:code>/", views.file, name="file"),
    path("deliveries/files/<uuid:code>/remove/", views.drop_file, name="drop_file"),
]
