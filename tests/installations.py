"""A whole installation in a folder and a database of its own, as its commands and processes see it."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests import processes
from tests.processes import ACCORD, ROOT, Start


@dataclass
class Installation:
    """`accord(…)` runs a command there; `start(code)` Python, in a process of its own."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment = processes.new_environment(self.data) | self.environment

    @property
    def start(self) -> Start:
        return processes.starter(self.data, self.environment)

    def accord(self, *words: object) -> "subprocess.CompletedProcess[str]":
        command = [str(ACCORD), *map(str, words)]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def done(self, *words: object) -> str:
        """What a command that ends well says."""
        ended = self.accord(*words)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def refused(self, *words: object) -> str:
        """The one sentence of a command that does nothing."""
        ended = self.accord(*words)
        assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
        return ended.stderr.strip()
