"""Sentences: golden, and never more than the ranges allow."""

from dataclasses import replace

import pytest
from tests.report import samples
from tests.report.samples import estimate

from accord.analysis.results import Breakdown, Change, Contrast, Equation, MeasureResult, Reliability, Row
from accord.core.estimates import Estimate, Reason, Reported, Withheld
from accord.questionnaires.model import Part
from accord.report.language import translator
from accord.report.sentence import Sentence
from accord.report.sentences import changes, comparing, doubts, equation, made, notes, titles, trends, withheld
from accord.report.sentences.subjects import Subject

T = translator("en")
LEADERS = Subject("Senior leaders", trusted=True)
CLIMATE = Subject("Climate")


def plain(sentences: tuple[Sentence, ...]) -> list[str]:
    return [str(sentence) for sentence in sentences]


def contrast(**changed: object) -> Contrast:
    return replace(Contrast("managers", "leaders", estimate(17.2, 16.1, 18.3), True, True), **changed)


@pytest.mark.parametrize(
    ("found", "title", "under"),
    [
        (contrast(), "Trust is higher in direct managers than in senior leaders.",
         "The gap is 17 points (range 16 to 18), and it holds even if those who were silent think 10 points "
            "less of the one and more of the other."),
        (contrast(holds=False), "Those who answered trust direct managers more than senior leaders.",
         "The gap is 17 points (range 16 to 18). It might not hold if those who were silent think 10 points "
            "less of the one and more of the other."),
        (contrast(holds=None), "Those who answered trust direct managers more than senior leaders.",
         "The gap is 17 points (range 16 to 18). How many were silent is not known, so this is about those who "
         "answered."),
        (contrast(difference=estimate(-17.2, -18.3, -16.1)),
         "Trust is higher in senior leaders than in direct managers.",
         "The gap is 17 points (range 16 to 18), and it holds even if those who were silent think 10 points "
            "less of the one and more of the other."),
        (contrast(difference=estimate(1.6, -0.8, 4.2), apart=False),
         "Direct managers and senior leaders cannot be told apart.",
         "The gap is 2 points, and its range, −1 to 4, leaves room for none at all."),
    ],
)  # fmt: skip
def test_the_title_of_two_measures(found: Contrast, title: str, under: str) -> None:
    picture = replace(samples.partnership(), contrasts=(found,))
    assert str(titles.headline(T, picture, language="en")) == title
    assert str(titles.standfirst(T, picture)) == under


def test_two_measures_that_are_not_about_trust() -> None:
    picture = samples.partnership()
    measures = tuple(replace(measure, equation=None) for measure in picture.measures)
    told = titles.headline(T, replace(picture, measures=measures), language="en")
    assert str(told) == "Scores are higher for direct managers than for senior leaders."


def test_a_contrast_that_holds_leads_before_a_wider_one_that_does_not() -> None:
    wide, sure = contrast(difference=estimate(30, 20, 40), holds=False), contrast()
    assert titles.main_contrast((wide, sure)) is sure
    assert titles.main_contrast(()) is None


def test_the_title_of_one_measure() -> None:
    picture = samples.many(49)
    assert str(titles.headline(T, picture, language="en")) == (
        "The answers put leadership at 61 to 62 in 100. Organisations differ."
    )
    assert str(titles.standfirst(T, picture)) == (
        "How many were silent is not known, so this is about those who answered."
    )
    alone = replace(samples.partnership(), contrasts=(), measures=samples.partnership().measures[1:])
    assert str(titles.headline(T, alone, language="en")) == (
        "Trust in senior leaders stands at 53 to 54 in 100. Organisations differ."
    )
    assert str(titles.standfirst(T, alone)) == (
        "If those who were silent were 10 points lower or higher, it would lie between 49 and 58."
    )


def test_the_title_of_published_figures() -> None:
    picture = samples.summaries()
    assert str(titles.headline(T, picture, language="en")) == (
        "In 2022, the median organisation published 84 for ‘Confidence in my manager’ and 52 for ‘Confidence in senior "
        "managers’."
    )
    one = replace(picture, trends=picture.trends[:1], measures=picture.measures[:1])
    assert str(titles.headline(T, one, language="en")) == (
        "In 2022, half of the organisations published 84 or more for ‘Confidence in my manager’."
    )


