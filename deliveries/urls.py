from django.urls import path

from deliveries import telling_views, views

app_name = "deliveries"

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
    path(
        "letters/<slug:slug>/deliveries/packet/<int:number>/<int:recipient>/"
        "<str:language>.zip",
        views.packet,
        name="packet",
    ),
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
