"""`accord person`: make an account, give it a seat, hand out what is kept about a person, erase it; a roster."""

import argparse
import json
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from accord.cli import roster
from accord.cli.output import Subparsers

if TYPE_CHECKING:
    from accord.audit.states import By
    from accord.people.models import User


def add_parser(subparsers: Subparsers) -> None:
    """Add the command and its verbs."""
    parser = subparsers.add_parser("person", help="make, seat, export or erase an account")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for name, verb, words in (
        ("add", _add, "make an account; asks for its password"),
        ("seat", _seat, "give the person of an account a seat in a partnership"),
        ("export", _export, "write all that is kept about a person, as JSON"),
        ("forget-factors", _forget_factors, "remove the second factors of a person who has lost them"),
        ("erase", _erase, "erase what is personal, everywhere, and close the account; this cannot be undone"),
    ):
        added = verbs.add_parser(name, help=words, description=words.capitalize() + ".")
        added.add_argument("email", metavar="EMAIL")
        added.set_defaults(run=run, verb=verb)
        if name == "add":
            added.add_argument("--name", help="as others see it (default: the address up to its @)")
            added.add_argument("--staff", action="store_true", help="may see the pages for those who run Accord")
        if name == "seat":
            added.add_argument("partnership", metavar="PARTNERSHIP", help="as it stands in its address, after /p/")
            added.add_argument("role", metavar="ROLE", help="leader, member, analyst, staff_side, …")
    roster.add_verb(verbs).set_defaults(run=run, verb=roster.roster)


def run(arguments: argparse.Namespace) -> int:
    """Do the verb."""
    from accord.config import service

    service.set_up()
    service.migrate()
    return int(arguments.verb(arguments))


def _add(arguments: argparse.Namespace) -> int:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from accord.people import actions

    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    name = arguments.name or arguments.email.partition("@")[0]
    try:
        validate_email(arguments.email)
        validate_password(password)
    except ValidationError as wrong:
        return _refuse(" ".join(wrong.messages))
    if _find(arguments.email):
        return _refuse("There is an account with this address already.")
    actions.create_user(_by(), email=arguments.email, name=name, password=password, is_staff=arguments.staff)
    print("The account is made.")
    return 0


def _seat(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from accord.audit.states import SYSTEM, By
    from accord.people import actions
    from accord.people.models import Partnership
    from accord.people.states import Role

    person, partnership = _find(arguments.email), Partnership.objects.filter(slug=arguments.partnership).first()
    if person is None:
        return _refuse("There is no account with this address.")
    if partnership is None:
        return _refuse("There is no partnership of this name. It is what stands after /p/ in its address.")
    if arguments.role not in Role.values:
        return _refuse(f"The role must be one of {', '.join(Role.values)}. Got {arguments.role!r} instead.")
    if person.seats.filter(partnership=partnership, role=arguments.role, ended_at=None).exists():
        return _refuse("The person holds this seat already.")
    by = By(SYSTEM, partnership.id, timezone.now())
    actions.give_seat(by, partnership=partnership.id, user=person, role=Role(arguments.role))
    print("The seat is given.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from accord.people import actions

    person = _find(arguments.email)
    if person is None:
        return _refuse("There is no account with this address.")
    print(json.dumps(actions.export_person(person), indent=2, ensure_ascii=False))
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    from accord.people import actions

    person = _find(arguments.email)
    if person is None:
        return _refuse("There is no account with this address.")
    try:
        actions.erase_person(_by(), user=person)
    except actions.LastCoordinator as last:
        return _refuse(f"The person alone coordinates «{last.partnership.name}». Give somebody else that seat first.")
    print("What was personal is erased, and the account is closed.")
    return 0


def _forget_factors(arguments: argparse.Namespace) -> int:
    from accord.people import actions

    person = _find(arguments.email)
    if person is None:
        return _refuse("There is no account with this address.")
    print("Removed." if actions.forget_factors(_by(), user=person) else "The person has no second factor.")
    return 0


def _find(email: str) -> "User | None":
    from accord.people.models import User

    return User.objects.filter(email=email.strip().lower()).first()


def _by() -> "By":
    from django.utils import timezone

    from accord.audit.states import SYSTEM, By

    return By(SYSTEM, None, timezone.now())


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
