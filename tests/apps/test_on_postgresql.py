"""The tests marked `both_databases`, once more on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
WHERE = ("tests/apps", "tests/rules", "tests/attack")


@pytest.mark.skipif(bool(os.environ.get("ACCORD_TEST_DATABASE")), reason="this is the run on PostgreSQL")
def test_the_database_sensitive_tests_on_postgresql() -> None:
    if postgres.binaries() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed, and this is CI.")
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    with postgres.server() as address:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "both_databases", *WHERE],
            cwd=ROOT,
            env=os.environ | {"ACCORD_TEST_DATABASE": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
