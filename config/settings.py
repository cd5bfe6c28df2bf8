"""Settings, driven by the environment; docs/configuration.md lists every variable."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from config import env as environment
from config.env import env

BASE_DIR = environment.BASE_DIR
DATA_DIR = environment.data_dir()
EMBEDDED = environment.is_embedded()

DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret("SECRET_KEY", DATA_DIR)
# Newest first. The last one also keys the hash of addresses (core.crypto).
FIELD_KEYS = [
    key.strip() for key in environment.secret("FIELD_KEYS", DATA_DIR).split(",")
]

PORT = environment.number("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[urlsplit(SITE_URL).hostname or "", "127.0.0.1", "localhost", "[::1]"],
)
# How many proxies stand before the web process; their X-Forwarded-For is believed.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", default=0)
IS_HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "demo",
    "deliveries",
    "press",
    "exports",
    "signatures",
    "letters",
    "campaigns",
    "accounts",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "core.middleware.refuse_nul",
    "config.middleware.keep_private",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.organizers_clock",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

if EMBEDDED:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "undersigned.sqlite3",
            "OPTIONS": {
                # IMMEDIATE: a transaction that reads first and writes later fails
                # with "database is locked" otherwise, whatever the timeout.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a confirmed signature survives a power cut.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "PRAGMA journal_size_limit=67108864; PRAGMA mmap_size=134217728;"
                ),
            },
        }
    }
else:
    DATABASES = {"default": {**env.db_url("DATABASE_URL"), "CONN_MAX_AGE": 60}}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "letters:start"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Organizers are invited by somebody who knows their address; nobody signs up.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Undersigned: "
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Undersigned"
# Accounts are made by invitation, so their addresses are known to be right.
MFA_ALLOW_UNVERIFIED_EMAIL = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_DIR", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
# Only logos are served, by campaigns.urls; documents have a view that checks permissions.
MEDIA_URL = "/"
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
# With "no-referrer" browsers send "Origin: null", which the CSRF check refuses; pages
# whose address is a secret say "no-referrer" themselves.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # framing is refused by frame-ancestors, above
    "security.W008",  # the proxy that ends TLS redirects to it
    "security.W021",  # preloading is for the owner of the whole domain to decide
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # "select all" in the admin's largest page

# Mail
MAILBOX_DIR = DATA_DIR / "mail"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "core.mailbox.MailboxBackend"
HAS_MAILBOX = EMBEDDED and not env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Undersigned <letters@example.org>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Redis: wake-up calls, cache. It may be emptied or cut off at any moment.
RUNTIME_DIR = environment.runtime_dir(DATA_DIR)
REDIS_URL = env.str("REDIS_URL", default="") or f"unix://{RUNTIME_DIR}/broker.sock"
CACHES = {
    "default": {
        "BACKEND": "core.cache.PatientRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "undersigned",
        "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
    }
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 960,  # above the task time limit, or tasks run twice
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 0.25,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_DEFAULT_QUEUE = "default"
# Tasks that stand neither in tasks.py nor in what periodic.py imports.
CELERY_IMPORTS = ["exports.waiting"]
CELERY_TASK_ROUTES = {
    "signatures.tasks.*": {"queue": "mail"},
    "deliveries.tasks.*": {"queue": "mail"},
    "deliveries.packing.*": {"queue": "documents"},
    "exports.tasks.*": {"queue": "documents"},
    "exports.freezing.*": {"queue": "documents"},
    "exports.waiting.*": {"queue": "documents"},
    "press.tasks.*": {"queue": "documents"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "signatures: send mail that is due": {
        "task": "signatures.periodic.send_due_mail",
        "schedule": timedelta(seconds=15),
        "options": {"expires": 15},
    },
    "signatures: answer who lost a link": {
        "task": "signatures.periodic.answer_link_requests",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "signatures: remind the unconfirmed, once": {
        "task": "signatures.periodic.send_last_calls",
        "schedule": timedelta(minutes=10),
    },
    "signatures: ask earlier signers about a changed text": {
        "task": "signatures.periodic.ask_earlier_signers",
        "schedule": timedelta(minutes=10),
    },
    "signatures: lapse what was never confirmed": {
        "task": "signatures.periodic.lapse_unconfirmed",
        "schedule": timedelta(minutes=15),
    },
    "signatures: search by what letters print": {
        "task": "signatures.periodic.renew_search_texts",
        "schedule": timedelta(minutes=1),
    },
    "signatures: forget what may be kept no longer": {
        "task": "signatures.periodic.erase_expired",
        "schedule": timedelta(hours=6),
    },
    "signatures: delete spreadsheets that nobody imported": {
        "task": "signatures.periodic.forget_uploads",
        "schedule": timedelta(hours=1),
    },
    "letters: close letters whose deadline has passed": {
        "task": "letters.periodic.close_due_letters",
        "schedule": timedelta(minutes=1),
    },
    "press: make files that are due": {
        "task": "press.periodic.make_due_files",
        "schedule": timedelta(seconds=30),
    },
    "press: make anew what partners or the campaign have changed": {
        "task": "press.periodic.renew_files",
        "schedule": timedelta(minutes=5),
    },
    "deliveries: send mail that is due": {
        "task": "deliveries.periodic.send_due_mail",
        "schedule": timedelta(seconds=15),
        "options": {"expires": 15},
    },
    "deliveries: owe signers the news, and editors reminders": {
        "task": "deliveries.periodic.owe_mail",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "deliveries: make packets that are due": {
        "task": "deliveries.periodic.make_due_packets",
        "schedule": timedelta(seconds=30),
    },
    "press: delete files that killed processes left": {
        "task": "press.periodic.forget_files",
        "schedule": timedelta(hours=6),
    },
    "exports: delete files that killed processes left": {
        "task": "exports.periodic.forget_files",
        "schedule": timedelta(hours=6),
    },
    "deliveries: delete files whose time is over": {
        "task": "deliveries.periodic.forget_files",
        "schedule": timedelta(hours=1),
    },
    "exports: render documents that are due": {
        "task": "exports.periodic.render_due_documents",
        "schedule": timedelta(seconds=30),
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "core.logs.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}

# Ours
CONFIRMATION_LINK_AGE = timedelta(hours=72)
LETTER_MAIL_MAXIMUM = 5  # mails of one kind to one address about one letter, for life
ADDRESS_MAIL_MAXIMUM = 10  # unconfirmed mails to one address in a day, all campaigns
MAIL_COOLDOWN = timedelta(seconds=60)
SELF_SERVICE_LINK_AGE = timedelta(days=400)
MAIL_LEASE = timedelta(minutes=2)  # after it, another worker may take the mail
MAIL_RETRY_LIMIT = timedelta(hours=24)
# A worker renews it while it renders; after it, another may take the document.
DOCUMENT_LEASE = timedelta(minutes=2)
# What its process may have while it renders one, in bytes.
DOCUMENT_MEMORY = env.int("DOCUMENT_MEMORY_MB", default=1024) * 1024 * 1024
# Longer than for other mail, since a document is attached.
DISPATCH_LEASE = timedelta(minutes=10)
# What is larger is not attached to the mail to an office, but linked.
DELIVERY_ATTACHMENT_MAXIMUM = 8 * 1024 * 1024
DELIVERY_LINK_AGE = timedelta(days=60)
# The seal of editions' PDF files: a key in a file, or one on a token.
SEAL_PKCS12 = env.str("SEAL_PKCS12", default="")
SEAL_PASSWORD = env.str("SEAL_PASSWORD", default="")
SEAL_PKCS11_MODULE = env.str("SEAL_PKCS11_MODULE", default="")
SEAL_PKCS11_TOKEN = env.str("SEAL_PKCS11_TOKEN", default="")
SEAL_PKCS11_PIN = env.str("SEAL_PKCS11_PIN", default="")
SEAL_PKCS11_LABEL = env.str("SEAL_PKCS11_LABEL", default="")
SEAL_TIMESTAMP_URL = env.str("SEAL_TIMESTAMP_URL", default="")
VERSION = next(
    line.removeprefix("## ").split()[0]
    for line in (Path(BASE_DIR) / "CHANGELOG.md").read_text().splitlines()
    if line.startswith("## ")
)
