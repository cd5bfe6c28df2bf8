from django.urls import path, register_converter

from campaigns import views


class PictureName:
    regex = r"[A-Za-z0-9_-]+\.png"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PictureName, "picture")

app_name = "campaigns"

# /logos/
urlpatterns = [path("<picture:name>", views.logo, name="logo")]
