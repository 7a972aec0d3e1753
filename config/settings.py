"""Settings come from the environment only; `.env.example` lists and explains every variable."""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from anju.core.pooled import PooledConnection

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise SystemExit(f"The environment variable {name} is missing; see .env.example.") from None


ENVIRONMENT = os.environ.get("ANJU_ENV", "production")
DEBUG = False
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
MOVABLE_CLOCK = os.environ.get("MOVABLE_CLOCK") == "1"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "anju.web",
    "anju.desks",
    "anju.portals.sign_in",
    "anju.portals.tenant_web",
    "anju.portals.tenant_mobile",
    "anju.portals.owner",
    "anju.portals.enterprise",
    "anju.portals.centre",
    "anju.portals.fund_desk",
    "anju.portals.developer",
    "anju.portals.property",
    "anju.portals.association",
    "anju.portals.authority",
    "anju.portals.agency",
    "anju.portals.administration",
    "anju.portals.public",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    "anju.core",
    "anju.people",
    "anju.parameters",
    "anju.webhooks",
    "anju.ledger",
    "anju.notices",
    "anju.homes",
    "anju.receipts",
    "anju.agencies",
    "anju.credit",
    "anju.companies",
    "anju.votes",
    "anju.payments",
    "anju.closings",
    "anju.contracts",
    "anju.signings",
    "anju.filings",
    "anju.custody",
    "anju.hand_overs",
    "anju.fund",
    "anju.fund_notices",
    "anju.fund_openings",
    "anju.fund_runs",
    "anju.works",
    "anju.orders",
    "anju.refunds",
    "anju.certificates",
    "anju.statistics",
    "anju.unclaimed",
    "anju.oversight",
    "anju.timelines",
    *filter(None, os.environ.get("EXTRA_APPS", "").split(",")),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "anju.web.middleware.gateway_first",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anju.web.middleware.actor",
    "anju.web.middleware.refused_access",
    "anju.web.middleware.content_security_policy",
]
AUTHENTICATION_BACKENDS = ["anju.web.session.Accounts"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "anju.web.context.page",
            ]
        },
    }
]

database = urlsplit(required("DATABASE_URL"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.path.lstrip("/"),
        "USER": unquote(database.username or ""),
        "PASSWORD": unquote(database.password or ""),
        "HOST": database.hostname or "",
        "PORT": str(database.port or ""),
        "OPTIONS": {
            "pool": {
                "min_size": 1,
                "max_size": 10,
                "timeout": 20,
                "connection_class": PooledConnection,
            },
            "options": "-c jit=off",  # our statements are short: compiling them costs more than running them
            "prepare_threshold": 5,  # only for `core.prepared`: Django itself prepares nothing
        },
        "CONN_HEALTH_CHECKS": True,  # after PostgreSQL has restarted nobody meets a dead connection
    }
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "anju.core.jobs.watch_worker"
# A worker that has given no sign of life for so many seconds is taken for dead; others take its jobs over.
WORKER_IS_DEAD_AFTER = 5
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": 1,
    "stalled_worker_timeout": WORKER_IS_DEAD_AFTER,
}

# What breaks leaves its trace where the process writes, in a demo `.work/logs`. A page that is not there does not.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["standard_error"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}

# Fonts and other people's styles and scripts, put there at set-up (`scripts/assets.py`).
ASSETS_DIR = Path(os.environ.get("ASSETS_DIR", BASE_DIR / ".work" / "assets"))
FONTS_DIR = ASSETS_DIR / "fonts"
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "static"))
STATICFILES_DIRS = [ASSETS_DIR / "vendor"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "anju.web.static_files.StaticFiles"},
}
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "anju.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Failed sign-ins and guesses are counted here, so all processes must share it. One entry is one address or name within
# some minutes; beyond MAX_ENTRIES a third is thrown away, counted or not, so that many strangers would unlock each
# other. It is no larger because each entry that is written counts them all.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
TENANT_HOME_URL = "/tenant/"
TENANT_MOBILE_HOME_URL = "/m/"
OWNER_HOME_URL = "/owner/"
PROPERTY_HOME_URL = "/property/"  # property companies, by key
ENTERPRISE_HOME_URL = "/enterprise/"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"  # from there each to their own desk
CENTRE_HOME_URL = "/centre/"
ASSOCIATION_HOME_URL = "/association/"
FUND_HOME_URL = "/fund/"  # staff of the fund centre who work with the maintenance fund
AUTHORITY_HOME_URL = "/authority/"  # staff of the housing authority
ADMINISTRATION_HOME_URL = "/administration/"  # the three administrators of every office
AGENCY_HOME_URL = "/agency/"  # administrators of institutions
ACCOUNT_ADAPTER = "anju.web.staff.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/10m/key",
    "reset_password": "10/10m/ip,3/10m/key",
    "reset_password_from_key": "30/10m/ip,10/10m/key",
    "company_sign_in": "60/10m/ip",
    "company_register": "20/h/ip",
}
MFA_ADAPTER = "anju.web.staff.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_REAUTHENTICATION_REQUIRED = False  # a second factor can only be added where there is none
MFA_TOTP_ISSUER = "Anju"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {"authenticate": "anju.web.staff.SecondFactorForm"}
ACCOUNT_USER_DISPLAY = "anju.web.staff.name_of"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False
SECURE_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_HTTPS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024  # a day of a bank is one message
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

