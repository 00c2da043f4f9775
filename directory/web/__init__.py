"""The application: settings, extensions, features, errors, headers. Start reading here."""

from apiflask import APIFlask
from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from directory.access.guards import unguarded
from directory.accounts import sessions
from directory.kit import headers
from directory.kit.db import db
from directory.kit.settings import ROOT, BadSettings, Settings
from directory.search import engines
from directory.telemetry import init as init_telemetry
from directory.web import features, frame, problems

MOST_BYTES = 16 * 1024 * 1024
csrf = CSRFProtect()
migrate = Migrate()


def create_app(settings: Settings | None = None) -> Flask:
    """Give the whole application. Raises BadSettings where the settings do not allow a safe start."""
    settings = settings or Settings()
    if wrong := settings.check():
        raise BadSettings("; ".join(wrong))
    # the database and the index in it are for whoever runs this, and nobody else on the machine
    settings.instance_path.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = APIFlask(
        "directory",
        json_errors=False,
        spec_path=None,
        docs_path=None,
        instance_path=str(settings.instance_path.resolve()),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(configuration(settings))
    templates(app)
    init_telemetry(app, settings.log_level)
    db.init_app(app)
    engines.check(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    WTFormsHelpers(app)
    sessions.init(app)
    features.init(app, settings, csrf)
    frame.init(app, settings)
    problems.init(app)
    headers.init(app, https=settings.production, image_sources=tile_origin(settings.tile_url))
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    if naked := unguarded(app):
        raise RuntimeError(f"routes without a guard: {', '.join(naked)}")
    return app


def configuration(settings: Settings) -> dict[str, object]:
    """Give Flask's own configuration."""
    former = [key.strip() for key in settings.previous_secret_keys.split(",") if key.strip()]
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret,
        "SECRET_KEY_FALLBACKS": former,
        "SECRETS": [settings.secret, *former],
        "SQLALCHEMY_DATABASE_URI": settings.database,
        # what was typed about a child must not stand in the words of a fault, and so in a log
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "SESSION_COOKIE_NAME": "__Host-fairhaven" if settings.production else "fairhaven",
        "SESSION_COOKIE_SECURE": settings.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "MAX_FORM_PARTS": 2000,
        "WTF_CSRF_TIME_LIMIT": None,
        "TEMPLATES_AUTO_RELOAD": False,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }


def templates(app: Flask) -> None:
    """Let our templates and those of the GOV.UK Design System be found."""
    app.jinja_options = {
        "loader": ChoiceLoader(
            [
                FileSystemLoader(ROOT / "templates"),
                PrefixLoader(
                    {
                        "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                        "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                    }
                ),
            ]
        )
    }
    app.jinja_env.undefined = ChainableUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def tile_origin(tile_url: str) -> str:
    """Give the origin of a map tile address template, for the content security policy."""
    return "/".join(tile_url.split("/")[:3]).replace("{s}", "*") if tile_url else ""
