"""Settings come from the environment and are safe by default."""

import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_SECRET = 32
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
UNREGISTERED = "ocds-000000"
_OCID_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")


class BadSettings(RuntimeError):
    """The settings do not allow a safe start; the message says what to set."""


class Settings(BaseSettings):
    """Every setting, its default and its meaning. ``flask settings check`` reads them back."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    environment: Literal["local", "production"] = Field("local", description="production refuses unsafe settings")
    demo: bool = Field(default=False, description="show the demonstration banner and the demo sign-in help")
    instance_path: Path = Field(ROOT / "instance", description="holds all state of the embedded default")
    database_url: str = Field("", description="SQLAlchemy address; empty means SQLite in the instance folder")
    secret_key: str = Field("", description="signs sessions, seals secrets at rest; at least 32 characters")
    previous_secret_keys: str = Field(
        "", description="former SECRET_KEYs, by comma, that may still open what they sealed"
    )
    bid_keys: str = Field(
        "", description="keys that wrap the keys of sealed bids, by comma, present one first; empty: from SECRET_KEY"
    )
    search_engine: Literal["embedded", "postgresql"] = Field("embedded", description="which search engine answers")
    gazetteer_path: Path | None = Field(None, description="the postcode gazetteer; default is in the instance folder")
    host: str = Field("127.0.0.1", description="address that the built-in server listens on")
    port: int = Field(8000, ge=1, le=65535, description="port that the built-in server listens on")
    public_url: str = Field("", description="address for links in mail, for example https://fairhaven.example")
    ocid_prefix: str = Field(
        UNREGISTERED, description="prefix of open contracting ids, registered with the Open Contracting Partnership"
    )
    mail_backend: Literal["file", "console", "smtp"] = Field("file", description="where mail goes")
    mail_server: str = Field("localhost", description="SMTP server")
    mail_port: int = Field(25, description="SMTP port")
    mail_username: str = Field("", description="SMTP user")
    mail_password: str = Field("", description="SMTP password")
    mail_use_tls: bool = Field(default=False, description="STARTTLS")
    mail_from: str = Field("Fairhaven <no-reply@fairhaven.example>", description="sender of mail")
    rate_limit_storage: str = Field(
        "memory://", description="Flask-Limiter storage; Redis where there are several nodes"
    )
    api_requests_per_minute: int = Field(600, ge=1, description="how often one token or address may ask the API")
    public_searches_per_minute: int = Field(
        300, ge=1, description="how often one address may search without signing in: a whole office may share one"
    )
    sweep_searches_an_hour: int = Field(400, ge=1, description="searches of confidential services before one is slowed")
    sweep_searches_a_day: int = Field(1500, ge=1, description="the same in a day; three times as many stop")
    sweep_places_a_day: int = Field(200, ge=1, description="different places searched around; three times stop")
    sweep_zones_a_day: int = Field(200, ge=1, description="different exclusion zones; three times stop")
    sweep_distances_a_day: int = Field(80, ge=1, description="different distances; three times stop")
    sweep_pause_seconds: int = Field(15, ge=1, description="between two searches of somebody who is slowed")
    session_idle_minutes: int = Field(30, ge=1, description="signed out after so long without a request")
    session_hours: int = Field(10, ge=1, description="signed out after so long in any case")
    tile_url: str = Field("", description="map tile address template; empty means the outline map only")
    clamd_socket: str = Field("", description="clamd's socket: files that people send are scanned for viruses")
    clamd_host: str = Field("", description="the same over the network: host or host:port (3310)")
    metrics_token: str = Field("", description="bearer token for /metrics; empty: this machine, in production nobody")
    trusted_proxies: int = Field(0, ge=0, description="how many reverse proxies stand before the application")
    outbound_local_hosts: str = Field(
        "",
        description="hosts, by comma, that webhooks and imports may reach by http and on this machine: not production",
    )
    log_level: str = Field("INFO", description="least level of log lines")

    @property
    def production(self) -> bool:
        """Say whether unsafe settings must be refused."""
        return self.environment == "production"

    @property
    def database(self) -> str:
        """Give the SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite:///{self.instance_path / 'fairhaven.sqlite'}"
        for bare in ("postgresql://", "postgres://"):
            if self.database_url.startswith(bare):
                return "postgresql+psycopg://" + self.database_url.removeprefix(bare)
        return self.database_url

    @property
    def address(self) -> str:
        """Give the address for links in mail: never the one a request named, which anybody can invent."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def gazetteer(self) -> Path:
        """Give the folder of the postcode gazetteer."""
        return self.gazetteer_path or self.instance_path / "gazetteer"

    @property
    def bid_key_list(self) -> tuple[str, ...]:
        """Give the keys of BID_KEYS, the present one first; the others only open what they wrapped."""
        return tuple(key.strip() for key in self.bid_keys.split(",") if key.strip())

    @cached_property
    def secret(self) -> str:
        """Give SECRET_KEY, or outside production a random one kept in the instance folder (mode 600)."""
        if self.secret_key:
            return self.secret_key
        if self.production:
            raise BadSettings("SECRET_KEY is not set: production does not start without one (32 characters or more)")
        return _kept_secret(self.instance_path / "secret-key")

    def check(self) -> list[str]:
        """Give what makes these settings unsafe, in words; empty when they may be used."""
        wrong = []
        if self.search_engine == "postgresql" and not self.database.startswith("postgresql"):
            wrong.append("SEARCH_ENGINE=postgresql needs a PostgreSQL database: set DATABASE_URL, or leave it out")
        if self.clamd_host and not _HOST.fullmatch(self.clamd_host):
            wrong.append("CLAMD_HOST must be a host or host:port, such as 127.0.0.1:3310")
        if not _OCID_PREFIX.fullmatch(self.ocid_prefix):
            wrong.append("OCID_PREFIX must be ocds- and six letters or digits, as the registration gave it")
        if any(len(key) < SHORTEST_SECRET for key in self.bid_key_list):
            wrong.append(f"Each of BID_KEYS must have at least {SHORTEST_SECRET} characters")
        if not self.production:
            return wrong
        if len(self.secret_key) < SHORTEST_SECRET:
            wrong.append(f"SECRET_KEY must be set and have at least {SHORTEST_SECRET} characters")
        if not self.public_url.startswith("https://"):
            wrong.append("PUBLIC_URL must be an https:// address, for links in mail")
        if self.demo:
            wrong.append("DEMO must be off in production")
        if self.outbound_local_hosts:
            wrong.append("OUTBOUND_LOCAL_HOSTS must be empty in production: it lets users call our own network")
        return wrong

    def warnings(self) -> list[str]:
        """Give what is safe enough to start and yet worth a second look, in words."""
        found = []
        if not self.bid_key_list:
            found.append(
                "BID_KEYS is not set: whoever has SECRET_KEY and the database could open sealed bids before their time"
            )
        if self.production and self.ocid_prefix == UNREGISTERED:
            found.append(f"OCID_PREFIX is {UNREGISTERED}: register one, or open data names its tenders for nobody")
        return found


def _kept_secret(path: Path) -> str:
    """Give the secret in ``path``, made the first time; two processes that start at once agree on one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
