"""The pages of rounds."""

from accord.rounds.views.adding import again, check, columns, discard, new
from accord.rounds.views.questions import questions
from accord.rounds.views.reading import export, listen, picture, round_

__all__ = ["again", "check", "columns", "discard", "export", "listen", "new", "picture", "questions", "round_"]
