"""What an installation is told by its environment."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accord.config import databases, environment
from accord.config.logs import QuietFormatter


def read(tmp_path: Path, **variables: str) -> environment.Environment:
    return environment.read({"ACCORD_DATA": str(tmp_path / "data"), **variables})


def test_the_first_run_makes_a_folder_and_a_key_for_its_owner_only(tmp_path: Path) -> None:
    first = read(tmp_path)
    assert (first.data.stat().st_mode & 0o777, len(first.secret_key) > 60) == (0o700, True)
    assert (first.data / "secret-key").stat().st_mode & 0o777 == 0o600
    assert read(tmp_path).secret_key == first.secret_key
    assert [path.name for path in first.data.iterdir()] == ["secret-key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    code = f"from accord.config import environment as e; print(e.read({{'ACCORD_DATA': {str(tmp_path)!r}}}).secret_key)"
    together = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in together}) == 1


def test_a_key_that_is_given_is_used_and_not_kept(tmp_path: Path) -> None:
    assert read(tmp_path, ACCORD_SECRET_KEY="given").secret_key == "given"
    assert not (tmp_path / "data" / "secret-key").exists()


@pytest.mark.parametrize(("name", "field"), [("ACCORD_SECRET_KEY", "secret_key"), ("DATABASE_URL", "database_url")])
def test_a_secret_may_stand_in_a_file(tmp_path: Path, name: str, field: str) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    assert getattr(read(tmp_path, **{f"{name}_FILE": str(tmp_path / "secret")}), field) == "from the file"
    assert not (tmp_path / "data" / "secret-key").exists() or name == "DATABASE_URL"


@pytest.mark.parametrize(
    ("content", "given", "said"),
    [
        (None, "", "DATABASE_URL_FILE names .*/secret, which cannot be read. No such file or directory."),
        (b"", "", "DATABASE_URL_FILE names .*/secret, which is empty."),
        (b"\xff\xfe", "", "DATABASE_URL_FILE names .*/secret, which cannot be read. It is not text."),
        (b"a secret", "another", "DATABASE_URL and DATABASE_URL_FILE are both set. Set one of them."),
    ],
)
def test_a_secret_that_cannot_be_had_gets_one_sentence(
    tmp_path: Path, content: bytes | None, given: str, said: str
) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=said) as refused:
        read(tmp_path, DATABASE_URL_FILE=str(tmp_path / "secret"), DATABASE_URL=given)
    assert "a secret" not in str(refused.value)
    assert "another" not in str(refused.value)


def test_keys_stand_in_the_data_folder_unless_they_are_placed_elsewhere(tmp_path: Path) -> None:
    assert read(tmp_path).keys == (tmp_path / "data" / "keys").resolve()
    assert read(tmp_path, ACCORD_KEYS=str(tmp_path / "apart")).keys == tmp_path / "apart"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ACCORD_ADDRESS", "accord.example.org", "must be like https://accord.example.org"),
        ("ACCORD_ADDRESS", "ftp://accord.example.org", "must be like https://accord.example.org"),
        ("ACCORD_DEBUG", "perhaps", "ACCORD_DEBUG must be 1 or 0. Got 'perhaps' instead."),
        ("ACCORD_UPLOAD_LIMIT", "0", "a whole number ≥ 1. Got '0' instead."),
        ("ACCORD_EMAIL", "mail.example.org", "ACCORD_EMAIL must be like smtp://user:password@host:587"),
        ("ACCORD_EMAIL", "smtp://", "ACCORD_EMAIL must be like"),
        ("ACCORD_EMAIL", "smtp://host:port", "ACCORD_EMAIL must be like"),
        ("ACCORD_EMAIL_FROM", "a@b.org\nBcc: c@b.org", "ACCORD_EMAIL_FROM must be one address"),
        ("ACCORD_UPLOAD_LIMIT", "2 GB", "a whole number ≥ 1. Got '2 GB' instead."),
    ],
)
def test_a_wrong_variable_gets_one_sentence(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        read(tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("", ("", 587, "", "", False)),
        ("file:", ("", 587, "", "", False)),
        ("smtp://ann:p%40ss@mail.example.org", ("mail.example.org", 587, "ann", "p@ss", False)),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", "", True)),
        ("smtp://mail.example.org:2525", ("mail.example.org", 2525, "", "", False)),
    ],
)
def test_a_mail_server_is_taken_apart(tmp_path: Path, text: str, mail: tuple[object, ...]) -> None:
    found = read(tmp_path, ACCORD_EMAIL=text, ACCORD_EMAIL_FROM="accord@example.org").mail
    assert (found.host, found.port, found.user, found.password, found.at_once) == mail
    assert found.sender == "accord@example.org"


def test_a_wrong_mail_server_is_refused_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        read(tmp_path, ACCORD_EMAIL="imap://ann:secret@mail.example.org")
    assert "secret" not in str(error.value)


def test_https_is_read_from_the_address(tmp_path: Path) -> None:
    assert read(tmp_path, ACCORD_ADDRESS="https://accord.example.org").https
    assert not read(tmp_path).https


def test_a_postgresql_address_is_taken_apart() -> None:
    found = databases.database("postgresql://ann:p%40ss%2Fword@[::1]:5433/trust%20me?sslmode=require", Path())
    assert {name: found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")} == {
        "USER": "ann",
        "PASSWORD": "p@ss/word",
        "HOST": "::1",
        "PORT": "5433",
        "NAME": "trust me",
        "OPTIONS": {"sslmode": "require"},
    }


def test_sqlite_is_the_default_and_can_be_placed(tmp_path: Path) -> None:
    assert databases.database("", tmp_path)["NAME"] == str(tmp_path / "accord.sqlite3")
    assert databases.database("sqlite:////srv/a%20b.sqlite3", tmp_path)["NAME"] == "/srv/a b.sqlite3"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "sqlite://", "nothing"])
def test_another_database_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must be like postgresql://"):
        databases.database(url, Path())


@pytest.mark.django_db
def test_sqlite_keeps_what_it_acknowledged() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this database has no pragmas")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def logged(message: str, *values: object, error: Exception | None = None) -> str:
    kept = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("accord", logging.ERROR, __file__, 1, message, values, kept)
    return QuietFormatter("%(message)s").format(record)


def test_a_log_line_holds_no_address() -> None:
    assert logged("%s broke", "mel.o'neil+x@sub.example.org") == "[address] broke"


def test_a_logged_error_says_where_and_what_kind_but_not_whom() -> None:
    try:
        raise KeyError("Mel Owen")
    except KeyError as error:
        text = logged("It broke", error=error)
    assert "Mel" not in text
    assert "KeyError" in text
    assert "test_config_environment.py" in text


def test_the_settings_pass_the_frameworks_own_checks_for_the_open_internet(tmp_path: Path) -> None:
    variables = {"ACCORD_DATA": str(tmp_path), "ACCORD_ADDRESS": "https://accord.example.org", "PATH": ""}
    done = subprocess.run(
        [Path(sys.executable).with_name("accord"), "manage", "check", "--deploy", "--fail-level", "WARNING"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_keys_stand_in_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    assert read(tmp_path).keys == tmp_path / "data" / "keys"
    assert read(tmp_path, ACCORD_KEYS=str(tmp_path / "elsewhere")).keys == tmp_path / "elsewhere"


def test_a_command_says_what_is_wrong_in_a_sentence(tmp_path: Path) -> None:
    variables = {"ACCORD_DATA": str(tmp_path), "DATABASE_URL_FILE": "/nowhere/url", "PATH": ""}
    accord = Path(sys.executable).with_name("accord")
    done = subprocess.run([accord, "verify"], env=variables, capture_output=True, text=True, check=False)
    said = "DATABASE_URL_FILE names /nowhere/url, which cannot be read. No such file or directory.\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_the_mail_servers_password_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "email").write_text("smtps://ann:p%40ss@mail.example.org\n")
    assert read(tmp_path, ACCORD_EMAIL_FILE=str(tmp_path / "email")).mail.password == "p@ss"
