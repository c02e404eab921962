"""The command line. One file a command, each with `add_parser(subparsers)` and `run(arguments) -> int`.

Commands import what they need when they run, so that `accord --help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from accord.cli import backup, demo, manage, person, picture, questionnaire, restore, serve, verify
from accord.questionnaires.problems import InputError

COMMANDS = (demo, picture, questionnaire, serve, verify, backup, restore, person, manage)

# Several threads for small matrices slow each other down on a busy machine: measured 20 s against 2 s for omega.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

REFUSED = 2
"""The exit code when an input or an output cannot be used."""
STOPPED = 130
"""The exit code after Ctrl-C, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; a problem is said in one sentence each on stderr."""
    parser = argparse.ArgumentParser(prog="accord", description="Builds trust across organisations, on purpose.")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_parser(subparsers)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except InputError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:  # whoever was reading has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"{error.filename}: {error.strerror}." if error.filename else f"{error}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    return REFUSED