def test_the_title_when_all_is_withheld() -> None:
    assert str(titles.headline(T, samples.all_withheld(), language="en")) == (
        "Too few answered for any figure to be shown."
    )
    assert str(titles.standfirst(T, samples.all_withheld())) == (
        "A figure needs 10 answers or more. What is hidden protects those who answered."
    )


def breakdown(**changed: object) -> Breakdown:
    return Breakdown("organisation", samples.rows(), replace(samples.comparison(), **changed))


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (breakdown(), "Trust in senior leaders: Voluntary alliance stands above Acute hospital B. "
                      "Most pairs cannot be told apart."),
        (breakdown(apart=40), "Trust in senior leaders: Voluntary alliance stands above Acute hospital B. "
                              "Most pairs can be told apart."),
        (breakdown(apart=55), "Trust in senior leaders: Voluntary alliance stands above Acute hospital B. "
                              "Every pair can be told apart."),
        (breakdown(apart=1, looked_at=1), "Trust in senior leaders: Voluntary alliance stands above Acute hospital B."),
        (breakdown(apart=0, widest=None), "Trust in senior leaders: no two can be told apart."),
        (breakdown(widest=None),
         "Trust in senior leaders: those who answered differ, but the silent could overturn it."),
        (Breakdown("organisation", (Row("A", samples.FEW),), None),
         "Trust in senior leaders: every figure is withheld."),
        (Breakdown("organisation", (Row("A", Reported(34.4)), Row("B", Reported(88))), None),
         "Trust in senior leaders: published figures lie between 34 and 88."),
        (Breakdown("organisation", (Row("A", estimate(58, 53, 64)),), None),
         "Trust in senior leaders: A stands at 53 to 64 in 100."),
    ],
)  # fmt: skip
def test_the_title_of_a_breakdown(found: Breakdown, title: str) -> None:
    assert str(comparing.title(T, LEADERS, found)) == title


def test_what_can_be_told_apart() -> None:
    assert plain(comparing.told_apart(T, breakdown())) == [
        "Of 55 pairs, 27 can be told apart. That allows for having looked at all 55.",
        "Voluntary alliance (64 to 72) is above Acute hospital B (42 to 46), even if the silent were 10 points lower "
        "in the one and higher in the other.",
    ]
    no_frame = Breakdown("organisation", samples.rows(), samples.comparison(frame=False))
    assert plain(comparing.told_apart(T, no_frame))[1] == (
        "Voluntary alliance (64 to 72) is above Acute hospital B (42 to 46)."
    )
    assert plain(comparing.told_apart(T, breakdown(looked_at=24090, apart=0, widest=None))) == [
        "No pair. That allows for having looked at all 24,090."
    ]
    assert plain(comparing.told_apart(T, breakdown(looked_at=1, apart=0, widest=None))) == [
        "The one pair cannot be told apart."
    ]


def test_what_the_silent_could_change() -> None:
    assert plain(doubts.silent(T, breakdown())) == [
        "Of those 27, 19 would no longer be certain if the silent were 10 points lower in the one and higher in the "
        "other.",
        "One is Acute hospital A and Acute hospital B.",
    ]
    assert plain(doubts.silent(T, Breakdown("organisation", samples.rows(), samples.comparison(frame=False)))) == [
        "That is not known: no head counts came with the answers."
    ]
    assert plain(doubts.silent(T, breakdown(overturned=0, overturned_example=None))) == [
        "Nothing: what can be told apart holds even if the silent were 10 points lower or higher."
    ]


def test_the_silent_could_overturn_all() -> None:
    told = " would still be certain if the silent were 10 points lower in the one and higher in the other."
    assert str(doubts.silent(T, breakdown(overturned=27))[0]) == "None of those 27" + told
    one = breakdown(apart=1, overturned=1, overturned_example=None)
    assert plain(doubts.silent(T, one)) == [
        "It would no longer be certain if the silent were 10 points lower in the one and higher in the other."
    ]


