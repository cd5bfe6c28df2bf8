import os

from django.core.wsgi import get_wsgi_application

from core.middleware import refuse_charsets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = refuse_charsets(get_wsgi_application())
