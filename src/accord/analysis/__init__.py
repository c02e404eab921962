"""Labelled tables in, typed results out; what an analyst imports.

From a folder of files to a picture::

    from pathlib import Path
    from accord import analysis

    inputs = analysis.read_folder(Path("survey"))
    found = analysis.picture(inputs.data, frame=inputs.frame)
    print(analysis.to_json(found))
"""

from accord.analysis.exports import to_csv, to_json
from accord.analysis.picture import picture
from accord.analysis.reading.answers import read_answers
from accord.analysis.reading.drafting import draft_questionnaire
from accord.analysis.reading.folder import Inputs, read_folder
from accord.analysis.reading.frames import check_frame, read_frame
from accord.analysis.reading.summaries import read_summaries
from accord.analysis.standing import Standing, standing
from accord.analysis.stored import picture_from_json, standing_from_json, standing_to_json
from accord.analysis.tables import Answers, Frame, Summaries
from accord.questionnaires.load import load_questionnaire
from accord.questionnaires.problems import InputError, Problem

# Imported here and now, not on demand: the function `picture` must stand before the module of that name.
__all__ = [
    "Answers",
    "Frame",
    "InputError",
    "Inputs",
    "Problem",
    "Standing",
    "Summaries",
    "check_frame",
    "draft_questionnaire",
    "load_questionnaire",
    "picture",
    "picture_from_json",
    "read_answers",
    "read_folder",
    "read_frame",
    "read_summaries",
    "standing",
    "standing_from_json",
    "standing_to_json",
    "to_csv",
    "to_json",
]
