"""Settings. Everything an installation may change comes from the environment; see docs/admin.md."""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from nhacviec.config.environment import flag as _flag
from nhacviec.config.environment import numbers, oidc_providers

PACKAGE_DIR = Path(__file__).resolve().parent.parent

DATA_DIR = Path(os.environ.get("NHACVIEC_DATA", "var")).resolve()
DEBUG = _flag("NHACVIEC_DEBUG")
SECURE = _flag("NHACVIEC_HTTPS")

# The key lives in the data directory (made by `nhacviec init`), never in the repository.
# Without one a fresh key a process is used: nothing breaks, sessions just end with the process.
_key_file = DATA_DIR / "secret_key"
SECRET_KEY = os.environ.get("NHACVIEC_SECRET_KEY") or (
    _key_file.read_text().strip() if _key_file.is_file() else secrets.token_urlsafe(50)
)
ALLOWED_HOSTS = os.environ.get("NHACVIEC_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("NHACVIEC_ORIGINS", "").split(",") if o]

ROOMS = [
    "config",
    "sample",
    "intake",
    "statistics",
    "reviews",
    "discipline",
    "inspections",
    "reminders",
    "tasks",
    "directives",
    "documents",
    "notifications",
    "orgs",
    "accounts",
    "ledger",
    "web",
]
INSTALLED_APPS = [
    *(f"nhacviec.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "nhacviec.web.middleware.CleanRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nhacviec.config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nhacviec.accounts.middleware.SessionGuardMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nhacviec.orgs.middleware.ViewerMiddleware",
    "nhacviec.config.middleware.SecondFactorMiddleware",
    "nhacviec.web.middleware.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nhacviec.config.urls"
WSGI_APPLICATION = "nhacviec.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nhacviec.config.navigation.shell",
            ],
            "builtins": ["django.templatetags.i18n", "nhacviec.web.templatetags.nv"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {
    "default": dj_database_url.config(
        env="DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'nhacviec.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time, readers never wait; a writer takes its lock at the start (performance.md, stack.md 3.15).
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;",
        }
    )
else:
    # Our statements are many and short: compiling one to machine code costs more than running it (performance.md 5).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "nhacviec.accounts.policy.PolicyValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
# The numbers of sign-in are a rule set, rules/sets/security.toml; what is changed here goes before it.
NHACVIEC_SECURITY = numbers(os.environ.get("NHACVIEC_SECURITY", ""))
# Who signs for a committee, keeps records or runs the installation has a second factor, or gets no further.
NHACVIEC_SECOND_FACTOR = _flag("NHACVIEC_SECOND_FACTOR", default=True)
NHACVIEC_BEHIND_PROXY = _flag("NHACVIEC_BEHIND_PROXY")
AXES_FAILURE_LIMIT = "nhacviec.accounts.policy.failure_limit"
AXES_COOLOFF_TIME = "nhacviec.accounts.policy.cool_off"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "nhacviec.accounts.views.sign_in.locked"
AXES_CLIENT_IP_CALLABLE = "nhacviec.accounts.origin.address_of"
AXES_USERNAME_CALLABLE = "nhacviec.accounts.origin.username_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the wait is as long as the page says
AXES_DISABLE_ACCESS_LOG = True  # our own history tells more
AXES_VERBOSE = False

ACCOUNT_ADAPTER = "nhacviec.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,30/15m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "nhacviec.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by half a minute
SOCIALACCOUNT_ADAPTER = "nhacviec.accounts.adapters.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = oidc_providers(os.environ)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# Shared by all processes: codes that were used, tries that were counted.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "nhacviec_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # by default 300: a code that was used would soon be forgotten
    }
}

EMAIL_HOST = os.environ.get("NHACVIEC_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("NHACVIEC_EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("NHACVIEC_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NHACVIEC_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("NHACVIEC_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("NHACVIEC_EMAIL_FROM", "nhac-viec@localhost")

SESSION_COOKIE_AGE = 8 * 3600  # until the sign-in sets it by the rule set
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "nhacviec.web.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NHACVIEC_BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
# Files are served straight from the installed package: no collectstatic step for the user.
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640
NHACVIEC_UPLOAD_LIMIT = 20 * 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# The day the program takes for "today"; only the sample and the tests set it.
NHACVIEC_TODAY = os.environ.get("NHACVIEC_TODAY", "")

# A file with further kinds of organisations and posts, in the form of orgs/data/kinds.toml.
NHACVIEC_KINDS = os.environ.get("NHACVIEC_KINDS", "")