def test_a_name_that_is_a_number_is_told_with_what_it_is() -> None:
    rows = (Row("16", estimate(34, 26, 43)), Row("38", estimate(69, 63, 74)))
    found = replace(samples.comparison(), looked_at=1, widest=samples.pair("38", "16", 34, apart=True, holds=None))
    told = comparing.title(T, CLIMATE, Breakdown("organisation", rows, found))
    assert str(told) == "Climate: Organisation 38 stands above Organisation 16."


def test_what_cannot_be_told_apart_and_what_it_would_take() -> None:
    assert plain(doubts.not_apart(T, breakdown())) == [
        "Integrated care board (58) and Acute hospital A (57). To tell so small a difference, about 1,650 answers "
        "would be needed in each.",
        "To tell a difference of 5 points, about 255 answers are needed in each of two.",
        "Of 11 here, 6 have so many staff.",
        "Which stands highest? It could be Community trust, Council, public health or Voluntary alliance.",
    ]
    hopeless = replace(samples.comparison().closest, needed=None)
    assert plain(doubts.not_apart(T, breakdown(closest=hopeless, needed_for_points=None, first_places=("A",)))) == [
        "Integrated care board (58) and Acute hospital A (57). Even answers from everyone would not tell them apart."
    ]
    many = tuple(f"Company {i}" for i in range(18))
    assert plain(doubts.not_apart(T, breakdown(first_places=many)))[-1] == (
        "Which stands highest? It could be any of 18."
    )


@pytest.mark.parametrize(
    ("reason", "short", "whole"),
    [
        (Reason.TOO_FEW, "withheld: fewer than 10 answered, or all alike",
         "Hospice: fewer than 10 answered, or all who did answered alike."),
        (Reason.PROTECTS_ANOTHER, "withheld: it would give another away",
         "Hospice: shown, it would give a withheld figure away."),
        (Reason.OTHER_SIDE_TOO_FEW, "withheld: fewer than 10 in all the others",
         "Hospice: fewer than 10 are in all the others together."),
        (Reason.ALL_ALIKE, "withheld: the answers are too alike",
         "Hospice: the answers are too alike, so a figure would tell what each person said."),
    ],
)  # fmt: skip
def test_every_reason_has_its_words(reason: Reason, short: str, whole: str) -> None:
    figure = Withheld(reason, 10)
    assert withheld.why(T, figure) == short
    assert plain(withheld.hidden(T, [("Hospice", figure)])) == [
        whole, "Nothing on this page lets a withheld figure be found by subtraction."
    ]  # fmt: skip


def test_many_withheld_are_counted_and_none_is_silence() -> None:
    assert withheld.hidden(T, [("A", Reported(1))]) == ()
    told = withheld.hidden(T, [(str(i), samples.FEW) for i in range(7)])
    assert str(told[0]) == "7 lines: fewer than 10 answered, or all who did answered alike."
    assert str(withheld.withheld_organisations(T, ("A", "B"))).startswith("A and B are withheld")
    assert str(withheld.withheld_organisations(T, ("A",))).startswith("A is withheld")


@pytest.mark.parametrize(
    ("alike", "title"),
    [
        ((), "of the three parts that build it, credibility stands highest and intimacy lowest."),
        (((Part.RELIABILITY, Part.INTIMACY),), "of the three parts that build it, credibility stands highest."),
        (((Part.CREDIBILITY, Part.RELIABILITY),), "of the three parts that build it, intimacy stands lowest."),
        (((Part.CREDIBILITY, Part.RELIABILITY), (Part.INTIMACY, Part.RELIABILITY)),
         "the three parts that build it cannot all be told apart."),
    ],
)  # fmt: skip
def test_the_title_of_the_four_parts(alike: tuple[tuple[Part, Part], ...], title: str) -> None:
    found = replace(samples.equation(), alike=alike)
    assert str(equation.title(T, LEADERS, found)) == f"Trust in senior leaders: {title}"


def test_the_quotient_is_a_conversation_aid() -> None:
    found = samples.equation()
    assert str(equation.quotient(T, found)) == (
        "(C + R + I) / S comes to 3.2, range 3.0 to 3.5. It could lie anywhere from 0.6 to 15."
    )
    assert len(equation.caution(T)) == 4
    assert plain(equation.alike(T, found)) == ["Intimacy and self-orientation, turned round, cannot be told apart."]
    assert plain(equation.same_thing(T, found)) == [
        "People’s answers do not separate credibility from reliability: read them as one thing."
    ]
    hidden = Equation(found.parts[:3], samples.FEW, (), (), ())
    assert str(equation.quotient(T, hidden)) == "The quotient is withheld."


