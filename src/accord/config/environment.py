"""What an installation is told by its environment; every variable is explained in docs/reference/settings.md."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from accord.config import sign_in

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


@dataclass(frozen=True, slots=True)
class Mail:
    """How messages are sent: over which server, or into a folder where there is no `host`; and from whom."""

    host: str
    port: int
    user: str
    password: str
    at_once: bool  # encrypted from the first byte (smtps); else the connection turns to TLS (smtp)
    sender: str


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables, read and checked once."""

    data: Path
    keys: Path
    address: SplitResult
    debug: bool
    demonstration: bool
    secret_key: str
    database_url: str
    time_zone: str
    upload_limit: int
    proxy: bool
    metrics_token: str
    log: str
    mail: "Mail"
    sign_in: dict[str, Any]
    second_factor: bool

    @property
    def https(self) -> bool:
        """Whether readers reach this installation over https."""
        return self.address.scheme == "https"


def read(variables: Mapping[str, str]) -> Environment:
    """Read the variables; make the data folder and, on the first run, the secret key in it."""
    data = Path(variables.get("ACCORD_DATA", "var")).resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Environment(
        data=data,
        keys=Path(variables.get("ACCORD_KEYS") or data / "keys").resolve(),
        address=_address(variables.get("ACCORD_ADDRESS", "http://127.0.0.1:8000")),
        debug=_flag(variables, "ACCORD_DEBUG"),
        demonstration=_flag(variables, "ACCORD_DEMONSTRATION"),
        secret_key=secret(variables, "ACCORD_SECRET_KEY") or _kept_secret(data / "secret-key"),
        database_url=secret(variables, "DATABASE_URL"),
        time_zone=variables.get("ACCORD_TIME_ZONE", "Europe/London"),
        upload_limit=_whole_number(variables, "ACCORD_UPLOAD_LIMIT", default=200_000_000),
        proxy=_flag(variables, "ACCORD_PROXY"),
        metrics_token=secret(variables, "ACCORD_METRICS_TOKEN"),
        log=_one_of(variables, "ACCORD_LOG", ("text", "json")),
        mail=_mail(variables),
        sign_in=sign_in.read(variables.get("ACCORD_SIGN_IN", "")),
        second_factor=_flag(variables, "ACCORD_SECOND_FACTOR"),
    )


def secret(variables: Mapping[str, str], name: str) -> str:
    """The variable, or what stands in the file that `<name>_FILE` names; empty where there is neither."""
    place = variables.get(f"{name}_FILE", "")
    if not place:
        return variables.get(name, "")
    if variables.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Set one of them.")
    try:
        found = Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "It is not text"
        raise ImproperlyConfigured(f"{name}_FILE names {place}, which cannot be read. {why}.") from error
    if not found:
        raise ImproperlyConfigured(f"{name}_FILE names {place}, which is empty.")
    return found


def _address(text: str) -> SplitResult:
    address = urlsplit(text)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ImproperlyConfigured(f"ACCORD_ADDRESS must be like https://accord.example.org. Got {text!r} instead.")
    return address


def _mail(variables: Mapping[str, str]) -> Mail:
    sender = variables.get("ACCORD_EMAIL_FROM") or "accord@localhost"
    if any(sign in sender for sign in "\r\n"):
        raise ImproperlyConfigured("ACCORD_EMAIL_FROM must be one address, like Accord <accord@example.org>.")
    text = secret(variables, "ACCORD_EMAIL") or "file:"
    parts = urlsplit(text)
    at_once, port = parts.scheme == "smtps", _port(parts)
    if text != "file:" and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port is None):
        raise ImproperlyConfigured(  # what was given is not quoted: it may hold a password
            "ACCORD_EMAIL must be like smtp://user:password@host:587, smtps://user:password@host:465, or file:."
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mail(parts.hostname or "", port or (465 if at_once else 587), user, password, at_once, sender)


def _port(parts: SplitResult) -> int | None:
    """The port that is named, 0 where none is, None where it is no number."""
    try:
        return parts.port or 0
    except ValueError:
        return None


def _flag(variables: Mapping[str, str], name: str) -> bool:
    text = variables.get(name, "").lower()
    if text not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0. Got {text!r} instead.")
    return text in TRUE


def _one_of(variables: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = variables.get(name) or allowed[0]
    if text not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}. Got {text!r} instead.")
    return text


def _whole_number(variables: Mapping[str, str], name: str, *, default: int) -> int:
    text = variables.get(name, str(default))
    if not text.isdigit() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number ≥ 1. Got {text!r} instead.")
    return int(text)


def _kept_secret(path: Path) -> str:
    """The key in the file; made once, readable by its owner only, never half-written."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)  # fails where another process was first: its key is the one to use
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
