"""The application factory: the shell around the modules that it is handed. Must not import a domain."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import settings
from portal.core import quotas
from portal.core.db import init_db
from portal.core.errors import init_errors
from portal.core.migrating import init_migrations
from portal.core.module import Module
from portal.core.periods import check_periods
from portal.core.storage import Store
from portal.core.web import check_access, current_actor, init_web
from portal.shell import accounts, admin, demo, home, inbox, jobs, reports, signing, style
from portal.shell.menu import menu_of

SHELL = (
    home.shell,
    signing.shell,
    accounts.shell,
    admin.shell,
    reports.shell,
    jobs.shell,
    inbox.shell,
    demo.shell,
    style.shell,
)


def create_app(modules: Sequence[Module], given: Mapping[str, Any] | None = None) -> Flask:
    """The portal made of `modules`; `given` settings stand over those of the environment."""
    app = Flask("portal", root_path=str(Path(__file__).parent))
    app.config.update(settings())
    app.config.update(given or {})
    app.extensions["modules"] = (*SHELL, *modules)
    check_periods(app.extensions["modules"])
    app.extensions["store"] = Store(Path(app.config["DATA_DIR"]) / "files")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if proxies := int(app.config["TRUSTED_PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    init_db(app)
    init_migrations(app)
    init_web(app)
    init_errors(app)
    signing.init_signing(app)
    accounts.init_accounts(app)
    for module in app.extensions["modules"]:
        for blueprint in module.blueprints:
            app.register_blueprint(blueprint)
        for command in module.commands:
            app.cli.add_command(command)
    app.context_processor(_frame)
    app.jinja_env.globals["room_left"] = lambda case: quotas.room(case).words()
    check_access(app)
    return app


def _frame() -> dict[str, Any]:
    """What every page shows around its content."""
    return {"menu": menu_of(current_actor()), "language": g.get("language", "ko"), "other_language": _other_language()}


def _other_language() -> str:
    """The address of this page in the other language."""
    other = "en" if g.get("language", "ko") == "ko" else "ko"
    if request.endpoint is None or request.method != "GET":
        return "/?lang=" + other
    return f"{quote(request.path)}?{urlencode([*_asked_with(), ('lang', other)], errors='replace')}"


def _asked_with() -> list[tuple[str, str]]:
    return [(key, text) for key, text in request.args.items(multi=True) if key != "lang"]
