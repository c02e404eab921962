"""Backups: what is in one, what is not, what is refused; restoring is all or nothing."""

import gzip
import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import processes
from tests.installations import Installation

from accord.config.databases import database
from accord.questionnaires.problems import InputError
from accord.upkeep.backup import archive
from accord.upkeep.backup.databases import connecting

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("backup")]

FILL = """
from tests import rounds
call_command("migrate", verbosity=0)
cast = factories.cast()
rounds.held(cast.partnership)
"""
SHOW = """
from accord.people.models import User
from accord.rounds.models import Upload
from accord.web import holding
files = [holding.path(upload.token).stat().st_size == upload.size for upload in Upload.objects.all()]
print(User.objects.count(), files, list(verify()))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("source") / "data")
    processes.said(made.start(FILL))
    for name in ("static/a.css", "keys/one.json", "mail/one.eml", "jobs/one/result.txt"):
        (made.data / name).parent.mkdir(parents=True, exist_ok=True)
        (made.data / name).write_text(f"in {name}")
    (made.data / "jobs/link").symlink_to("/etc/passwd")
    return made


@pytest.fixture(scope="module")
def backup(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups")
    source.done("backup", folder / "main.tar.gz")
    assert [path.name for path in folder.iterdir()] == ["main.tar.gz"]
    return folder / "main.tar.gz"


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "elsewhere")


def test_it_holds_the_database_and_the_files_and_neither_keys_nor_mail(source: Installation, backup: Path) -> None:
    uploads = {f"data/uploads/{path.name}" for path in (source.data / "uploads").iterdir()}
    with tarfile.open(backup) as tar:
        names = set(tar.getnames())
        said = json.loads(tar.extractfile("manifest.json").read())
    assert len(uploads) == 2
    assert names == uploads | {"database", "data/secret-key", "data/jobs/one/result.txt", "manifest.json"}
    assert set(said["files"]) | {"manifest.json"} == names
    assert said["content"]["tables"]["people_user"] == 5
    assert said["content"]["sequence"] == said["content"]["tables"]["audit_event"] > 5
    assert backup.stat().st_mode & 0o777 == 0o600


def test_it_can_be_checked_without_an_installation(backup: Path, empty: Installation) -> None:
    assert "The backup is whole: 5 files, the record up to event" in empty.done("backup", "--check", backup)
    assert not empty.data.exists()


def test_all_of_it_comes_back_elsewhere(source: Installation, backup: Path, empty: Installation) -> None:
    assert "and the record is whole" in empty.done("restore", backup)
    assert processes.said(empty.start(SHOW)) == processes.said(source.start(SHOW)) == "5 [True, True] []"
    assert (empty.data / "secret-key").read_text() == (source.data / "secret-key").read_text()
    assert (empty.data / "jobs/one/result.txt").read_text() == "in jobs/one/result.txt"
    left = {path.name for path in empty.data.iterdir()}
    assert left <= {"secret-key", "jobs", "uploads", "accord.sqlite3", "accord.sqlite3-wal", "accord.sqlite3-shm"}
    assert (empty.data / "uploads").stat().st_mode & 0o777 == 0o700


def test_the_keys_are_written_and_put_back_apart(source: Installation, empty: Installation, tmp_path: Path) -> None:
    apart, together = tmp_path / "apart", tmp_path / "together"
    apart.mkdir()
    together.mkdir()
    said = source.refused("backup", together / "main.tar.gz", "--keys", together / "keys.tar.gz")
    assert said.endswith("Keep the keys apart: whoever has both can open answers.")
    assert "the keys of 1 rounds" in source.done("backup", together, "--keys", apart)
    (main,), (keys,) = together.iterdir(), apart.iterdir()
    assert keys.stat().st_mode & 0o777 == 0o600
    assert "keys only" in source.done("backup", "--check", keys)
    assert empty.refused("restore", keys).endswith("This is a backup of keys. Give it with --keys.")
    assert empty.refused("restore", main, "--keys", main).endswith("This is a backup of an installation, not of keys.")
    assert not empty.data.exists()
    empty.done("restore", main, "--keys", keys)
    assert (empty.data / "keys/one.json").read_text() == "in keys/one.json"
    assert (empty.data / "keys/one.json").stat().st_mode & 0o777 == 0o600


def test_a_destination_that_cannot_be_is_refused(source: Installation, backup: Path, tmp_path: Path) -> None:
    assert source.refused("backup", backup).endswith("There is a file already. A backup replaces none.")
    assert "There is no folder" in source.refused("backup", tmp_path / "nowhere" / "main.tar.gz")
    assert "This is in the data folder." in source.refused("backup", source.data / "main.tar.gz")


def test_nothing_is_put_back_over_what_is_there(source: Installation, backup: Path, tmp_path: Path) -> None:
    said = source.refused("restore", backup)
    assert "A backup is put back into an empty data folder only. It holds" in said
    with_data = Installation(tmp_path / "other", {"DATABASE_URL": source.environment["DATABASE_URL"] or _place(source)})
    said = with_data.refused("restore", backup)
    assert said.endswith("A backup is put back into an empty database only, and DATABASE_URL names one that is not.")
    assert not with_data.data.exists()


def _place(source: Installation) -> str:
    return f"sqlite:///{source.data / 'accord.sqlite3'}"


def rewritten(backup: Path, into: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A backup in which each file is what `change` makes of it; without those of which it makes nothing."""
    with tarfile.open(backup) as old, tarfile.open(into, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return into


def manifest(**other: object) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | other).encode() if name == "manifest.json" else content

    return change


