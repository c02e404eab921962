"""The addresses of people and partnerships."""

from django.urls import path

from accord.people.views import accounts, organisations, own, roster, rosters, seats

HERE = "p/<slug:slug>/"

app_name = "people"
urlpatterns = [
    path("", accounts.home, name="home"),
    path("me", own.mine, name="mine"),
    path("me/data.json", own.download, name="download"),
    path("me/erase", own.erase, name="erase"),
    path("invitation/<str:secret>", seats.invitation, name="invitation"),
    path("partnerships/new", accounts.new_partnership, name="new-partnership"),
    path(HERE, accounts.partnership, name="partnership"),
    path(f"{HERE}people", accounts.people, name="people"),
    path(f"{HERE}people/<uuid:seat>/end", seats.end, name="end-seat"),
    path(f"{HERE}invitations", seats.invitations, name="invitations"),
    path(f"{HERE}invitations/<uuid:invitation>/again", seats.again, name="invite-again"),
    path(f"{HERE}invitations/<uuid:invitation>/withdraw", seats.withdraw, name="withdraw"),
    path(f"{HERE}organisations", organisations.organisations, name="organisations"),
    path(f"{HERE}organisations/new", organisations.new, name="new-organisation"),
    path(f"{HERE}organisations/<uuid:organisation>", organisations.change, name="organisation"),
    path(f"{HERE}roster", roster.roster, name="roster"),
    path(f"{HERE}roster/person", roster.person, name="roster-person"),
    path(f"{HERE}roster/new", rosters.new, name="new-roster"),
    path(f"{HERE}roster/<uuid:file>/", rosters.file, name="roster-file"),
    path(f"{HERE}roster/<uuid:file>/discard", rosters.discard, name="discard-roster"),
    path(f"{HERE}roster/<uuid:file>/<str:change>", rosters.changes, name="roster-changes"),
]
