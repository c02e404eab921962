"""What every response carries, and the pages for what goes wrong."""

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from tests import factories

from accord.web.middleware import CONTENT_SECURITY_POLICY, HEADERS

pytestmark = pytest.mark.django_db


def raises(error: type[Exception]) -> object:
    def view(request: HttpRequest) -> HttpResponse:
        raise error("mel@example.org broke it")

    return view


urlpatterns = [
    path("bad", raises(BadRequest)),
    path("suspicious", raises(SuspiciousOperation)),
    path("forbidden", raises(PermissionDenied)),
    path("broken", raises(ZeroDivisionError)),
    path("", include("accord.config.urls")),
]
handler400, handler403 = "accord.web.errors.bad_request", "accord.web.errors.forbidden"
handler404, handler500 = "accord.web.errors.not_found", "accord.web.errors.broken"


@pytest.mark.parametrize("address", ["/", "/sign-in", "/nothing", "/static/web/web.css", "/static/report/look.css"])
def test_every_response_carries_the_headers(client: Client, address: str) -> None:
    response = client.get(address)
    response.close()  # a static file is open until then
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_the_policy_lets_nothing_in_but_our_own_files() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    sources = {word for part in CONTENT_SECURITY_POLICY.split("; ") for word in part.split()[1:]}
    assert sources == {"'self'", "'none'", "data:"}


@pytest.mark.parametrize("address", ["/", "/sign-in", "/nothing"])
def test_no_page_asks_a_third_party_or_runs_its_own_text(client: Client, address: str) -> None:
    text = client.get(address).text
    assert "//" not in text.replace("http://www.w3.org", "")
    for inline in ("<script>", " style=", "<style", " onclick", "javascript:"):
        assert inline not in text


def test_htmx_may_not_evaluate(client: Client) -> None:
    assert '"allowEval": false, "includeIndicatorStyles": false' in client.get("/").text


def test_pages_for_somebody_are_not_kept_by_the_browser(cast: factories.Cast, client: Client) -> None:
    assert "Cache-Control" not in client.get("/")
    client.force_login(cast.member)
    assert client.get("/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/bad", 400, "This request could not be understood."),
        ("/suspicious", 400, "This request could not be understood."),
        ("/forbidden", 403, "This page is not for your seat."),
        ("/nothing", 404, "There is no page here."),
        ("/broken", 500, "Something went wrong here."),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_what_goes_wrong_has_a_page_in_our_look(address: str, status: int, said: str) -> None:
    page = Client(raise_request_exception=False).get(address)
    assert page.status_code == status
    assert said in page.text
    assert 'class="mast"' in page.text
    assert "mel@" not in page.text


def test_a_form_without_its_token_has_a_page(client: Client) -> None:
    page = Client(enforce_csrf_checks=True).post("/sign-in", {})
    assert page.status_code == 403
    assert "This form could not be checked." in page.text


def test_an_upload_above_the_limit_is_refused_unread(client: Client) -> None:
    class Unread:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    size = settings.ACCORD_UPLOAD_LIMIT + 1
    page = client.generic("POST", "/sign-in", CONTENT_LENGTH=str(size), **{"wsgi.input": Unread()})
    assert page.status_code == 413
    assert "up to 200 MB" in page.text


def test_cookies_are_for_this_site_only(cast: factories.Cast, client: Client) -> None:
    client.post("/sign-in", {"login": "mel@example.org", "password": factories.PASSWORD})
    client.post("/language", {"language": "cy", "next": "/"})
    assert set(client.cookies) >= {"session", "language"}
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_page_of_components_shows_every_kind_of_field(client: Client) -> None:
    client.force_login(factories.user(is_staff=True))
    page = client.get("/components").text
    for kind in ("email", "password", "radio", "checkbox", "file", "text"):
        assert f'type="{kind}"' in page
    assert "There is no such date." in page
    for name in ("notice", "progress", "pages", "ask", "facts", "empty", "more"):
        assert f'class="{name}' in page
