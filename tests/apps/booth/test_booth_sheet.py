"""The questions as a respondent reads them."""

from django.utils.translation import override

from accord.booth import sheet
from accord.questionnaires.bank import MODULES, compose


def test_who_is_one_of_those_asked_about_can_say_so() -> None:
    made = compose(["between_groups"], id="t", title={"en": "T"}, groups=["Nurses", "Porters"])
    question = sheet.parts(made, language="en")[0].questions[0]
    assert question.unsure == "Don't know them / I am one of them"
    assert [words for _code, words in question.points] == ["Not at all", "A little", "Partly", "Mostly", "Fully"]


def test_every_word_of_our_scales_is_there_in_welsh() -> None:
    made = compose(MODULES, id="t", title={"en": "T"}, groups=["Nurses", "Porters"])
    english = {w for part in sheet.parts(made, language="en") for q in part.questions for _c, w in q.points}
    with override("cy"):
        welsh = {w for part in sheet.parts(made, language="cy") for q in part.questions for _c, w in q.points}
        unsure = {q.unsure for part in sheet.parts(made, language="cy") for q in part.questions}
    assert not english & welsh
    assert not any("now" in words or "say" in words for words in unsure)
