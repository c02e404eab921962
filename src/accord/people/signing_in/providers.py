"""The organisations whose accounts are taken, as pages show them: from the settings alone, without the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation, and the address at which one begins to sign in with its account."""

    name: str
    address: str


ADDRESS = {"openid_connect": ("openid_connect_login", "provider_id"), "saml": ("saml_login", "organization_slug")}


def offered(onward: str) -> tuple[Offered, ...]:
    """All organisations, by name; each leads on to where the reader was going."""
    query = f"?{urlencode({'next': onward})}" if onward else ""
    found = [
        Offered(app["name"], reverse(ADDRESS[kind][0], kwargs={ADDRESS[kind][1]: app["provider_id"]}) + query)
        for kind, apps in settings.SOCIALACCOUNT_PROVIDERS.items()
        for app in apps["APPS"]
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def names(identities: Iterable[SocialAccount]) -> tuple[str, ...]:
    """What the organisations of these identities are called; their id, where one is no longer set up."""
    called = {a["provider_id"]: a["name"] for apps in settings.SOCIALACCOUNT_PROVIDERS.values() for a in apps["APPS"]}
    return tuple(sorted(called.get(one.provider, one.provider) for one in identities))