FIELD_KEYS = os.environ.get("FIELD_KEYS", "")
DIGEST_KEY = os.environ.get("DIGEST_KEY", "")

# Outside systems: the sandbox and the real world differ by these values only.
OIDC = {
    "issuer": os.environ.get("OIDC_ISSUER", ""),
    "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
    "client_secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
}
ALIPAY = {
    "gateway_url": os.environ.get("ALIPAY_GATEWAY_URL", ""),
    "private_key_file": os.environ.get("ALIPAY_PRIVATE_KEY_FILE", ""),
    "public_key_file": os.environ.get("ALIPAY_PUBLIC_KEY_FILE", ""),
}
# WeChat Pay: one app id, {"<mchid>": {"serial_no": "…", "private_key_file": "…", "api_v3_key": "…"}},
# and WeChat's public keys by the serial that it signs under: {"PUB_KEY_ID_…": "…"}
WECHAT = {
    "url": os.environ.get("WECHAT_URL", ""),
    "app_id": os.environ.get("WECHAT_APP_ID", ""),
    "merchants": json.loads(os.environ.get("WECHAT_MERCHANTS", "{}")),
    "public_keys": json.loads(os.environ.get("WECHAT_PUBLIC_KEYS", "{}")),
}
# {"ccb": {"url": "…", "public_key_file": "…", "account": "…", "account_name": "…"}, …}
BANKS = json.loads(os.environ.get("BANKS", "{}"))
BANK_PRIVATE_KEY_FILE = os.environ.get("BANK_PRIVATE_KEY_FILE", "")
# Who hands tenants over to us: {"mini_program": {"public_key_file": "…"}, "rental_platform": {…}}
HAND_OVER_SENDERS = json.loads(os.environ.get("HAND_OVER_SENDERS", "{}"))
# The title registry (不动产登记): our key signs what we ask; so many seconds we wait for an answer.
TITLE_REGISTRY_URL = os.environ.get("TITLE_REGISTRY_URL", "")
TITLE_REGISTRY_SECONDS = int(os.environ.get("TITLE_REGISTRY_SECONDS", "5"))
REGISTRY_PRIVATE_KEY_FILE = os.environ.get("REGISTRY_PRIVATE_KEY_FILE", "")
# The register of organisations (质监): the same key signs; so many seconds we wait for an answer.
ORGANISATION_REGISTRY_URL = os.environ.get("ORGANISATION_REGISTRY_URL", "")
ORGANISATION_REGISTRY_SECONDS = int(os.environ.get("ORGANISATION_REGISTRY_SECONDS", "5"))
# The fiscal receipt platform (财政电子票据): the same key signs; so many seconds we wait for an answer.
RECEIPT_PLATFORM_URL = os.environ.get("RECEIPT_PLATFORM_URL", "")
RECEIPT_PLATFORM_SECONDS = int(os.environ.get("RECEIPT_PLATFORM_SECONDS", "5"))
SMS = {"url": os.environ.get("SMS_URL", ""), "key": os.environ.get("SMS_KEY", "")}
OFFICE_MAIL = {  # where their alerts go
    "association": os.environ.get("ASSOCIATION_MAIL", ""),
    "authority": os.environ.get("AUTHORITY_MAIL", ""),
    "centre": os.environ.get("CENTRE_MAIL", ""),
}
MAIL = {"url": os.environ.get("MAIL_URL", ""), "key": os.environ.get("MAIL_KEY", "")}
# Networks inside of which programs may be told though their addresses are private, and without TLS: "127.0.0.0/8" in a
# demo; none in production.
WEBHOOK_NETWORKS = os.environ.get("WEBHOOK_NETWORKS", "")
CLOCK_KEY = os.environ.get("CLOCK_KEY", "")