def _another_migration(name: str, content: bytes) -> bytes:
    return content.replace(b'"people.0001_initial"', b'"people.9999_later"') if name == "manifest.json" else content


BROKEN = {
    "cut short": (lambda b, p: p.write_bytes(b.read_bytes()[:-200]), "broken or cut short"),
    "half": (lambda b, p: p.write_bytes(b.read_bytes()[: b.stat().st_size // 2]), "broken or cut short"),
    "empty": (lambda b, p: p.write_bytes(b""), "broken or cut short"),
    "another file": (lambda b, p: p.write_bytes(gzip.compress(b"hello" * 1000)), "broken or cut short"),
    "text": (lambda b, p: p.write_text("hello"), "broken or cut short"),
    "one bit": (lambda b, p: p.write_bytes(_flipped(b.read_bytes())), "broken or cut short|is not what was put there"),
    "other bytes": (
        lambda b, p: rewritten(b, p, lambda n, c: c[:-1] + b"x" if n == "data/secret-key" else c),
        "data/secret-key in this backup is not what was put there",
    ),
    "a file missing": (
        lambda b, p: rewritten(b, p, lambda n, c: None if n == "database" else c),
        "database is missing from this backup",
    ),
    "no manifest": (
        lambda b, p: rewritten(b, p, lambda n, c: None if n == "manifest.json" else c),
        "its end is missing",
    ),
    "of a newer version": (lambda b, p: rewritten(b, p, manifest(version="99.0.0")), "is of a newer Accord, 99.0.0"),
    "of a newer form": (lambda b, p: rewritten(b, p, manifest(format=2)), "broken or cut short"),
    "migrated further": (lambda b, p: rewritten(b, p, _another_migration), "is of a newer Accord"),
}


IN_A_PROCESS = {"half", "other bytes", "of a newer version", "migrated further"}


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 16]) + content[middle + 1 :]


@pytest.mark.parametrize("how", BROKEN)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changed(
    backup: Path, empty: Installation, tmp_path: Path, how: str
) -> None:
    spoil, words = BROKEN[how]
    spoil(backup, broken := tmp_path / "broken.tar.gz")
    said = empty.refused("restore", broken) if how in IN_A_PROCESS else _read(broken)
    assert "\n" not in said
    assert any(word in said for word in words.split("|")), said
    assert not empty.data.exists()


def _read(path: Path) -> str:
    """What is said on reading a backup that is not whole: what `restore` does before anything else."""
    with pytest.raises(InputError) as refused:
        archive.read(path)
    return str(refused.value)


@pytest.mark.parametrize("name", ["data/../../evil", "/etc/evil", "data/./x", "data//x", "data/..", "other/x", "data/"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo(name)
        tar.addfile(info, io.BytesIO())
    assert "does not belong in one" in _read(tmp_path / "evil.tar.gz")


def test_a_link_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("data/link")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    assert "does not belong in one" in _read(tmp_path / "evil.tar.gz")


def test_a_database_that_is_not_what_the_manifest_says_is_taken_away_again(
    backup: Path, empty: Installation, tmp_path: Path
) -> None:
    def change(name: str, content: bytes) -> bytes:
        said = json.loads(content) if name == "manifest.json" else {}
        if said:
            said["content"]["tables"]["people_user"] += 1
        return json.dumps(said).encode() if said else content

    said = empty.refused("restore", rewritten(backup, tmp_path / "other.tar.gz", change))
    assert said == "The database that was put back is not the one that was taken."
    assert not empty.data.exists()
    empty.done("restore", backup)


def test_what_the_record_has_against_a_backup_is_said_and_it_is_there_all_the_same(
    source: Installation, empty: Installation, tmp_path: Path
) -> None:
    changed = Installation(tmp_path / "changed")
    processes.said(changed.start(FILL + "factories.User.objects.filter(name='Mel').update(name='Someone')"))
    changed.done("backup", tmp_path / "changed.tar.gz")
    ended = empty.accord("restore", tmp_path / "changed.tar.gz")
    assert ended.returncode == 1
    assert "was changed without the record." in ended.stderr
    assert "but the record says what stands above" in ended.stdout


def test_another_kind_of_database_is_refused(backup: Path, tmp_path: Path) -> None:
    if os.environ.get("ACCORD_TEST_DATABASE"):
        other = Installation(tmp_path / "sqlite", {"DATABASE_URL": ""})
        assert "is of PostgreSQL, and this installation uses SQLite" in other.refused("restore", backup)
    else:
        with rewritten(backup, tmp_path / "pg.tar.gz", _of_postgresql).open():
            other = Installation(tmp_path / "sqlite")
            assert "is of PostgreSQL, and this" in other.refused("restore", tmp_path / "pg.tar.gz")


def _of_postgresql(name: str, content: bytes) -> bytes:
    return content.replace(b'"vendor": "sqlite"', b'"vendor": "postgresql"') if name == "manifest.json" else content


@pytest.fixture
def without_tools(source: Installation, tmp_path: Path) -> Installation:
    if not source.environment["DATABASE_URL"]:
        pytest.skip("SQLite has no tools")
    return Installation(source.data, source.environment | {"PATH": str(tmp_path)})


def test_postgresqls_tools_are_asked_for_in_a_sentence(without_tools: Installation, tmp_path: Path) -> None:
    said = without_tools.refused("backup", tmp_path / "main.tar.gz")
    assert said == "pg_dump is needed and not there. On Debian: apt-get install postgresql-client."
    assert not list(tmp_path.glob("*main*"))


def test_how_to_connect_is_told_in_the_environment_only() -> None:
    url = "postgresql://ann:p%40ss@db.example.org:5433/trust?sslmode=require&connect_timeout=5"
    assert connecting(database(url, Path())) == {
        "PGDATABASE": "trust", "PGUSER": "ann", "PGPASSWORD": "p@ss", "PGHOST": "db.example.org", "PGPORT": "5433",
        "PGSSLMODE": "require", "PGCONNECT_TIMEOUT": "5",
    }  # fmt: skip
