"""`accord person` and `accord verify`, as somebody types them."""

import io
import json
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection
from tests import factories, roster_files
from tests.factories import PASSWORD

from accord.cli import main
from accord.people.models import Person, User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Said = pytest.CaptureFixture[str]


def add(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = PASSWORD) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return main(["person", "add", *arguments])


def test_an_account_is_made(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    assert add(monkeypatch, "Cora@example.org", "--staff") == 0
    made = User.objects.get()
    assert (made.email, made.name, made.is_staff) == ("cora@example.org", "Cora", True)
    assert made.check_password(PASSWORD)
    assert main(["verify"]) == 0
    assert "The record is whole: 1 event," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("nobody", PASSWORD, "Enter a valid email address."),
        ("a@example.org", "short", "too short"),
        ("a@example.org", "", "too short"),
        ("a@example.org", "password1234", "too common"),
    ],
)
def test_a_bad_account_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Said, email: str, password: str, said: str
) -> None:
    assert add(monkeypatch, email, password=password) == 2
    assert said in capsys.readouterr().err
    assert not User.objects.exists()


def test_an_address_is_taken_once(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    factories.user("Cora")
    assert add(monkeypatch, "CORA@example.org") == 2
    assert "an account with this address already" in capsys.readouterr().err


def test_a_seat_is_given_once(capsys: Said) -> None:
    cast = factories.cast()
    words = ["person", "seat", "stranger@example.org", cast.partnership.slug, "leader"]
    assert main(words) == 0
    assert cast.stranger.seats.get(partnership=cast.partnership).role == "leader"
    assert main(words) == 2
    assert "holds this seat already" in capsys.readouterr().err
    assert main(["verify"]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody@example.org", "north-vale-partnership", "leader"], "There is no account with this address."),
        (["mel@example.org", "nowhere", "leader"], "There is no partnership of this name."),
        (["mel@example.org", "north-vale-partnership", "boss"], "The role must be one of coordinator, leader, member,"),
    ],
)
def test_a_seat_that_cannot_be_is_refused_in_a_sentence(words: list[str], said: str, capsys: Said) -> None:
    factories.cast()
    assert main(["person", "seat", *words]) == 2
    assert said in capsys.readouterr().err


def test_all_about_a_person_and_then_nothing(capsys: Said) -> None:
    factories.user("Cora")
    assert main(["person", "export", "cora@example.org"]) == 0
    assert json.loads(capsys.readouterr().out)["people.User"][0]["name"] == "Cora"
    assert main(["person", "erase", "cora@example.org"]) == 0
    assert main(["person", "export", "cora@example.org"]) == 2
    assert main(["person", "erase", "cora@example.org"]) == 2
    assert capsys.readouterr().err.count("There is no account with this address.") == 2
    assert main(["verify"]) == 0


def test_whoever_lost_their_second_factor_is_helped_in(capsys: Said) -> None:
    user = factories.user("Cora")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    for said in ("Removed.\n", "The person has no second factor.\n"):
        assert main(["person", "forget-factors", "cora@example.org"]) == 0
        assert capsys.readouterr().out == said
    assert not Authenticator.objects.exists()
    assert main(["person", "forget-factors", "nobody@example.org"]) == 2
    assert main(["verify"]) == 0


def test_verify_says_one_sentence_for_each_problem(capsys: Said) -> None:
    cast = factories.cast()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_user SET name = 'Someone' WHERE email = 'mel@example.org'")
        cursor.execute("DELETE FROM people_seat WHERE role = 'analyst'")
    assert main(["verify"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert f"User {cast.member.id} was changed without the record." in said
    assert len(said) == 2


def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_roster_is_shown_and_then_brought_in(tmp_path: Path, capsys: Said) -> None:
    cast, file = factories.cast(), tmp_path / "roster.csv"
    file.write_text(roster_files.FIRST)
    words = ["person", "roster", cast.partnership.slug, str(file)]
    assert main(words) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1].split() == ["Alder", "Hospital", "(new,", "health)", "2", "0", "0", "0", "2"]
    assert said[-1] == "Nothing is changed. With --confirm it is done."
    assert not Person.objects.exists()
    assert main([*words, "--confirm"]) == 0
    assert "The roster is brought in." in capsys.readouterr().out
    assert Person.objects.count() == 3
    assert main(["verify"]) == 0


def test_a_roster_that_cannot_be_brought_in_is_refused(tmp_path: Path, capsys: Said) -> None:
    cast, file = factories.cast(), tmp_path / "roster.csv"
    file.write_text("organisation,email\nAlder,nobody\n")
    assert main(["person", "roster", cast.partnership.slug, str(file), "--confirm"]) == 2
    assert "row 2, column email: «nobody» is no e-mail address." in capsys.readouterr().err
    assert main(["person", "roster", "nowhere", str(file)]) == 2
    assert "There is no partnership of this name." in capsys.readouterr().err
    assert not Person.objects.exists()


def test_the_last_coordinator_is_not_erased(capsys: Said) -> None:
    factories.cast()
    assert main(["person", "erase", "cora@example.org"]) == 2
    assert "alone coordinates «North Vale Partnership»" in capsys.readouterr().err
