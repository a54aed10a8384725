"""Which settings does the portal run with, and which of them would be unsafe?"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from werkzeug.sansio.utils import host_is_trusted

ROOT = Path(__file__).resolve().parent.parent
FACES = ("public", "staff", "region")
KEY_BYTES = 32
NEEDED_BY_EVERY_HOST = ("PORTAL_TRUSTED_HOSTS", "PORTAL_BASE_URL")
# Without a scanner nothing that is handed in could ever be opened.
NEEDED_FOR_CASEWORK = ("PORTAL_DATABASE_URL", "PORTAL_SMTP_URL", "PORTAL_CLAMD")
SCANNER_ADDRESS = re.compile(r"unix:/.+|tcp:[^:/\s]+:\d{1,5}")


class UnsafeSettings(RuntimeError):
    """The settings are wrong or unsafe; the message lists every fault with its remedy."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The portal cannot start:\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """Everything that the environment decides; the README lists each `PORTAL_` name."""

    environment: str
    faces: tuple[str, ...]
    instance: Path
    tenants_directory: Path
    database_url: str
    owner_url: str
    public_url: str
    region_url: str
    keys_url: str
    secret_key: str = field(repr=False)
    master_key: bytes = field(repr=False)
    base_url: str
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    smtp_url: str
    mail_from: str
    contact: str
    bank_holidays_file: str
    idle_minutes: int
    session_hours: int
    request_bytes: int
    files_url: str
    upload_bytes: int
    scanner: str
    page_cache_bytes: int

    @property
    def is_demonstration(self) -> bool:
        """Whether this is the portal with fictional data, on this machine only."""
        return self.environment == "demonstration"

    @property
    def is_public_host(self) -> bool:
        """Whether this is a host for public pages alone, which has no key, no mail and no rights to casework."""
        return self.faces == ("public",) and not self.is_demonstration

    @property
    def mail_folder(self) -> Path:
        """Where demonstration mode keeps the e-mails that it did not send."""
        return self.instance / "mail"


def settings_from(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; UnsafeSettings names every one that is wrong."""
    read = Reader(environ)
    environment = read.one_of("PORTAL_ENV", ("demonstration", "production"))
    instance = Path(read.text("PORTAL_INSTANCE", str(ROOT / "instance")))
    instance.mkdir(parents=True, exist_ok=True)
    faces = read.words("PORTAL_FACES", FACES)
    is_public_host = faces == ("public",) and environment == "production"
    embedded = f"sqlite:///{instance}/portal.db"
    only = read.text("PORTAL_PUBLIC_URL", embedded) if is_public_host else embedded
    database_url = read.text("PORTAL_DATABASE_URL", only)
    settings = Settings(
        environment=environment,
        faces=faces,
        instance=instance,
        tenants_directory=Path(read.text("PORTAL_TENANTS", str(ROOT / "tenants"))),
        database_url=database_url,
        owner_url=read.text("PORTAL_OWNER_URL", database_url),
        public_url=read.text("PORTAL_PUBLIC_URL", database_url),
        region_url=read.text("PORTAL_REGION_URL", database_url),
        keys_url=read.text("PORTAL_KEYS_URL", f"sqlite:///{instance}/keys.db"),
        secret_key=read.secret("PORTAL_SECRET_KEY", instance, environment),
        master_key=b"" if is_public_host else read.key("PORTAL_MASTER_KEY", instance, environment),
        base_url=read.text("PORTAL_BASE_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}"),
        trusted_hosts=read.words("PORTAL_TRUSTED_HOSTS", ("localhost", "127.0.0.1")),
        proxy_hops=read.number("PORTAL_PROXY_HOPS", 0, 5),
        smtp_url=read.text("PORTAL_SMTP_URL", ""),
        mail_from=read.text("PORTAL_MAIL_FROM", "portal@portal.example"),
        contact=read.text("PORTAL_CONTACT", ""),
        bank_holidays_file=read.text("PORTAL_BANK_HOLIDAYS", ""),
        idle_minutes=read.number("PORTAL_IDLE_MINUTES", 15, 30),
        session_hours=read.number("PORTAL_SESSION_HOURS", 8, 12),
        request_bytes=read.number("PORTAL_REQUEST_BYTES", 20_000_000, 200_000_000),
        files_url=read.text("PORTAL_FILES_URL", f"file://{quote(str(instance.resolve() / 'files'))}"),
        upload_bytes=read.number("PORTAL_UPLOAD_BYTES", 10_000_000, 100_000_000),
        scanner=read.text("PORTAL_CLAMD", f"unix:{instance.resolve()}/scanner/clamd.socket"),
        page_cache_bytes=read.number("PORTAL_PAGE_CACHE_BYTES", 64_000_000, 4_000_000_000),
    )
    faults = read.faults + unsafe_faults(settings, environ)
    if faults:
        raise UnsafeSettings(faults)
    return settings


