"""The one settings file.

A required variable without a value stops the start with its name. Secrets may be given as NAME or as
NAME_FILE (the path of a file that holds the value). `deploy.embedded` fills every variable in for a
machine that has nothing but Python.
"""

import os
from ipaddress import ip_network
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str) -> str:
    """The value of environment variable NAME or the content of the file NAME_FILE; stops the start without one."""
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        if value := Path(path).read_text().strip():
            return value
    raise ImproperlyConfigured(f"{name} (or {name}_FILE) is not set; see deploy/env.example")


def optional(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


# A database whose machine is gone is noticed within a minute, and not after hours; DATABASE_URL may say otherwise.
WIRE = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def database(url: str) -> dict:
    """A Django database of a libpq URL; a unix socket is `postgresql://user:pw@/name?host=/dir`."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**WIRE, **parts, "server_side_binding": False},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # accounts.scoping.ScopeMiddleware opens the transaction and the scope together
        "TEST": {"NAME": f"test_{parts.get('dbname', 'taizhang')}"},
    }


SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = optional("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
PUBLIC_URL = optional("PUBLIC_URL", "http://127.0.0.1:8000")  # in documents and mail that leave the house
CSRF_TRUSTED_ORIGINS = [o for o in optional("CSRF_TRUSTED_ORIGINS").split(",") if o]

# Field encryption: "version:hex key" pairs, newest first; the blind index has a key of its own.
FIELD_KEYS = {int(v): bytes.fromhex(k) for v, k in (pair.split(":") for pair in required("FIELD_KEYS").split(","))}
INDEX_KEY = bytes.fromhex(required("INDEX_KEY"))
# Identity numbers of the unallocated area 110199 are accepted only where this is "1" (demo and tests).
ALLOW_SYNTHETIC_ID = optional("ALLOW_SYNTHETIC_ID") == "1"

DATABASES = {"default": database(required("DATABASE_URL"))}
if owner_url := optional("DATABASE_OWNER_URL"):
    DATABASES["owner"] = {**database(owner_url), "CONN_MAX_AGE": 0}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "deploy.apps.DeployConfig",  # before the admin: its templates take precedence
    "deploy.apps.TaizhangAdminConfig",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "accounts",
    "accounts.clients",
    "services.jobs",
    "services.policy",
    "services.people",
    "services.desk",
    "services.ledger",
    "services.circumstances",
    "services.cases",
    "services.feed",
    "services.documents",
    "services.payments",
    "services.budget",
    "services.workbooks",
    "services.webhooks",
    "services.bulk",
    "services.certificates",
    "services.subsidies",
    "services.rehabilitation",
    "services.devices",
    "services.home_modifications",
    "services.employment",
    "services.recoveries",
    "services.condolence",
    "services.legal_aid",
    "services.hotline",
    "services.activities",
    "services.organisations",
    "services.warm_homes",
    "services.plans",
    "services.statements",
    "reporting",
    "reporting.lint",
]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "accounts.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.sessions.IdleMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "deploy.errors.DomainErrorMiddleware",
    "accounts.clients.bearer.ClientMiddleware",
    "accounts.scoping.ScopeMiddleware",  # the view runs inside the scope's transaction
    "services.desk.middleware.DraftMiddleware",
]
ROOT_URLCONF = "deploy.urls"
WSGI_APPLICATION = "deploy.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # and no DIRS: a page that extends its namesake in the admin would meet itself first
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "deploy.help.context",
            ],
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 60 * int(optional("SESSION_IDLE_MINUTES", "30"))  # since the last work: accounts.sessions
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = optional("HTTPS", "1") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE
SECURE_REDIRECT_EXEMPT = ["^health/"]  # what watches the service asks past the proxy
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preloading are for the domain's owner
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # a full sheet of many people has five fields in each of 200 rows
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "deploy" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "deploy.formats"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = Path(optional("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
# In service `collectstatic` names files by their content, so that browsers keep them for ever and no old one.
if SESSION_COOKIE_SECURE:
    STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"

BODY_SECONDS = float(optional("BODY_SECONDS", "20"))  # in which each 64 KB of what is sent must arrive
WORKBOOK_DAYS = int(optional("WORKBOOK_DAYS", "30"))  # an uploaded workbook is forgotten after so many days
# Scheduled figures: files go below REPORTS_DIR; mail goes through EMAIL_HOST, without one into files (the demo).
REPORTS_DIR = Path(optional("REPORTS_DIR", str(BASE_DIR / "var" / "reports")))
EMAIL_HOST = optional("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(BASE_DIR / "var" / "mail")
EMAIL_PORT = int(optional("EMAIL_PORT", "587"))
EMAIL_USE_TLS = optional("EMAIL_USE_TLS", "1") == "1"
EMAIL_HOST_USER = optional("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = required("EMAIL_HOST_PASSWORD") if EMAIL_HOST_USER else ""
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = optional("DEFAULT_FROM_EMAIL", "taizhang@localhost")
# Photos and scans, encrypted, under random names; never below anything that a server publishes.
FILES_DIR = Path(optional("FILES_DIR", str(BASE_DIR / "var" / "files")))
# Whose name stands on printed forms.
AGENCY_NAME = optional("AGENCY_NAME")

REDIS_URL = required("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(BASE_DIR / "var" / "run" / "beat")

# Events for city systems go to public addresses alone. Internal networks that may be reached besides (CIDR, comma
# between), and a file with the authorities that sign the receivers' certificates, in place of the system's.
WEBHOOK_NETWORKS = [ip_network(text.strip()) for text in optional("WEBHOOK_NETWORKS").split(",") if text.strip()]
WEBHOOK_CA_FILE = optional("WEBHOOK_CA_FILE")
OWN_MACHINE = [ip_network(text) for text in ("127.0.0.0/8", "0.0.0.0/8", "169.254.0.0/16", "::/127", "fe80::/10")]
if SESSION_COOKIE_SECURE and any(
    a.version == b.version and a.overlaps(b) for a in WEBHOOK_NETWORKS for b in OWN_MACHINE
):
    raise ImproperlyConfigured("WEBHOOK_NETWORKS holds addresses of this machine: for tests only, with HTTPS=0")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenOfRequest",
        "accounts.authentication.BearerOfRequest",
        "accounts.authentication.SessionOfRequest",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["accounts.json_bodies.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accounts.json_bodies.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "deploy.errors.problem_details",
    "UNAUTHENTICATED_USER": None,
    # Whose address a throttle counts: the one that our own proxy appended, else the peer's; never what a client claims.
    "NUM_PROXIES": 1 if SESSION_COOKIE_SECURE else 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Taizhang 台账",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # what may be changed is not what may be entered: bodies of their own
    "WEBHOOKS": ["services.webhooks.description.EVENT"],
    "POSTPROCESSING_HOOKS": [
        "services.webhooks.description.list_event",
        "deploy.api.introduced",
        "deploy.api.inline_choices",
        "deploy.api.sparse_answers",
        "deploy.api_examples.with_examples",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "accounts.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "accounts.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.db.backends": {"level": "INFO"},
        "oauthlib": {"level": "INFO"},  # below that it writes tokens
    },
}
