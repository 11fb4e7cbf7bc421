"""Settings, read from the environment and typed. `.env.example` lists every one of them.

Production refuses to start without SECRET_KEY, with DEBUG on, or in demonstration mode (see `inreach.project.guards`).
"""

import os
from pathlib import Path

import environ

from inreach.project.guards import refuse_unsafe

CHECKOUT = Path(__file__).resolve().parents[3]
BASE_DIR = (
    CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd()
)  # installed: the folder it starts in


class FilledIn(environ.Env):
    """The environment and `.env`, without what is empty: a setting that is not filled in is as good as absent."""

    ENVIRON = {name: value for name, value in os.environ.items() if value}


env = FilledIn(
    DEBUG=(bool, False),
    DEMO=(bool, False),
    SECRET_KEY=(str, ""),
    ALLOWED_HOSTS=(list, ["127.0.0.1", "localhost", "[::1]"]),
    CSRF_TRUSTED_ORIGINS=(list, []),
    DATABASE_URL=(str, ""),
    DATABASE_POOL=(bool, False),
    CACHE_URL=(str, ""),
    VAR_DIR=(str, str(BASE_DIR / "var")),
    TIME_ZONE=(str, "Europe/London"),
    EMAIL_URL=(str, "consolemail://"),
    DEFAULT_FROM_EMAIL=(str, "Inreach <inreach@localhost>"),
    LOG_LEVEL=(str, "INFO"),
    LOG_FORMAT=(str, "json"),
    SECURE_SSL=(bool, True),
    PROXY_SSL_HEADER=(bool, False),
    HSTS_SECONDS=(int, 31_536_000),
    SESSION_HOURS=(int, 10),
    IMPORT_MAX_MEGABYTES=(int, 64),
    CONTROLLER_NAME=(str, ""),
    CONTROLLER_CONTACT=(str, ""),
    AUDIT_KEY=(str, ""),
    AUDIT_KEY_FALLBACKS=(list, []),
    AUDIT_HEAD_FILE=(str, ""),
    AUDIT_HEAD_SYSLOG=(str, ""),
    AUDIT_HEAD_EMAIL=(str, ""),
    BACKUP_RECIPIENTS=(list, []),
)
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")
    FilledIn.ENVIRON = {name: value for name, value in FilledIn.ENVIRON.items() if value}

DEBUG: bool = env("DEBUG")
DEMO: bool = env("DEMO")
VAR_DIR = Path(env("VAR_DIR"))
SECRET_KEY: str = env("SECRET_KEY") or ("only-for-development-" * 3 if DEBUG or DEMO else "")
ALLOWED_HOSTS: list[str] = env("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS: list[str] = env("CSRF_TRUSTED_ORIGINS")
refuse_unsafe(secret_key=SECRET_KEY, debug=DEBUG, demo=DEMO, hosts=ALLOWED_HOSTS)

INSTALLED_APPS = [
    "inreach.apps.ui",
    "inreach.apps.background",
    "inreach.apps.audit",
    "inreach.apps.accounts",
    "inreach.apps.notifications",
    "inreach.apps.schools",
    "inreach.apps.casework",
    "inreach.apps.provision",
    "inreach.apps.inclusion",
    "inreach.apps.planning",
    "inreach.apps.exchange",
    "inreach.apps.insight",
    "inreach.apps.demo",
    "inreach.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "inreach.apps.accounts.middleware.PlainRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "inreach.apps.accounts.middleware.ActorMiddleware",
    "inreach.apps.accounts.middleware.DenyByDefaultMiddleware",
    "inreach.apps.ui.middleware.NotSavedMiddleware",
    "inreach.apps.accounts.middleware.TwiceIsOnceMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "inreach.project.urls"

_cotton_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _cotton_loaders
            if DEBUG
            else [("django.template.loaders.cached.Loader", _cotton_loaders)],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inreach.apps.accounts.context_processors.frame",
                "inreach.apps.demo.context_processors.cast",
            ],
        },
    }
]
FORM_RENDERER = "inreach.apps.ui.forms.base.GovRenderer"

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'inreach.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": None}
elif env("DATABASE_POOL"):
    DATABASES["default"]["OPTIONS"] = {"pool": {"timeout": 5}}
else:  # to connect takes longer than most queries, so a process keeps its connection for a minute, if it still lives
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# Workers and servers share it: limits, lock-outs, codes that were used, and which workers live.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env("CACHE_URL"),
        "KEY_PREFIX": "inreach",
    }
    if env("CACHE_URL")
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "inreach_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "inreach.apps.accounts.sign_in.allauth_adapter.InviteOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_RATE_LIMITS = {
    # A whole school stands behind one address, so guessing is stopped by account (here and by axes), not by address.
    "login": "600/m/ip",
    "login_failed": "300/5m/ip,10/5m/key",
    "reset_password": "60/m/ip,5/m/key",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "inreach.apps.accounts.sign_in.reset_token.ResetTokenGenerator"  # noqa: S105
_words = "inreach.apps.accounts.forms.sign_in."
ACCOUNT_FORMS = {
    "login": _words + "SignInForm",
    "reset_password": _words + "ResetPasswordForm",
    "reset_password_from_key": _words + "NewPasswordForm",
    "set_password": _words + "FirstPasswordForm",
    "change_password": _words + "ChangePasswordForm",
    "reauthenticate": _words + "ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": _words + "CodeForm",
    "reauthenticate": _words + "ConfirmCodeForm",
    "activate_totp": _words + "AddAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Inreach"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "inreach.apps.accounts.sign_in.lockout.account_of"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit says who signed in; no second list with addresses of machines

SESSION_COOKIE_AGE = env("SESSION_HOURS") * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # they name pupils: not in a cookie
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if not (DEBUG or DEMO):
    SECURE_SSL_REDIRECT = env("SECURE_SSL")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_SECURE = env("SECURE_SSL")
    CSRF_COOKIE_SECURE = env("SECURE_SSL")
    SECURE_HSTS_SECONDS = env("HSTS_SECONDS") if env("SECURE_SSL") else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if env("PROXY_SSL_HEADER"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE: str = env("TIME_ZONE")
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG or DEMO
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "uploads"  # where `inreach tidy` finds what a killed process left
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
IMPORT_MAX_BYTES: int = env("IMPORT_MAX_MEGABYTES") * 1_048_576

EMAIL_CONFIG = env.email_url("EMAIL_URL")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
# Every mail goes through the outbox; a worker hands it to this one. In development it is written out at once.
MAIL_DELIVERY_BACKEND: str = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = MAIL_DELIVERY_BACKEND if DEBUG else "inreach.apps.notifications.outbox.backend.OutboxBackend"
DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL")

CONTROLLER_NAME: str = env("CONTROLLER_NAME")
CONTROLLER_CONTACT: str = env("CONTROLLER_CONTACT")

AUDIT_KEY: str = env("AUDIT_KEY")
AUDIT_KEY_FALLBACKS: list[str] = env("AUDIT_KEY_FALLBACKS")
AUDIT_HEAD_FILE: str = env("AUDIT_HEAD_FILE")
AUDIT_HEAD_SYSLOG: str = env("AUDIT_HEAD_SYSLOG")
AUDIT_HEAD_EMAIL: str = env("AUDIT_HEAD_EMAIL")
BACKUP_RECIPIENTS: list[str] = env("BACKUP_RECIPIENTS")

from inreach.project.logs import logging_config  # noqa: E402

LOGGING = logging_config(level=env("LOG_LEVEL"), as_json=env("LOG_FORMAT") == "json")
TEST_RUNNER = "django.test.runner.DiscoverRunner"