def change(value: float, *, apart: bool, holds: bool | None = None) -> Change:
    then, now = estimate(50, 48, 52), estimate(50 + value, 48, 52)
    return Change("A", then, now, estimate(value, value - 2, value + 2), apart, holds)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (change(4, apart=True, holds=True), "Climate: higher than in the round before, by 2 to 6 points."),
        (change(-4, apart=True, holds=True), "Climate: lower than in the round before, by 2 to 6 points."),
        (
            change(4, apart=True, holds=False),
            "Climate: those who answered stand higher than in the round before, by 2 to 6 points.",
        ),
        (change(-4, apart=True), "Climate: those who answered stand lower than in the round before, by 2 to 6 points."),
        (change(1, apart=False), "Climate: this round and the one before cannot be told apart."),
        (replace(change(1, apart=False), difference=None), "Climate: this round beside the one before."),
    ],
)
def test_the_title_of_a_change(found: Change, title: str) -> None:
    assert str(changes.title(T, CLIMATE, [found])) == title


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ((None,), "That cannot be known without head counts of both rounds."),
        ((False,), "The one line that changed might not have, if the silent were 10 points lower in the one round and "
                   "higher in the other."),
        ((True, True), "Nothing: what changed did so even if the silent were 10 points lower in the one round and "
                       "higher in the other."),
        ((True, False), "Of 2 lines that changed, the whole among them, 1 might not have, if the silent were "
                        "10 points lower in the one round and higher in the other."),
    ],
)  # fmt: skip
def test_what_the_silent_could_change_about_a_change(verdicts: tuple[bool | None, ...], said: str) -> None:
    lines = [change(8, apart=True, holds=verdict) for verdict in verdicts]
    assert plain(changes.silent(T, [*lines, change(1, apart=False)])) == [said]
    if len(lines) == 2:
        others = plain(changes.silent(T, [change(1, apart=False), *lines]))
        assert others == [said.replace(" the whole among them,", "")]
    assert changes.silent(T, [change(1, apart=False)]) == ()


def test_a_whole_that_stood_still_does_not_hide_those_that_moved() -> None:
    lines = [change(1, apart=False), change(8, apart=True), change(-6, apart=True), change(0, apart=False)]
    assert str(changes.title(T, CLIMATE, lines)) == (
        "Climate: over everyone, this round and the one before cannot be told apart; for 2 organisations they can."
    )


def test_a_whole_of_other_organisations_is_not_compared() -> None:
    assert len(changes.who(T, change(4, apart=True))) == 2
    assert plain(changes.who(T, replace(change(4, apart=False), difference=None)))[2] == (
        "Not the same organisations are shown in both rounds, so the whole is not compared."
    )


def test_a_question_that_was_reworded_is_shown() -> None:
    measure = samples.partnership().measures[0]
    assert changes.reworded(T, measure, "en") == ()
    item = replace(measure.items[0], version=2)
    told = replace(measure, items=(item, *measure.items[1:]), reworded={item.id: 1})
    [said] = plain(changes.reworded(T, told, "en"))
    assert said.startswith("Compared although its words changed, as the questionnaire says: ")
    assert said.endswith(f"‘{item.text['en']}’ (version 2 with version 1).")


def test_changes_are_told_one_by_one() -> None:
    whole = change(0, apart=False)
    assert plain(changes.told(T, (whole,))) == ["No line has a figure in both rounds."]
    assert plain(changes.told(T, (whole, change(1, apart=False)))) == [
        "None. The 1 line compared cannot be told from itself in the round before."
    ]
    assert plain(changes.told(T, (whole, change(5, apart=True), change(-6, apart=True)))) == [
        "Of 2 lines compared, 2 changed by more than chance explains.", "A: up 5 (range 3 to 7).",
        "A: down 6 (range 4 to 8).",
    ]  # fmt: skip
    assert changes.difference(T, estimate(-3.2, -6, -1)) == ("−3", "−6 to −1")
    assert changes.difference(T, estimate(0.2, -1, 1)) == ("0", "−1 to 1")


