import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("undersigned")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")


@setup_logging.connect
def use_redacting_log(**kwargs: Any) -> None:
    """Keep Celery from setting up a log of its own, which would show addresses."""
    from django.conf import settings

    dictConfig(settings.LOGGING)
