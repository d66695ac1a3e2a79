"""Settings, from the environment alone. Must not read anything else but the key file in DATA_DIR."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32  # characters: 128 bits in hexadecimal digits


class BadSetting(click.ClickException, ValueError):
    """A setting that the portal does not start with; the sentence names it, never its value."""


def settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The portal's settings as Flask takes them; each is explained in `.env.example`."""
    given = os.environ if environ is None else environ
    data = Path(given.get("DATA_DIR") or ROOT / "instance").resolve()
    data.mkdir(parents=True, exist_ok=True)
    url = given.get("DATABASE_URL") or f"sqlite:///{data / 'portal.sqlite3'}"
    present, *before = [key for key in (given.get("SECRET_KEY") or _kept_keys(data / "secret_key")).split("\n") if key]
    own = {name: _listed(given, name) for name in ("LINK_KEYS", "REPLY_KEYS", "FACTOR_KEYS", "BANK_KEYS")}
    for name, key in (("SECRET_KEY", present), *((name, held[0]) for name, held in own.items() if held)):
        _long_enough(name, key)
    return {
        **own,
        "DATA_DIR": str(data),
        "MIGRATIONS": ROOT / "migrations",
        "TRUSTED_PROXIES": int(given.get("TRUSTED_PROXIES") or 0),
        "SECRET_KEY": present,
        "SECRET_KEY_FILE": "" if given.get("SECRET_KEY") else str(data / "secret_key"),
        "SECRET_KEY_FALLBACKS": [*_listed(given, "SECRET_KEYS_BEFORE"), *before],
        "SQLALCHEMY_DATABASE_URI": _with_driver(url),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        "BASE_URL": (given.get("BASE_URL") or f"http://localhost:{given.get('PORT') or 8000}").rstrip("/"),
        "SESSION_COOKIE_NAME": "portal",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": (given.get("BASE_URL") or "").startswith("https://"),
        "IDLE_MINUTES": int(given.get("IDLE_MINUTES") or 60),
        "OFFICIAL_IDLE_MINUTES": int(given.get("OFFICIAL_IDLE_MINUTES") or 30),
        "SESSION_HOURS": int(given.get("SESSION_HOURS") or 24),
        "OFFICIAL_SESSION_HOURS": int(given.get("OFFICIAL_SESSION_HOURS") or 12),
        "PERMANENT_SESSION_LIFETIME": timedelta(days=1),  # of the cookie alone
        "SESSION_REFRESH_EACH_REQUEST": False,  # how long a session lasts is known here, not in the cookie
        "UPLOAD_LIMIT": 1024 * 1024 * int(given.get("UPLOAD_LIMIT_MB") or 30),
        "MAX_CONTENT_LENGTH": 1024 * 1024 * (int(given.get("UPLOAD_LIMIT_MB") or 30) * 4),
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "CLAMD": _scanner(given.get("CLAMD", "").strip()),
        "CLAMD_SECONDS": int(given.get("CLAMD_SECONDS") or 30),
        "CASE_FILES": int(given.get("CASE_FILES") or 200),
        "CASE_BYTES": 1024 * 1024 * int(given.get("CASE_MB") or 500),
        "ORGANISATION_BYTES": 1024 * 1024 * int(given.get("ORGANISATION_MB") or 5000),
        "ORGANISATION_DRAFTS": int(given.get("ORGANISATION_DRAFTS") or 100),
        "PERSON_DRAFTS": int(given.get("PERSON_DRAFTS") or 30),
        "SIGNED_BY": _one_of(given.get("SIGNED_BY") or "unit", ("unit", "name", "both")),
        "MAIL_SERVER": given.get("MAIL_SERVER", ""),
        "MAIL_PORT": int(given.get("MAIL_PORT") or 25),
        "MAIL_TLS": given.get("MAIL_TLS", "").lower() in {"1", "true", "yes"},
        "MAIL_USER": given.get("MAIL_USER", ""),
        "MAIL_PASSWORD": given.get("MAIL_PASSWORD", ""),
        "MAIL_SENDER": given.get("MAIL_SENDER") or "portal@portal.invalid",
        "MAIL_DOMAIN": (given.get("MAIL_SENDER") or "portal@portal.invalid").rpartition("@")[2],
        "MAIL_REPLY_DOMAIN": given.get("MAIL_REPLY_DOMAIN", "").strip().removeprefix("@").casefold(),
    }


def _scanner(address: str) -> str:
    """The address of ClamAV's daemon: a Unix socket by its path, or host:port; '' where none is set."""
    host, _, port = address.rpartition(":")
    if not address or address.startswith("/") or (host and port.isdecimal() and 0 < int(port) < 65536):
        return address
    raise BadSetting(
        "CLAMD: /run/clamav/clamd.ctl 같은 소켓 경로나 127.0.0.1:3310 같은 주소를 적어 주세요. / "
        "name the path of a Unix socket, or host:port."
    )


def _one_of(given: str, offered: tuple[str, ...]) -> str:
    """The setting if it is one of those offered; else an error that names them."""
    if given not in offered:
        raise BadSetting(f"{given!r} is none of {', '.join(offered)}")
    return given


def _long_enough(name: str, key: str) -> None:
    """Refuse a present key that could be guessed; those before it only open what is there."""
    if len(key) < SHORTEST_KEY:
        raise BadSetting(
            f"{name}: {len(key)}자입니다. {SHORTEST_KEY}자 이상이어야 합니다. 새 열쇠를 앞에 두고 지금 것은 "
            "뒤에(SECRET_KEY라면 SECRET_KEYS_BEFORE에) 남겨 주세요. / "
            f"it has {len(key)} characters and needs {SHORTEST_KEY}: put a new one first and keep this one behind it "
            "(SECRET_KEYS_BEFORE)."
        )


def _with_driver(url: str) -> str:
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Keys with commas between them."""
    return tuple(key for part in given.get(name, "").split(",") if (key := part.strip()))


def _kept_keys(path: Path) -> str:
    """The key made at the first start, a line each with those after it, the present one first; kept readable for the
    owner alone.
    """
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as made:
            made.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
