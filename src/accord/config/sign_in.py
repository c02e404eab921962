"""The organisations whose accounts are taken for signing in, from the one TOML file that `ACCORD_SIGN_IN` names.

docs/how-to/organisation-accounts.md shows such a file.
"""

import importlib.util
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Provider = Mapping[str, Any]
COMMON = {"id", "kind", "name", "domains", "vouches"}
OIDC = {"issuer", "client_id", "client_secret_file"}
SAML = {"entity_id", "sso_url", "certificate_file", "email"}


def read(path: str) -> dict[str, Any]:
    """The organisations in the file at `path`, as allauth takes them: by kind; none where there is no path."""
    if not path:
        return {}
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("provider", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise ImproperlyConfigured(f"ACCORD_SIGN_IN: {path} cannot be read: {wrong}") from wrong
    if not given or not isinstance(given, list):
        raise ImproperlyConfigured(f"ACCORD_SIGN_IN: {path} must hold at least one [[provider]].")
    return _by_kind(Path(path), given)


def _by_kind(file: Path, given: list[Provider]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    seen: set[str] = set()
    for number, provider in enumerate(given, start=1):
        where = f"ACCORD_SIGN_IN: {file}, provider {number}"
        kind = _one_of(where, provider, "kind", KINDS)
        app = KINDS[kind](where, file.parent, provider)
        if app["provider_id"] in seen:
            raise ImproperlyConfigured(f"{where}: «id» must be another one than those above.")
        seen.add(app["provider_id"])
        made.setdefault(kind, {"APPS": []})["APPS"].append(app)
    return {LIBRARY[kind]: apps for kind, apps in made.items()}


def _oidc(where: str, folder: Path, provider: Provider) -> dict[str, Any]:
    _only(where, provider, COMMON | OIDC)
    issuer = _text(where, provider, "issuer")
    _secure(where, "issuer", issuer)
    settings = {"server_url": issuer, "oauth_pkce_enabled": True} | _trust(where, provider)
    secret = _file(where, folder, provider, "client_secret_file")
    return _app(where, provider) | {
        "client_id": _text(where, provider, "client_id"),
        "secret": secret,
        "settings": settings,
    }


def _saml(where: str, folder: Path, provider: Provider) -> dict[str, Any]:
    _only(where, provider, COMMON | SAML)
    if importlib.util.find_spec("onelogin") is None:
        raise ImproperlyConfigured(f"{where}: SAML needs the extra «saml»: install accord[saml].")
    address = _text(where, provider, "sso_url")
    _secure(where, "sso_url", address)
    idp = {
        "entity_id": _text(where, provider, "entity_id"),
        "sso_url": address,
        "x509cert": _file(where, folder, provider, "certificate_file"),
    }
    settings: dict[str, Any] = {"idp": idp, "advanced": {"want_assertion_signed": True, "want_name_id": True}}
    settings["advanced"]["allow_single_label_domains"] = True
    if "email" in provider:
        settings["attribute_mapping"] = {"email": _text(where, provider, "email")}
    settings |= _trust(where, provider) | {"use_nameid_for_email": False}
    app = _app(where, provider)
    return app | {"client_id": app["provider_id"], "settings": settings}


KINDS: dict[str, Callable[[str, Path, Provider], dict[str, Any]]] = {"oidc": _oidc, "saml": _saml}
LIBRARY = {"oidc": "openid_connect", "saml": "saml"}


def _app(where: str, provider: Provider) -> dict[str, Any]:
    name = _text(where, provider, "id")
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise ImproperlyConfigured(f"{where}: «id» must be letters, digits and hyphens. Got {name!r} instead.")
    return {"provider_id": name, "name": _text(where, provider, "name")}


def _trust(where: str, provider: Provider) -> dict[str, Any]:
    """For which addresses the organisation is believed, and whether for all of those or where it says «verified»."""
    domains = provider.get("domains")
    if not isinstance(domains, list) or not domains or not all(isinstance(d, str) and "." in d for d in domains):
        raise ImproperlyConfigured(f'{where}: «domains» must be a list like ["example.org"]: for whom it is believed.')
    lower = [domain.lower().removeprefix("@") for domain in domains]
    vouches = provider.get("vouches", False)
    if not isinstance(vouches, bool):
        raise ImproperlyConfigured(f"{where}: «vouches» must be true or false.")
    return {"domains": lower, "verified_email": lower if vouches else False}


def _one_of(where: str, provider: Provider, key: str, choices: Mapping[str, object]) -> str:
    value = provider.get(key)
    if value not in choices:
        raise ImproperlyConfigured(f"{where}: «{key}» must be one of {', '.join(choices)}. Got {value!r} instead.")
    return str(value)


def _text(where: str, provider: Provider, key: str) -> str:
    value = provider.get(key)
    if not isinstance(value, str) or not value:
        raise ImproperlyConfigured(f"{where}: «{key}» is missing, or is no text.")
    return value


def _file(where: str, folder: Path, provider: Provider, key: str) -> str:
    """What the named file holds; a relative name is looked for beside the TOML file."""
    path = folder / _text(where, provider, key)
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise ImproperlyConfigured(f"{where}: «{key}»: {path} cannot be read.") from wrong


def _secure(where: str, key: str, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
        raise ImproperlyConfigured(f"{where}: «{key}» must begin with https://. Got {address!r} instead.")


def _only(where: str, provider: Provider, known: set[str]) -> None:
    for key in provider:
        if key not in known:
            raise ImproperlyConfigured(f"{where}: «{key}» is not known. There are: {', '.join(sorted(known))}.")
