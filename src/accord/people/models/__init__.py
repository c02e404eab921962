"""The tables of people and partnerships."""

from accord.people.models.accounts import Failures, User, UserManager
from accord.people.models.invitations import Invitation
from accord.people.models.partnerships import Organisation, Partnership, Seat
from accord.people.models.roster import Person, RosterFile

__all__ = [
    "Failures",
    "Invitation",
    "Organisation",
    "Partnership",
    "Person",
    "RosterFile",
    "Seat",
    "User",
    "UserManager",
]
