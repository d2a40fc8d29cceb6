"""Settings of Newsroom: one file, every choice of a site from its environment.

A file ``.env`` beside ``manage.py`` is read too. The names are in the README.
"""

from pathlib import Path

import environ
from django.conf import locale
from django.forms import Script
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# The prefix is the one `check --deploy` knows: wsgi.py and asgi.py refuse to start with it.
SECRET_KEY = env("SECRET_KEY", default="django-insecure-for-development-only")
DEBUG = env.bool("DEBUG", default=False)

# Absolute addresses come from here, never from the Host header.
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
SITE_NAME = env("SITE_NAME", default="Newsroom")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "articles",  # before the admin, so that its admin templates win
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, for FORM_RENDERER
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django_prose_editor",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.languages.LanguageMiddleware",
    "articles.api.manners.MannersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Who changed a record; it only remembers the request, so a reader's page costs no more.
    "simple_history.middleware.HistoryRequestMiddleware",
]

# WSGI_APPLICATION is not set: runserver makes its own, and wsgi.py is for production alone.
ROOT_URLCONF = "newsroom.urls"

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
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # FULL: in WAL mode a NORMAL commit is acknowledged before it is on disk.
        # The cache, in KB and for each thread: of 2 MB by default, which one long dossier reads
        # twice. Of a large site it holds little; what it lacks is read in place, from the pages of
        # the file that the system keeps anyway and for all threads at once: no memory of our own,
        # but a file cut short by another program ends the process, so restore copies while it is
        # stopped. As much of the file as SQLite can map, 2 GB.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA cache_size=-6000; PRAGMA mmap_size=2147418112;",
        # A transaction that reads first and writes later would fail at once with "locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    # To open the file anew for each request costs as much as three empty views.
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
else:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# By default 300 entries: too few for a count of requests an address.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://?max_entries=10000")}

# Background work, done by `manage.py db_worker`
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# New names by the optional extra, where it is installed.
NER = env.bool("NER", default=True)

# Mail to the desk: none until EMAIL_URL says how
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="newsroom@localhost")

# Languages and time
LANGUAGE_CODE = env("LANGUAGE_CODE", default="ru")
LANGUAGES = [("ru", _("Russian")), ("sah", _("Sakha")), ("kk", _("Kazakh")), ("en", _("English"))]
locale.LANG_INFO["sah"] = {
    "bidi": False,
    "code": "sah",
    "name": "Sakha",
    "name_local": "саха тыла",
}
ADMIN_LANGUAGES = ["ru", "en"]
# The second path, kept by hand, mends Django's own words: months in Sakha, cases in Russian.
LOCALE_PATHS = [BASE_DIR / "articles" / "locale", BASE_DIR / "articles" / "formats"]
FORMAT_MODULE_PATH = ["articles.formats"]
TIME_ZONE = env("TIME_ZONE", default="Asia/Yakutsk")
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / "media"))
ORIGINALS_ROOT = env("ORIGINALS_ROOT", default=str(BASE_DIR / "originals"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Pictures as they were uploaded: with all that cameras write into them, so for nobody else.
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": ORIGINALS_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_PERMISSIONS = 0o644
# Room for a text far too long, so that its form can say so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# Notices to readers about whom a post names: ownership, labels the law asks for
NOTICES = env.bool("NOTICES", default=False)

# What readers saw of a post before it was changed, and what was
PREVIOUS_EDITIONS = env.bool("PREVIOUS_EDITIONS", default=True)

# Seconds until programs are told of a change: what is saved meanwhile may have an earlier time
CHANGES_SETTLE = env.float("CHANGES_SETTLE", default=10)

# Where programs that follow our feeds are told of news (WebSub); none by default
WEBSUB_HUB = env("WEBSUB_HUB", default="")

# Webhooks: receivers in our own network, and without TLS; how many seconds one may take
WEBHOOKS_PRIVATE = env.bool("WEBHOOKS_PRIVATE", default=False)
WEBHOOKS_TIMEOUT = env.float("WEBHOOKS_TIMEOUT", default=20)

# The body editor
DJANGO_PROSE_EDITOR_PRESETS = {"desk": [Script("articles/editor.js", type="module")]}

# Accounts
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

# What a browser may do
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
# Neighbouring subdomains are not ours to bind.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Requests a minute to the REST feed, by address and by token; 0 is without a limit
API_LIMIT = env.int("API_LIMIT", default=600)
API_TOKEN_LIMIT = env.int("API_TOKEN_LIMIT", default=6000)
# How many proxies are in front; by default one, if requests come from this machine.
PROXIES = env.int("PROXIES", default=None)
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["articles.api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "articles.api.negotiation.FormatNegotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "articles.api.problems.problem_details",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Newsroom",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "APPEND_COMPONENTS": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "ENUM_NAME_OVERRIDES": {
        "PostKind": "articles.models.Edition.Kind",
        "OrganizationKind": "articles.models.Organization.Kind",
        "EventStatus": "articles.models.Event.Status",
        "BylineRole": "articles.models.Byline.Role",
        "CorrectionKind": "articles.models.Edition.CorrectionKind",
        "AgeMark": "articles.models.Edition.AgeMark",
        "Language": "django.conf.settings.LANGUAGES",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "articles.api.description.describe",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
