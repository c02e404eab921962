"""The root of the addresses; each app adds its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("accord.booth.urls")),  # first: thousands ask for these, and each address is looked for in turn
    path("", include("accord.people.urls")),
    path("", include("accord.people.signing_in.urls")),
    path("", include("accord.rounds.urls")),
    path("", include("accord.jobs.urls")),
    path("", include("accord.web.urls")),
    path("", include("accord.upkeep.urls")),
]
handler400 = "accord.web.errors.bad_request"
handler403 = "accord.web.errors.forbidden"
handler404 = "accord.web.errors.not_found"
handler429 = "accord.web.errors.asked_too_often"
handler500 = "accord.web.errors.broken"
