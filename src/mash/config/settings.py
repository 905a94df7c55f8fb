"""Django's settings. What differs between machines comes from the environment (docs/administrator.md).

Importing this starts nothing: the command that runs sets DATABASE_URL first (config/postgres.py).
"""

import base64
import os
from datetime import timedelta
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF

from mash.config import logs
from mash.config.home import figures, home, key
from mash.config.postgres import django_database

django_stubs_ext.monkeypatch()

ROOMS = Path(__file__).resolve().parent.parent

#: Behind a proxy that speaks HTTPS. Only a demo or a developer's machine is without.
HTTPS = os.environ.get("MASH_HTTPS", "") == "1"

SECRET_KEY = key("django")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MASH_HOSTS", "127.0.0.1 localhost").split()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

DATABASES = (
    {
        "default": django_database(os.environ["DATABASE_URL"])
        | {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 600}
    }
    if "DATABASE_URL" in os.environ
    else {}
)

TRAIL_KEY = bytes.fromhex(key("trail"))
SURVEYS_KEY = bytes.fromhex(key("surveys"))
TRAIL_ANCHOR = Path(os.environ.get("MASH_TRAIL_ANCHOR") or home() / "anchor" / "trail.json")

INSTALLED_APPS = [
    "mash.trail",
    "mash.partnership",
    "mash.records",
    "mash.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "csp",
    "govuk_frontend_django",
    "procrastinate.contrib.django",
    "django.forms",
]

MIDDLEWARE = [
    "mash.web.middleware.LogRequest",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "mash.web.middleware.KeptByNobody",
    "mash.web.middleware.Sessions",
    "mash.web.middleware.Recorded",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mash.web.middleware.DenyByDefault",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "mash.config.urls"
WSGI_APPLICATION = "mash.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOMS / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mash.web.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOMS / "web" / "static"]
#: Datasets and answers that the pages of performance read (mash.figures)
FIGURES = figures()
STATIC_ROOT = home() / "static"  # `mash serve` collects them there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Sign-in: e-mail address and password, then always a second factor (web/sign_in)
AUTH_USER_MODEL = "partnership.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "mash.web.sign_in_forms.SignIn",
    "reset_password": "mash.web.sign_in_forms.ForgottenPassword",
    "reset_password_from_key": "mash.web.sign_in_forms.FirstPassword",
    "change_password": "mash.web.sign_in_forms.AnotherPassword",
    "reauthenticate": "mash.web.sign_in_forms.PasswordAgain",
}
MFA_FORMS = {
    "authenticate": "mash.web.sign_in_forms.Code",
    "reauthenticate": "mash.web.sign_in_forms.CodeAgain",
    "activate_totp": "mash.web.sign_in_forms.FirstCode",
    "add_webauthn": "mash.web.sign_in_forms.NewPasskey",
    "edit_webauthn": "mash.web.sign_in_forms.PasskeyName",
}
ACCOUNT_ADAPTER = "mash.web.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator opens accounts; nobody signs up
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # the e-mail says so
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# by account, never by address: a whole agency comes from one address, and any can be forged
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/15m/key",  # codes of the second factor; passwords are counted by axes, below
    "reset_password": "5/m/key",
    "reset_password_from_key": None,
}
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "mash.web.sign_in.SecondFactor"
MFA_PASSKEY_LOGIN_ENABLED = True
SECOND_FACTOR_KEY = base64.urlsafe_b64encode(bytes.fromhex(key("second_factor")))
MFA_TOTP_ISSUER = "MASH"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: clocks drift, and people type slowly
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False  # who somebody is to their agency's provider is all that is kept of it

# Five wrong tries shut an account for a quarter of an hour, from wherever they come
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "mash.web.sign_in.tried_name"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "mash.web.sign_in.nobodys_address"

# A quarter of an hour without a request, and one is out
SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
#: Files handed in stay in memory: a file on disk would be a copy that nobody looks after.
FILE_UPLOAD_MAX_MEMORY_SIZE = 48 << 20
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "mash.web.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],  # the picture of a second factor's secret is drawn into the page
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

#: Where people reach the system; e-mails lead there
ADDRESS = os.environ.get("MASH_ADDRESS") or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
#: Without outgoing mail notices stand in the system only
SENDS_MAIL = bool({"MASH_EMAIL_HOST", "MASH_EMAIL_BACKEND"} & set(os.environ))
EMAIL_BACKEND = os.environ.get("MASH_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("MASH_EMAIL_HOST", "127.0.0.1")
EMAIL_TIMEOUT = 10  # a page waits for it
DEFAULT_FROM_EMAIL = os.environ.get("MASH_EMAIL_FROM", "mash@localhost")

#: Pages say that everybody in them is made up (`mash demo`)
DEMO = os.environ.get("MASH_DEMO", "") == "1"

LOGGING = logs.LOGGING
LOGGING_CONFIG = "mash.config.logs.configure"
