"""Trust between groups on the page: drawn together, in words that can be read aloud, and never of one's own group."""

from dataclasses import replace

from tests.report import samples

from accord.report.document import document
from accord.report.document.parts import Section


def section(picture: object = None) -> Section:
    found = document(picture or samples.between())
    return next(one for one in found.sections if one.id == "between")


def said(one: Section) -> str:
    return " ".join(str(sentence) for passage in one.says for sentence in passage.sentences)


def test_what_groups_say_of_each_other_is_drawn_once_and_not_measure_by_measure() -> None:
    ids = [one.id for one in document(samples.between()).sections]
    assert "between" in ids
    assert [id for id in ids if id.startswith("m") and "-" not in id] == ["m1"]
    assert "between" not in [one.id for one in document(samples.partnership()).sections]


def test_the_title_tells_a_gap_that_holds_for_the_silent_too() -> None:
    assert str(section().title) == "Doctors: less trust in Managers than Managers believe."
    picture = samples.between()
    gaps = tuple(replace(gap, holds=False) for gap in picture.between.gaps)
    unsure = section(replace(picture, between=replace(picture.between, gaps=gaps)))
    assert str(unsure.title) == "How far groups trust each other, and what they believe of each other."
    assert "Of 4 told apart, 4 might not be" in said(unsure)


def test_ones_own_group_and_what_is_withheld_are_told_apart() -> None:
    kinds = [[cell.kind for cell in cells] for _, cells in section().matrix.rows]
    assert kinds == [["none", "shown", "shown"], ["shown", "none", "shown"], ["withheld", "withheld", "none"]]
    assert section().matrix.rows[0][1][0].spoken == "not asked: their own group"
    assert "2 cells are withheld" in said(section())


def test_gaps_are_told_in_words_with_their_ranges() -> None:
    text = said(section())
    assert "Of 4 pairs compared, 4 can be told apart." in text
    assert "Managers trust Doctors 20 points less than Doctors believe (range 15 to 25)." in text
    assert "Of 4 told apart, 2 might not be" in text


def test_how_it_was_made_says_that_a_part_was_drawn_by_lot() -> None:
    terms = dict(next(fold.terms for fold in section().folds if fold.terms))
    assert "50 in 100 of them, drawn by lot, were asked these questions." in str(terms["Who was asked"])
