"""Django's settings of an installation; what may differ between installations comes from the environment."""

import os
from pathlib import Path
from typing import Any

from accord.config import databases, environment
from accord.config.accounts import *  # noqa: F403
from accord.config.logs import logging_of

ENVIRONMENT = environment.read(os.environ)
PACKAGE = Path(__file__).resolve().parents[1]

LOGGING = logging_of(ENVIRONMENT.log)
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = [str(ENVIRONMENT.address.hostname), "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "accord.config.urls"
WSGI_APPLICATION = "accord.config.wsgi.application"

# Ours, outermost first; an app's templates stand in its own folder.
OUR_APPS = ["rounds", "booth", "people", "jobs", "audit", "web"]
INSTALLED_APPS = [
    *(f"accord.{name}" for name in OUR_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{kind}" for kind in ENVIRONMENT.sign_in),
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "accord.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accord.upkeep.middleware.Watched",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "accord.web.middleware.UploadLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accord.web.middleware.NotKept",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / name / "templates" for name in (*OUR_APPS, "report")],
        "OPTIONS": {
            "environment": "accord.web.jinja.environment",
            "context_processors": ["accord.web.context.page"],
        },
    }
]

DATABASES = {"default": databases.database(ENVIRONMENT.database_url, ENVIRONMENT.data)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
ACCORD_DATA = ENVIRONMENT.data
ACCORD_KEYS = ENVIRONMENT.keys
ACCORD_DEMONSTRATION = ENVIRONMENT.demonstration
ACCORD_UPLOAD_LIMIT = ENVIRONMENT.upload_limit
ACCORD_PROXY = ENVIRONMENT.proxy
ACCORD_METRICS_TOKEN = ENVIRONMENT.metrics_token
ACCORD_ADDRESS = ENVIRONMENT.address.geturl().rstrip("/")

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.mail.host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = ENVIRONMENT.data / "mail"
EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.mail.host, ENVIRONMENT.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.user, ENVIRONMENT.mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = ENVIRONMENT.mail.at_once, not ENVIRONMENT.mail.at_once
EMAIL_TIMEOUT = 10  # seconds; whoever sends waits for it
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail.sender

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "people:home"
SESSION_ENGINE = "accord.people.signing_in.sessions"
SOCIALACCOUNT_PROVIDERS = ENVIRONMENT.sign_in
ACCORD_SECOND_FACTOR = ENVIRONMENT.second_factor
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STATICFILES_DIRS = [PACKAGE / "report" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "accord.web.storage.HashedFiles"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = ENVIRONMENT.data / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["accord.web.uploads.NoFiles"]  # a page that takes files brings its own
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the page that says which column is what has five for each

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.https else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accord.web.errors.forgery"
CSRF_TRUSTED_ORIGINS = [f"{ENVIRONMENT.address.scheme}://{ENVIRONMENT.address.netloc}"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options is set by accord.web.middleware, with frame-ancestors
    "security.W005",  # other sites under the same domain are not ours to bind
    "security.W008",  # the proxy that ends https sends plain http there
    "security.W021",  # as W005
    "axes.W002",  # that one has to wait is said by the form, not by a page of axes
]
