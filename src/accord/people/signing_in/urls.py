"""The addresses of signing in, each with its policy. Of allauth's pages only these are offered.

The names are allauth's own, by which it finds them.
"""

from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as webauthn
from django.apps import apps
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse_lazy
from django.views.decorators.http import require_POST

from accord.people.signing_in import views
from accord.people.signing_in.policies import confirmed, half_signed_in
from accord.web.limits import limited
from accord.web.policies import Decorator, View, anyone, signed_in


def offer(policy_of: Decorator, view: View, *, rate: int | None = None) -> View:
    """The view under its policy; a form with errors is answered as everywhere here, with 400.

    `rate`: how many refusals a minute a machine is let have, as `accord.web.limits` counts them.
    """

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = view(request, **kwargs)
        if isinstance(response, TemplateResponse) and request.method == "POST":
            form = (response.context_data or {}).get("form")
            response.status_code = 400 if form is not None and form.errors else response.status_code
        return response

    return policy_of(limited(rate)(answered) if rate else answered)


DOOR = [
    path("sign-in", offer(anyone, views.SignIn.as_view(), rate=30), name="account_login"),
    path("sign-in/passkey", offer(anyone, webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/second", offer(half_signed_in, base.authenticate, rate=30), name="mfa_authenticate"),
    path("sign-in/forgotten", offer(anyone, views.Forgotten.as_view()), name="account_reset_password"),
    path(
        "sign-in/new-password/<str:uidb36>/<str:key>",
        offer(anyone, account.PasswordResetFromKeyView.as_view(success_url=reverse_lazy("account_login"))),
        name="account_reset_password_from_key",
    ),
    path("sign-out", offer(anyone, require_POST(account.logout)), name="account_logout"),
]
OWN = [
    path("account", offer(signed_in, views.Ways.as_view()), name="mfa_index"),
    path("account/password", offer(signed_in, views.ChangePassword.as_view()), name="account_change_password"),
    path("account/app/add", offer(confirmed, views.AddApp.as_view()), name="mfa_activate_totp"),
    path("account/app/remove", offer(confirmed, views.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("account/codes", offer(confirmed, codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new", offer(confirmed, views.NewCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("account/passkeys/add", offer(confirmed, views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name", offer(confirmed, views.NamePasskey.as_view()), name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove", offer(confirmed, views.RemovePasskey.as_view()), name="mfa_remove_webauthn"
    ),
    path("account/confirm", offer(signed_in, account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code", offer(signed_in, base.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey",
        offer(signed_in, webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]


def _openid() -> list[URLPattern]:
    from accord.people.signing_in import openid

    return [
        path("sign-in/oidc/<slug:provider_id>", offer(anyone, openid.login), name="openid_connect_login"),
        path("sign-in/oidc/<slug:provider_id>/done", offer(anyone, openid.callback), name="openid_connect_callback"),
    ]


def _saml() -> list[URLPattern]:
    from allauth.socialaccount.providers.saml import views as saml

    at = "sign-in/saml/<slug:organization_slug>"
    answer = views.hidden_from_scripts(saml.acs)
    return [
        path(at, offer(anyone, saml.login), name="saml_login"),
        path(f"{at}/done", offer(anyone, answer), name="saml_acs"),
        path(f"{at}/finish", offer(anyone, saml.finish_acs), name="saml_finish_acs"),
        path(f"{at}/metadata", offer(anyone, saml.metadata), name="saml_metadata"),
        path(f"{at}/out", offer(anyone, views.single_sign_out), name="saml_sls"),
    ]


urlpatterns = [
    *DOOR,
    *OWN,
    *(_openid() if apps.is_installed("allauth.socialaccount.providers.openid_connect") else []),
    *(_saml() if apps.is_installed("allauth.socialaccount.providers.saml") else []),
]
