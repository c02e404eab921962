"""What is installed is the whole package: templates, styles, scripts, catalogues and facts, not only the code."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.rules.tree import ROOT, SOURCE, tracked


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = set(wheel.namelist())
    ours = {path.relative_to(SOURCE.parent).as_posix() for path in tracked() if path.is_relative_to(SOURCE)}
    assert "accord/web/static/web/vendor/behaviours.js" in ours
    assert ours - held == set()