def test_notes_and_warnings_have_words_and_none_is_dropped() -> None:
    for key in ("no_frame", "one_organisation", "frame_without_groups", "summaries_only", "all_withheld",
                "no_earlier_round"):  # fmt: skip
        assert str(notes.note(T, key)).endswith(".")
    with pytest.raises(KeyError):
        notes.note(T, "unheard_of")
    found: Reliability = samples.reliability()
    assert str(notes.warning(T, "one_factor_does_not_fit", found)).startswith(
        "One number fits these questions badly (CFI 0.79; a good fit is 0.95 or more)."
    )
    assert "senior and direct leaders" in str(notes.warning(T, "one_factor_does_not_fit", found))
    assert "ICC(2) 0.80" in str(notes.warning(T, "group_mean_unreliable", found))
    assert "median rwg 0.72" in str(notes.warning(T, "little_agreement", found))


def test_how_it_was_made() -> None:
    picture = samples.partnership()
    told = {term: str(said) for term, said in made.made(T, picture.made, picture.measures[1])}
    assert told["Who was asked"] == "3,707 people, by the head counts."
    assert told["Who answered"] == (
        "2,069 people answered, 56 in 100 of those asked. 2,069 of them could answer enough of these questions and "
        "are counted here."
    )
    assert told["What was done"] == (
        "Answers are weighted to staff in post, by organisation and by staff group. Weighting makes them worth about "
        "1,784 (design effect 1.16). The weights of 12 people were held at a limit, so that nobody counts for too "
        "many. In 95 of 100 such rounds, the range would hold the true value."
    )
    assert told["Questions"].startswith("8 questions. Answers were turned into 0 to 100.")
    one: MeasureResult = replace(picture.measures[0], items=picture.measures[0].items[-1:])
    assert str(made.count_of(T, one)) == "1 question."
    assert [str(said) for said in made.questions(T, one, "en")] == [
        "‘My manager: themselves first.’ Agreeing counts as less."
    ]


def test_a_change_from_nearly_nothing_is_told_as_up_to() -> None:
    about = LEADERS
    figure = Estimate(1.0, 0.0, 2.0, n=900)
    change = Change("everyone", figure, figure, figure, True, True)
    assert str(changes.title(T, about, [change])).endswith("higher than in the round before, by up to 2 points.")
    down = replace(change, difference=Estimate(-3.0, -5.0, -1.0, n=900))
    assert str(changes.title(T, about, [down])).endswith("lower than in the round before, by 1 to 5 points.")


def test_questions_that_run_against_the_others() -> None:
    assert str(notes.against(T, ["Q"])) == ("One question runs against the others: ‘Q’. Check which way it points.")
    assert str(notes.against(T, ["A", "B"])) == (
        "2 questions run against the others: ‘A’ and ‘B’. Check which way they point."
    )


def test_a_trend() -> None:
    found = samples.trend("values", 44, 5)
    assert str(trends.title(T, found, label="Values")).startswith("Values: the median went from ")
    empty = replace(found, medians=(None,) * 9)
    assert str(trends.title(T, empty, label="Values")) == "Values: no period has a figure."


def test_a_name_stays_marked_as_a_name_and_braces_in_it_are_words() -> None:
    rows = (Row("{b}", estimate(60, 58, 62)), Row("%s", estimate(40, 38, 42)))
    found = replace(samples.comparison(), widest=samples.pair("{b}", "%s", 20, apart=True, holds=True))
    told = comparing.told_apart(T, Breakdown("organisation", rows, found))[1]
    assert [run.text for run in told.runs if run.name] == ["{b}", "%s"]


def test_values_are_rounded_the_way_people_round() -> None:
    rows = (Row("A", Estimate(56.5, 55.5, 57.5, 100)), Row("B", Estimate(40, 38, 42, 100)))
    found = replace(samples.comparison(), widest=samples.pair("A", "B", 16, apart=True, holds=None))
    assert "A (56 to 58)" in str(comparing.told_apart(T, Breakdown("organisation", rows, found))[1])
