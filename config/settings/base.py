"""Settings shared by every place the program runs in."""

from pathlib import Path
from typing import Any

from config.env import environment
from config.services_urls import celery_broker, database, mail_server

ENV = environment()
ROOT = Path(__file__).resolve().parent.parent.parent
BASE_DIR = ROOT

SECRET_KEY = ENV.SECRET_KEY
DEBUG = False
BASE_DOMAIN = ENV.COLABASE_BASE_DOMAIN
ALLOWED_HOSTS = [BASE_DOMAIN, f".{BASE_DOMAIN}", *ENV.hosts()]
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins()

# --- apps: public schema, and the schema of each workspace ---------------------------------
SHARED_APPS = [
    "django_tenants",
    "apps.core",
    "apps.tenants",
    "apps.accounts",
    "apps.registry",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "django_celery_beat",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "template_partials",
    "simple_history",
    "channels",
    "django_structlog",
    "apps.portal",
]
TENANT_APPS = ["apps.core", "apps.brands", "apps.consolidation"]
INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]
TENANT_MODEL = "tenants.Workspace"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_NAME = "public"
PUBLIC_SCHEMA_URLCONF = "config.urls.public"
ROOT_URLCONF = "config.urls.tenant"

MIDDLEWARE = [
    "apps.core.middleware.RequestContext",
    "apps.core.rest.ageing.AgeOfTheApi",
    "apps.core.middleware.HearOut",
    "apps.core.middleware.ContentSecurityPolicy",
    "apps.core.health.HealthProbe",
    "apps.core.metrics.Metrics",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.tenants.middleware.FindWorkspace",
    "apps.tenants.middleware.CookieDomain",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.FindActor",
    "apps.accounts.middleware.SpeakTheirLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "apps.portal.context.shell",
            ],
        },
    }
]

# --- data ----------------------------------------------------------------------------------
DATABASES = {"default": database(ENV.DATABASE_URL)}
DATABASE_ROUTERS = ["apps.core.routers.SchemaRouter", "django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = ENV.REDIS_URL
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "colabase"},
    }
}
SIMPLE_HISTORY_DATE_INDEX = False
SIMPLE_HISTORY_ENABLED = True

# --- background work -----------------------------------------------------------------------
CELERY_BROKER_URL = celery_broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES_MAX_PRIORITY = 10
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "queue_order_strategy": "priority"}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- people --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# The second is named by sessions from before the first was there.
AUTHENTICATION_BACKENDS = ["apps.accounts.backends.SignedIn", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "apps.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "apps.accounts.adapter.ClosedSignup"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"manage_email": "10/60m/user"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# --- HTTP ----------------------------------------------------------------------------------
SESSION_COOKIE_NAME = "colabase_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "apps.accounts.sessions"
CSRF_COOKIE_NAME = "colabase_csrf"
CSRF_FAILURE_VIEW = "apps.portal.views.errors.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
COLABASE_SOCKET_URL = ENV.COLABASE_SOCKET_URL
COLABASE_UPLOAD_LIMIT = ENV.COLABASE_UPLOAD_LIMIT_MB * 1024 * 1024
COLABASE_IMPORT_GATE_PERCENT = ENV.COLABASE_IMPORT_GATE_PERCENT
COLABASE_EXPORT_LINK_DAYS = ENV.COLABASE_EXPORT_LINK_DAYS
COLABASE_UPLOAD_KEEP_DAYS = ENV.COLABASE_UPLOAD_KEEP_DAYS
COLABASE_API_DEPRECATED = ENV.COLABASE_API_DEPRECATED
COLABASE_API_KEPT_MONTHS = ENV.COLABASE_API_KEPT_MONTHS
COLABASE_METRICS_TOKEN = ENV.COLABASE_METRICS_TOKEN

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.authentication.ApiKeyAuthentication",
        "apps.accounts.authentication.PortalSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.core.rest.permissions.WorkspacePermission"],
    "DEFAULT_RENDERER_CLASSES": ["apps.core.rest.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "apps.core.rest.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Colabase API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["apps.core.rest.routes.documented"],
    "POSTPROCESSING_HOOKS": ["apps.core.rest.schema.finish"],
    "SERVE_URLCONF": "config.urls.tenant",
    "SERVE_PERMISSIONS": ["apps.core.rest.permissions.Open"],
}

UNFOLD = {
    "SITE_TITLE": "Colabase",
    "SITE_HEADER": "Colabase staff",
    "SIDEBAR": {"navigation": "apps.portal.staff.sidebar"},
    "DASHBOARD_CALLBACK": "apps.tenants.dashboard.dashboard",
    "SITE_ICON": "apps.portal.staff.icon",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "apps.portal.staff.icon"}],
    # The portal's Bordeaux, from its lightest to its darkest.
    "COLORS": {
        "primary": {
            "50": "#fdf3f6",
            "100": "#f7e9ee",
            "200": "#f0cfd9",
            "300": "#f0a3b8",
            "400": "#d9708e",
            "500": "#a8385a",
            "600": "#7a1c37",
            "700": "#6c1830",
            "800": "#5f122a",
            "900": "#4a1022",
            "950": "#2e0915",
        },
    },
}

# --- words, time, files --------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ROOT / "staticfiles"
STATICFILES_DIRS = [path for path in (ROOT / "static" / "dist", ROOT / "static" / "img") if path.is_dir()]
VITE_MANIFEST = ROOT / "static" / "dist" / ".vite" / "manifest.json"
MEDIA_ROOT = Path(ENV.COLABASE_MEDIA) if ENV.COLABASE_MEDIA else ROOT / "media"
FILE_UPLOAD_TEMP_DIR = None
vars().update(mail_server(ENV.EMAIL_URL))
DEFAULT_FROM_EMAIL = ENV.DEFAULT_FROM_EMAIL

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "main": {"()": "apps.core.logs.formatter", "style": ENV.COLABASE_LOG_FORMAT},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "main"}},
    "root": {"handlers": ["stderr"], "level": ENV.COLABASE_LOG_LEVEL},
    "loggers": {"django.server": {"propagate": True}, "celery": {"level": "INFO"}},
}

TENANT_LIMIT_SET_CALLS = True
SHOW_PUBLIC_IF_NO_TENANT_FOUND = True
