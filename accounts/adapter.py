from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: organizers get their account from somebody who has one."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Links in mail start with SITE_URL, never with what a request calls its host."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return settings.SITE_URL + path
