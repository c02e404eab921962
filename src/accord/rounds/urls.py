"""The addresses of rounds."""

from django.urls import path

from accord.rounds import views

app_name = "rounds"
urlpatterns = [
    path("p/<slug:slug>/picture", views.picture, name="picture"),
    path("p/<slug:slug>/rounds/", views.listen, name="listen"),
    path("p/<slug:slug>/rounds/questions", views.questions, name="questions"),
    path("p/<slug:slug>/rounds/new", views.new, name="new"),
    path("p/<slug:slug>/rounds/ask", views.ask, name="ask"),
    path("p/<slug:slug>/rounds/<uuid:round>/asked", views.asked, name="asked"),
    path("p/<slug:slug>/rounds/<uuid:round>/plan", views.change, name="change"),
    path("p/<slug:slug>/rounds/<uuid:round>/propose", views.propose, name="propose"),
    path("p/<slug:slug>/rounds/<uuid:round>/withdraw", views.withdraw, name="withdraw"),
    path("p/<slug:slug>/rounds/<uuid:round>/countersign", views.countersign, name="countersign"),
    path("p/<slug:slug>/rounds/<uuid:round>/drop", views.drop, name="drop"),
    path("p/<slug:slug>/rounds/<uuid:round>/end", views.end, name="end"),
    path("p/<slug:slug>/rounds/<uuid:round>/remind", views.remind, name="remind"),
    path("p/<slug:slug>/rounds/<uuid:round>/compute", views.compute, name="compute"),
    path("p/<slug:slug>/rounds/<uuid:round>/cards", views.cards, name="cards"),
    path("p/<slug:slug>/rounds/<uuid:round>/cards-<int:stratum>.pdf", views.stratum_cards, name="stratum-cards"),
    path("p/<slug:slug>/rounds/<uuid:round>/poster.pdf", views.poster, name="poster"),
    path("p/<slug:slug>/rounds/<uuid:round>/", views.round_, name="round"),
    path("p/<slug:slug>/rounds/<uuid:round>/columns", views.columns, name="columns"),
    path("p/<slug:slug>/rounds/<uuid:round>/files", views.again, name="again"),
    path("p/<slug:slug>/rounds/<uuid:round>/check", views.check, name="check"),
    path("p/<slug:slug>/rounds/<uuid:round>/discard", views.discard, name="discard"),
    path("p/<slug:slug>/rounds/<uuid:round>/picture.<str:format>", views.export, name="export"),
]
