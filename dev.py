#!/usr/bin/env python3
"""Set the project up and work on it: `python3 dev.py COMMAND`. Needs Python 3.11 or newer, and git.

setup     set .venv up and do nothing else; every other command does it first
demo      serve the demonstration partnership on http://127.0.0.1:8000
test      run the whole test suite; further arguments go to pytest
check     lint, format, templates, types, import contracts; name some to run only those
lock      compile the requirements anew
assets    build the front-end files anew from npm's packages
messages  collect the words to translate, and compile what is translated
reference write the lists in docs/reference that come from the code
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "accord-set-up"
TEMPLATES = sorted((ROOT / "src/accord").glob("*/templates"))
CHECKS: dict[str, tuple[str | Path, ...]] = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "templates": ("djlint", "--lint", "--quiet", *TEMPLATES),
    "types": ("mypy",),
    "contracts": ("lint-imports",),
}

# What marks words for translation, beside the usual: `report` says what is wrong in a file.
KEYWORDS = ("-k", "gettext_lazy", "-k", "gettext_noop", "-k", "report")
EXTRACT = ("-F", "babel.cfg", *KEYWORDS, "--no-location", "--sort-output", "--project", "Accord")
UPDATE = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")


def run(*command: str | Path, **environment: str) -> None:
    """Run a command in the project's folder; stop with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def set_up() -> None:
    """Bring `.venv` to the pinned requirements; does nothing when they have not changed.

    The stamp is written last. Without it, or with one of another Python or of another folder, `.venv` is made
    anew: what an interrupted installation left behind cannot be trusted.
    """
    if sys.version_info < (3, 11):
        sys.exit(f"Accord needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    maker = f"{sys.version}\n{ROOT}\n"
    wanted = maker + "".join(path.read_text() for path in pins())
    found = STAMP.read_text() if STAMP.exists() else ""
    if found == wanted:
        return
    start = time.monotonic()
    if not found.startswith(maker):
        make_environment()
    STAMP.unlink(missing_ok=True)
    install()
    STAMP.write_text(wanted)
    print(f"Set-up took {time.monotonic() - start:.0f} s.", flush=True)


def pins() -> tuple[Path, ...]:
    """The files that say what `.venv` holds."""
    return REQUIREMENTS / "uv.txt", REQUIREMENTS / "dev.txt", ROOT / "pyproject.toml"


def make_environment() -> None:
    """Create an empty `.venv`, or say which Debian package is missing."""
    print("Making .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python cannot make a virtual environment here. On Debian: apt-get install python3-venv")


def install() -> None:
    """Install a hash-pinned uv, then the pinned requirements, then the project itself where it stands."""
    print("Installing the pinned requirements …", flush=True)
    uv_pin, requirements, _ = pins()
    run(BIN / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", uv_pin)
    uv = (BIN / "uv", "pip", "--quiet", "install", "--python", BIN / "python")
    run(*uv, "--require-hashes", "-r", requirements)
    run(*uv, "--no-deps", "--no-build-isolation", "-e", ".")


def setup(_: list[str]) -> None:
    """Set `.venv` up and do nothing else."""
    set_up()


def demo(arguments: list[str]) -> None:
    """Load the demonstration partnership and serve it on http://127.0.0.1:8000."""
    set_up()
    os.chdir(ROOT)
    os.execv(BIN / "accord", ["accord", "demo", *arguments])  # so that Ctrl-C is the demonstration's alone


def test(arguments: list[str]) -> None:
    """Run the whole test suite; further arguments go to pytest."""
    set_up()
    bring_debian_packages()
    run(BIN / "python", "-m", "pytest", *arguments)


def bring_debian_packages() -> None:
    """Install what some tests need from Debian, when it is missing and this may be done; they are skipped without."""
    missing = missing_debian_packages()
    may = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not missing or not may:
        return
    print(f"Installing from Debian for the tests: {', '.join(missing)} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(["apt-get", "-qq", *command], env=environment, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            print("That did not work. The tests that need them will say so.", flush=True)
            return


def missing_debian_packages() -> list[str]:
    """Chromium and fonts for the tests in a browser, PostgreSQL for those on both databases."""
    chromium = [] if shutil.which("chromium") else ["chromium", "fonts-noto-core"]
    initdb = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return chromium + ([] if initdb else ["postgresql"])


def check(names: list[str]) -> None:
    """Lint, format, templates, types and import contracts, or those named."""
    unknown = sorted(set(names) - set(CHECKS))
    if unknown:
        sys.exit(f"There is no check named {', '.join(unknown)}. There are: {', '.join(CHECKS)}.")
    set_up()
    for name in names or CHECKS:
        tool, *rest = CHECKS[name]
        run(BIN / tool, *rest)


def lock(_: list[str]) -> None:
    """Compile the requirements anew, with hashes and without host names."""
    set_up()
    compile_ = (BIN / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--upgrade")
    compile_ += ("--python-version", "3.11", "--no-annotate", "--no-header")
    run(*compile_, "requirements/uv.in", "-o", "requirements/uv.txt")
    run(*compile_, "pyproject.toml", "--extra", "postgresql", "--extra", "saml", "-o", "requirements/base.txt")
    run(*compile_, "requirements/dev.in", "-o", "requirements/dev.txt")


def assets(_: list[str]) -> None:
    """Build the front-end files anew from the packages pinned in assets/package-lock.json."""
    if not shutil.which("npm"):
        sys.exit("Building the front-end files needs npm. On Debian: apt-get install npm")
    run("npm", "--prefix", "assets", "ci")
    run("npm", "--prefix", "assets", "run", "build")


def messages(_: list[str]) -> None:
    """Collect the words of the pages for translation, and compile the translations; babel.cfg says where they are."""
    set_up()
    template, catalogue = VENV / "messages.pot", ("-d", "src/accord/locale", "-D", "django")
    run(BIN / "pybabel", "-q", "extract", *EXTRACT, "-o", template, "src/accord")
    run(BIN / "pybabel", "-q", "update", *UPDATE, "-i", template, *catalogue)
    run(BIN / "pybabel", "compile", "--statistics", *catalogue)


def reference(_: list[str]) -> None:
    """Write docs/reference/command-line.md and python.md."""
    set_up()
    run(BIN / "python", "-m", "tests.rules.reference")


def main() -> None:
    """Read the command line."""
    commands = {f.__name__: f for f in (setup, demo, test, check, lock, assets, messages, reference)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=commands, metavar="COMMAND")
    chosen, rest = parser.parse_known_args()
    commands[chosen.command](rest)


if __name__ == "__main__":
    main()
