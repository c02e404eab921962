"""What a backup says of itself."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from accord import __version__

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Content:
    """What the database held: rows by table, the record's last event and its hash, and how far it was migrated."""

    vendor: str
    tables: dict[str, int]
    sequence: int
    head: str
    migrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that was acknowledged before `moment` is in the backup. `files`: size and SHA-256 of each, by name.

    A backup of keys has no database, and no content.
    """

    moment: datetime
    content: Content | None
    files: dict[str, tuple[int, str]]
    version: str = __version__
    format: int = field(default=FORMAT)

    def dumps(self) -> bytes:
        """As JSON."""
        said = asdict(self) | {"moment": self.moment.isoformat()}
        return json.dumps(said, indent=1, sort_keys=True).encode()

    @classmethod
    def loads(cls, text: bytes) -> "Manifest":
        """From JSON. Raises ValueError where it is something else."""
        said: Any = json.loads(text)
        try:
            if said["format"] != FORMAT:
                raise ValueError(f"It has the format {said['format']}; this version of Accord reads {FORMAT}.")
            held = said["content"]
            content = Content(**held | {"migrations": tuple(held["migrations"])}) if held else None
            files = {name: (int(size), str(digest)) for name, (size, digest) in said["files"].items()}
            return cls(datetime.fromisoformat(said["moment"]), content, files, str(said["version"]), FORMAT)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("Its manifest is not one of Accord's.") from error
