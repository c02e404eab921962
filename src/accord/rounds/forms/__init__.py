"""What people fill in."""

from accord.rounds.forms.asking import AskForm, QuestionsForm
from accord.rounds.forms.files import ConfirmForm, UploadForm

__all__ = ["AskForm", "ConfirmForm", "QuestionsForm", "UploadForm"]
