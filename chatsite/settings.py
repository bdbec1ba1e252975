"""Every setting of the site, read once from the environment. docs/settings.md explains each."""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from environs import EnvError

from chat import schedule as chat_schedule
from chatsite import signing_in
from chatsite.environment import (
    database,
    email,
    env,
    not_negative,
    one_of,
    port,
    positive,
    replaced,
    sampling,
    secret,
    writable_directory,
)
from chatsite.static_urls import site_version, static_folders, static_url
from inference.config import get_config
from operations import schedule as operations_schedule

django_stubs_ext.monkeypatch()  # lets forms and admins name their model as a type: Form[User]

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = writable_directory("VAR_DIR", default=BASE_DIR / "var")

# --- where it listens -----------------------------------------------------------------------------
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000, validate=port)
DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SECRET_KEY = secret("SECRET_KEY", kept_in=VAR_DIR / "secret_key")

# --- what it talks to -----------------------------------------------------------------------------
DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = get_config().redis_url
CACHES = {  # what it is for stands there
    "default": {
        "BACKEND": "chatsite.cache.SteadyCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
    }
}
_email = email("EMAIL_URL", default="console:")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "chatsite@localhost")

# --- who may come in ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
replaced("SIGNUP_OPEN", by="SIGN_UP, which is open, invitation, approval or closed")
SIGN_UP = env.str("SIGN_UP", "open", validate=one_of("open", "invitation", "approval", "closed"))
EMAIL_VERIFICATION = env.str(
    "EMAIL_VERIFICATION", "off", validate=one_of("off", "optional", "required")
)
TEAM_CREATION = env.str("TEAM_CREATION", "everybody", validate=one_of("everybody", "staff"))
ATTEMPTS_PER_MINUTE = env.int("ATTEMPTS_PER_MINUTE", 30, validate=positive)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1 if HTTPS else 0, validate=not_negative)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = signing_in.ACCOUNT_FORMS
ACCOUNT_SIGNUP_FIELDS = [
    "username*",
    "email*" if EMAIL_VERIFICATION == "required" else "email",
    "password1*",
    "password2*",
]
ACCOUNT_EMAIL_VERIFICATION = {"off": "none", "required": "mandatory"}.get(
    EMAIL_VERIFICATION, EMAIL_VERIFICATION
)
ACCOUNT_CHANGE_EMAIL = True  # an account has one address, and a new one replaces it when proven
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers because somebody typed their address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = signing_in.throttles(ATTEMPTS_PER_MINUTE)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "accounts.second_factor.adapter.SecondFactorAdapter"
MFA_FORMS = signing_in.MFA_FORMS
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who reads the mail of an address can take it over all the same
OIDC_ONLY = env.bool("OIDC_ONLY", False)
SOCIALACCOUNT_PROVIDERS = signing_in.providers(
    issuer=env.str("OIDC_ISSUER", ""),
    client_id=env.str("OIDC_CLIENT_ID", ""),
    client_secret=env.str("OIDC_CLIENT_SECRET", ""),
    name=env.str("OIDC_NAME", "OpenID Connect"),
)
if OIDC_ONLY and not SOCIALACCOUNT_PROVIDERS:
    raise EnvError("OIDC_ONLY lets nobody in without OIDC_ISSUER.")
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_REQUIRED = False  # what the provider tells is what there is
# A form could not lead there: `form-action` below. Nothing is done that its owner cannot undo.
SOCIALACCOUNT_LOGIN_ON_GET = True
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2")
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

# --- how much one person may have, on the page and by their programs ------------------------------
REQUESTS_PER_MINUTE = env.int("REQUESTS_PER_MINUTE", 0, validate=not_negative)
TOKENS_PER_DAY = env.int("TOKENS_PER_DAY", 0, validate=not_negative)
QUOTA_USAGE = "chat.usage.list_token_usage"  # what a lost count of tokens is made again from
ACCOUNT_LEAVING = "chat.account.leaving.leave_for"  # what goes before an account is deleted
ACCOUNT_AUDIT = "chat.privacy.audit.record_account_change"  # who changed how others sign in
TEAM_RETENTION = "chat.retention.foresee_for_team"  # what a team's shorter retention would delete

# --- what people delete ---------------------------------------------------------------------------
DELETE_UNDO_SECONDS = env.int("DELETE_UNDO_SECONDS", 3600, validate=not_negative)
RETENTION_DAYS = env.int("RETENTION_DAYS", 0, validate=not_negative)

# --- who may read what others wrote ---------------------------------------------------------------
REVIEW_POLICY = env.str(
    "REVIEW_POLICY", "with_reason", validate=one_of("nobody", "flagged", "with_reason")
)

# --- how it speaks --------------------------------------------------------------------------------
SITE_NAME = env.str("SITE_NAME", "Chatsite")
SYSTEM_PROMPT = env.str("SYSTEM_PROMPT", "")
REPLY_SAMPLING = sampling("REPLY_SAMPLING")
TITLES = env.str("TITLES", "auto", validate=one_of("auto", "model", "first_words"))

# --- what people may show others ------------------------------------------------------------------
SHARE_LINKS = env.str("SHARE_LINKS", "signed_in", validate=one_of("public", "signed_in", "off"))

# --- the parts of the site ------------------------------------------------------------------------
INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "accounts",
    "chat",
    "chatsite",  # for its commands
    "operations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "ninja",  # for the page that documents the API
]
# All of these run on the event loop as they are: one that could not would cost every request a
# thread. Static files never come this far, see asgi.py.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "chatsite.middleware.PrivateResponsesMiddleware",
    "chatsite.middleware.RefuseNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.devices.last_seen_middleware",
    "chatsite.languages.language_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "chatsite.urls"
ASGI_APPLICATION = "chatsite.asgi.application"
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
                "accounts.context.site_name",
                "operations.context.announcements",
                "chatsite.languages.catalogue",
            ],
        },
    }
]

# --- static files ---------------------------------------------------------------------------------
SITE_VERSION = site_version(BASE_DIR, debug=DEBUG)
STATIC_URL = static_url(SITE_VERSION)
STATICFILES_DIRS = static_folders(BASE_DIR, debug=DEBUG)

# --- language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [  # each by its own name: who looks for theirs may read no other
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ja", "日本語"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SECURE = HTTPS
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "UTC")

# --- what browsers are told -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],  # the nonce is for the import map, which cannot be a file
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],  # covers the page's own ws: and wss: as well
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # TLS ends at a proxy in front of us, which must set this header itself on every request.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# Whether all names below the site's own are served by HTTPS alone is not for this site to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- the log --------------------------------------------------------------------------------------
LOG_LEVEL = env.str(
    "LOG_LEVEL", "INFO", validate=one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"()": "chatsite.logs.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "short"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # At INFO each of these tells of every connection or task.
        **{
            name: {"level": "DEBUG" if LOG_LEVEL == "DEBUG" else "WARNING"}
            for name in ("celery.app.trace", "celery.beat", "celery.worker", "daphne")
        },
    },
}

# --- the web worker -------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60}  # what a killed worker held comes back
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "web"
CELERY_TASK_ACKS_LATE = True  # tasks are idempotent: better twice than never
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {**chat_schedule.BEAT_SCHEDULE, **operations_schedule.BEAT_SCHEDULE}
CELERY_TIMEZONE = "UTC"
