"""What stands under deploy/ can be read by what reads it, names settings that exist, and keeps the promises made."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.rules.tree import ROOT, text

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("accord*"))
SETTING = re.compile(r"\b((?:ACCORD_[A-Z_]+|DATABASE_URL)(?:_FILE)?)\b")


def explained() -> set[str]:
    settings = re.findall(
        r"^\| `(ACCORD_[A-Z_]+|DATABASE_URL)`", text(ROOT / "docs/reference/settings.md"), re.MULTILINE
    )
    return {
        *settings,
        *(f"{name}_FILE" for name in ("ACCORD_SECRET_KEY", "DATABASE_URL", "ACCORD_EMAIL", "ACCORD_METRICS_TOKEN")),
    }


@pytest.mark.parametrize("path", [*UNITS, DEPLOY / "compose/compose.yaml", DEPLOY / "compose/Dockerfile"], ids=str)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    assert set(SETTING.findall(text(path))) - explained() - {"ACCORD_BACKUPS"} == set()


class Unit(ConfigParser):
    """A unit file: the same key may stand in it more than once, and then all its values count."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None, delimiters=("=",))
        self.optionxform = str  # type: ignore[assignment]
        self.read_string(text(path))


def test_the_service_may_little() -> None:
    service = Unit(DEPLOY / "systemd/accord.service")["Service"]
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
              "User": "accord", "CapabilityBoundingSet": "", "LimitCORE": "0", "UMask": "0077"}  # fmt: skip
    assert {name: service[name] for name in wanted} == wanted
    assert len(re.findall(r"^LoadCredential=", text(DEPLOY / "systemd/accord.service"), re.MULTILINE)) == 4


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        (tmp_path / unit.name).write_text(text(unit).replace("/opt/accord/bin/accord", "/bin/true"))
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "accord" in line]) == (0, [])


def compose() -> dict[str, Any]:
    """The Compose file."""
    return dict(yaml.safe_load(text(DEPLOY / "compose/compose.yaml")))


def test_the_compose_file_declares_what_it_uses() -> None:
    found = compose()
    services = found["services"]
    assert set(services) == {"accord", "postgres"}
    used = {secret for service in services.values() for secret in service["secrets"]}
    assert used == set(found["secrets"])
    mounted = {mount.split(":")[0] for service in services.values() for mount in service["volumes"]}
    assert set(found["volumes"]) == {name for name in mounted if name.isalpha()}
    named = {value for value in services["accord"]["environment"].values() if str(value).startswith("/run/secrets/")}
    assert {Path(value).name for value in named} == set(services["accord"]["secrets"])
    assert all(port.startswith("127.0.0.1:") for port in services["accord"]["ports"])
    assert "ports" not in services["postgres"]


def test_no_failed_statement_reaches_postgresqls_log() -> None:
    assert "log_min_error_statement=panic" in compose()["services"]["postgres"]["command"]


def test_the_image_runs_as_nobody_in_particular_and_installs_what_is_pinned() -> None:
    lines = text(DEPLOY / "compose/Dockerfile")
    assert lines.rindex("USER accord") > lines.rindex("RUN ")
    assert lines.count("--require-hashes") == 2
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", lines, re.MULTILINE):
        assert all((ROOT / name).exists() for name in copied.split())


def location(address: str) -> str:
    """What stands in nginx's braces for an address."""
    found = re.search(rf"location {re.escape(address)} \{{(.*?)\}}", text(DEPLOY / "nginx.conf"), re.DOTALL)
    assert found
    return found[1]


def test_the_proxies_write_nothing_down_of_respondents() -> None:
    assert "access_log off;" in location("/a/")
    assert "error_log /dev/null" in location("/a/")
    conf = text(DEPLOY / "nginx.conf")
    (form,) = re.findall(r"log_format \w+ '(.+)';", conf)
    assert not re.search(r"\$(remote|http_|realip|request_uri|uri|request\b|args|cookie)", form)
    assert set(re.findall(r"access_log (?!off)\S+ ?(\S*);", conf)) == {"accord_without_clients"}
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf
    assert "log_skip /a/*" in text(DEPLOY / "Caddyfile")
    assert not re.search(r"^\s*log\b", text(DEPLOY / "Caddyfile"), re.MULTILINE)
