"""OpenID Connect a little stricter than allauth: the token's signature is checked always, and it must be about whom the
organisation then describes."""

import logging
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from requests import RequestException

from accord.people.signing_in.identities import unfinished

logger = logging.getLogger(__name__)


class Strict(OpenIDConnectOAuth2Adapter):
    """One organisation."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **options: Any) -> SocialLogin:
        """Whom the organisation vouches for."""
        self.did_fetch_access_token = False  # for allauth, a reason to take the token unchecked
        if not options["response"].get("id_token"):
            raise OAuth2Error("There is no id_token.")
        login = super().complete_login(request, app, token, **options)
        said = login.account.extra_data
        if "userinfo" in said and said["userinfo"].get("sub") != said["id_token"]["sub"]:
            raise OAuth2Error("The userinfo is about another one than the id_token.")
        return login


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Off to the organisation."""
    return _view(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the organisation."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    adapter = Strict(request, provider_id)
    try:
        answer: HttpResponseBase = kind.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
    except RequestException:
        logger.exception("The organisation %s does not answer", provider_id)
        return unfinished(request, adapter.get_provider())
    return answer
