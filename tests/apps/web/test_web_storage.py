"""The static files as an installation serves them."""

import re
from pathlib import Path

from django.core.management import call_command

IMPORTED = re.compile(r'from "\./([^"]+)"')


def test_what_our_scripts_import_carries_a_digest_and_is_there_compressed(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "accord.web.storage.HashedFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    scripts = list((tmp_path / "booth").glob("*.*.js"))
    imported = {name for file in scripts for name in IMPORTED.findall(file.read_text())}
    assert {name.split(".")[0] for name in imported} >= {"admitting", "exchange", "keep", "tokens"}
    assert all(re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name) for name in imported)
    assert all((tmp_path / "booth" / f"{name}.gz").exists() for name in imported)
