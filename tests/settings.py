"""The settings of the product, made fast and kept out of the working copy."""

import os
import tempfile

from cryptography.fernet import Fernet

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="undersigned-tests-")
os.environ.setdefault("SECRET_KEY", "tests only")
os.environ.setdefault("FIELD_KEYS", Fernet.generate_key().decode())
os.environ.pop("EMAIL_URL", None)

from config.settings import *  # noqa: F403

STATIC_ROOT.mkdir()  # noqa: F405  WhiteNoise warns when it is missing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if os.environ.get("REDIS_URL"):
    # One database for each process of pytest-xdist, which may empty it.
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{REDIS_URL}?db={number}"  # noqa: F405
else:
    CACHES["default"] = {  # noqa: F405
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
    }
    # Nothing listens here: tests that need a broker start one (tests/services.py).
    CELERY_BROKER_URL = "redis+socket:///nowhere/broker.sock"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