def unsafe_faults(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """List what production refuses; demonstration mode refuses hosts beyond this machine."""
    faults = wrong_places(settings)
    faults += [
        f"PORTAL_FACES: {face!r} is not one of {', '.join(FACES)}."
        for face in settings.faces
        if face not in FACES
    ]
    if settings.is_demonstration:
        if set(settings.trusted_hosts) - {"localhost", "127.0.0.1"}:
            faults.append("PORTAL_TRUSTED_HOSTS: demonstration mode answers localhost and 127.0.0.1 only.")
        return faults
    own = ("PORTAL_PUBLIC_URL",) if settings.is_public_host else NEEDED_FOR_CASEWORK
    faults += [
        f"{name}: production needs it set."
        for name in (*own, *NEEDED_BY_EVERY_HOST)
        if not (environ.get(name) or environ.get(f"{name}_FILE"))
    ]
    if not settings.base_url.startswith("https://"):
        faults.append("PORTAL_BASE_URL: production is served over https; begin it with https://.")
    if settings.keys_url == settings.database_url:
        faults.append("PORTAL_KEYS_URL: keep the keys in another database than the records they open.")
    return faults


def wrong_places(settings: Settings) -> list[str]:
    """List the places of files, of the scanner and of people that cannot be reached as they are written."""
    faults = []
    if not settings.files_url.startswith("file:///"):
        faults.append("PORTAL_FILES_URL: give a folder as file:///srv/portal/files.")
    if not SCANNER_ADDRESS.fullmatch(settings.scanner):
        faults.append("PORTAL_CLAMD: give unix:/path/of/the/socket or tcp:127.0.0.1:3310.")
    if settings.contact and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", settings.contact):
        faults.append("PORTAL_CONTACT: give one e-mail address, of an inbox that somebody reads.")
    if settings.upload_bytes > settings.request_bytes:
        faults.append("PORTAL_UPLOAD_BYTES: a file cannot be larger than PORTAL_REQUEST_BYTES.")
    return faults


def refuse_unanswered(settings: Settings, hostnames: Mapping[str, str]) -> None:
    """Stop production whose partnerships have host names that it would not answer: every link of theirs leads there."""
    if settings.is_demonstration:
        return
    faults = [
        f"PORTAL_TRUSTED_HOSTS: add {hostname}, the hostname of {slug}; canonical links and e-mails lead there."
        for slug, hostname in hostnames.items()
        if hostname and not host_is_trusted(hostname, settings.trusted_hosts)
    ]
    if faults:
        raise UnsafeSettings(faults)


class Reader:
    """Reads single settings and gathers what is wrong with them, so that all faults are told at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        """Return the setting, or the content of the file that `NAME_FILE` names."""
        from_file = self.environ.get(f"{name}_FILE")
        if from_file:
            return Path(from_file).read_text(encoding="utf-8").strip()
        return self.environ.get(name) or default

    def words(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a comma-separated setting as its words."""
        return tuple(word.strip() for word in self.text(name, ",".join(default)).split(",") if word.strip())

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        """Return the setting where it is one of the choices; the first choice otherwise."""
        value = self.text(name, choices[0])
        if value not in choices:
            self.faults.append(f"{name}: {value!r} is not one of {', '.join(choices)}.")
            return choices[0]
        return value

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 0 to `most`."""
        value = self.text(name, str(default))
        if not value.isdigit() or int(value) > most:
            self.faults.append(f"{name}: give a whole number from 0 to {most}, not {value!r}.")
            return default
        return int(value)

    def secret(self, name: str, instance: Path, environment: str) -> str:
        """Return a secret; demonstration mode makes its own once and keeps it in the instance folder."""
        value = self.text(name, "")
        if not value and environment == "demonstration":
            return kept_secret(instance / f"{name.lower()}.txt")
        if len(value) < KEY_BYTES:
            self.faults.append(f"{name}: needs at least {KEY_BYTES} characters that nobody can guess.")
        return value

    def key(self, name: str, instance: Path, environment: str) -> bytes:
        """Return a key of 32 bytes written in base64."""
        value = self.secret(name, instance, environment)
        try:
            key = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            self.faults.append(f"{name}: needs 32 random bytes in base64 (flask --app wsgi keys generate).")
        return key


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file of this machine, readable by its owner only; make it once."""
    if not path.exists():
        value = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")
        try:
            with open(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
            ) as file:
                file.write(value)
        except FileExistsError:
            pass
    return path.read_text(encoding="ascii").strip()
