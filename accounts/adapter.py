import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: organizers get their account from somebody who has one."""
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Fail quietly: an error would say that there is an account with the address."""
        try:
            super().send_mail(*args, **kwargs)
        except (OSError, SMTPException):
            logger.exception("A mail about an account was not sent.")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Links in mail start with SITE_URL, never with what a request calls its host."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return settings.SITE_URL + path
